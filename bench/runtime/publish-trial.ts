import type { OrderPlacedV1 } from "../../generated/index.js";
import type { Client } from "./client.js";
import { type Measured, startClocks } from "./measured.js";
import type { Work } from "./work.js";

/** Publishes the given number of events, always `inFlight` of them without a confirm. */
export async function publishTrial(
  client: Client,
  event: OrderPlacedV1,
  { inFlight, warmUp, messages }: Extract<Work, { kind: "publish" }>,
): Promise<Measured> {
  const publish = await client.publisher();
  await publishInLanes(() => publish(event), warmUp, inFlight);
  const stop = startClocks();
  await publishInLanes(() => publish(event), messages, inFlight);
  return stop(messages);
}

/** Publishes `count` times, always `inFlight` of them without a confirm. */
export async function publishInLanes(
  publish: () => Promise<unknown>,
  count: number,
  inFlight: number,
): Promise<void> {
  let left = count;
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await publish();
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
}

/** The median time of one publish after the other, in milliseconds. */
export async function sequentialTrial(
  client: Client,
  event: OrderPlacedV1,
  messages: number,
): Promise<number> {
  const publish = await client.publisher();
  const times: number[] = [];
  for (let i = 0; i < messages * 1.25; i += 1) {
    const start = performance.now();
    await publish(event);
    if (i >= messages / 4) times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}
