// One trial in a process of its own: what it took goes to the parent as one message.
import type { Place } from "./client.js";
import { clients } from "./clients.js";
import { consumeTrial } from "./consume-trial.js";
import { orderOfBytes } from "./events.js";
import { heapTrial } from "./heap-trial.js";
import type { Measured } from "./measured.js";
import { publishTrial, sequentialTrial } from "./publish-trial.js";

/** What the parent asks for; `warmUp` messages go before the `messages` that are measured. */
export type Work =
  | {
      readonly kind: "publish";
      readonly bytes: number;
      readonly inFlight: number;
      readonly warmUp: number;
      readonly messages: number;
    }
  | { readonly kind: "sequential"; readonly bytes: number; readonly messages: number }
  | { readonly kind: "heap"; readonly bytes: number; readonly inFlight: number; readonly messages: number }
  | {
      readonly kind: "consume";
      readonly prefetch: number;
      readonly warmUp: number;
      readonly messages: number;
    };

/** One number for what is no stream: milliseconds of a publish, or bytes that the heap grew. */
export type Outcome = Measured | number;

const [, , name = "", placeText = "", workText = ""] = process.argv;
const place = JSON.parse(placeText) as Place;
const work = JSON.parse(workText) as Work;
const open = clients[name];
if (open === undefined) throw new Error(`no client "${name}"`);
const client = await open(place);
const result = await run();
process.send?.(result);
await client.close();
process.disconnect?.();

function run(): Promise<Outcome> {
  if (work.kind === "consume") return consumeTrial(client, work);
  const event = orderOfBytes(work.bytes);
  if (work.kind === "sequential") return sequentialTrial(client, event, work.messages);
  if (work.kind === "heap") return heapTrial(client, event, work.messages, work.inFlight);
  return publishTrial(client, event, work);
}
