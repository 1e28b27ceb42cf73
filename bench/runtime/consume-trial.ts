import type { Client } from "./client.js";
import { type Measured, startClocks } from "./measured.js";

/** Consumes and acknowledges `messages` events that wait in the queue; the first third of them warms up. */
export function consumeTrial(client: Client, messages: number, prefetch: number): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const warm = Math.floor(messages / 3);
    let seen = 0;
    let stop = startClocks();
    const handle = (): void => {
      seen += 1;
      if (seen === warm) stop = startClocks();
      if (seen === messages) resolve(stop(messages - warm));
    };
    client.consume(prefetch, handle).catch(reject);
  });
}
