import type { Client } from "./client.js";
import { type Measured, startClocks } from "./measured.js";
import type { Work } from "./work.js";

/** Consumes and acknowledges the given number of events that wait in the queue. */
export function consumeTrial(
  client: Client,
  { prefetch, warmUp, messages }: Extract<Work, { kind: "consume" }>,
): Promise<Measured> {
  return new Promise((resolve, reject) => {
    let seen = 0;
    let stop = startClocks();
    const handle = (): void => {
      seen += 1;
      if (seen === warmUp) stop = startClocks();
      if (seen === warmUp + messages) resolve(stop(messages));
    };
    client.consume(prefetch, handle).catch(reject);
  });
}
