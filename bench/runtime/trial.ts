// One trial in a process of its own: what it took goes to the parent as one message.
import type { Place } from "./client.js";
import { clients } from "./clients.js";
import { consumeTrial } from "./consume-trial.js";
import { orderOfBytes } from "./events.js";
import { heapTrial } from "./heap-trial.js";
import { publishTrial, sequentialTrial } from "./publish-trial.js";
import type { Outcome, Work } from "./work.js";

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
