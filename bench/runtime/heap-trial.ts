import type { OrderPlacedV1 } from "../../generated/index.js";
import type { Client } from "./client.js";
import { publishInLanes } from "./publish-trial.js";

/** Bytes by which the heap grows over the given number of publishes; needs `--expose-gc`. */
export async function heapTrial(
  client: Client,
  event: OrderPlacedV1,
  messages: number,
  inFlight: number,
): Promise<number> {
  const publish = await client.publisher();
  await publishInLanes(() => publish(event), 20_000, inFlight);
  const before = heapUsed();
  await publishInLanes(() => publish(event), messages, inFlight);
  return heapUsed() - before;
}

function heapUsed(): number {
  if (globalThis.gc === undefined) throw new Error("start with --expose-gc");
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}
