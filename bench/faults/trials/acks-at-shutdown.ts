import { setTimeout as sleep } from "node:timers/promises";
import type { Fault, Place, Verdict } from "../fault.js";
import { orderIds } from "../letter.js";
import type { Delivery } from "../messages.js";

const half = 100;
const total = 2 * half;
const patience = 20_000;
/** Some clients win the race at times. */
const rounds = 3;

/**
 * Handlers end in the tick in which the client is closed, others together half a second later. A quorum queue takes
 * some thirty acks of a burst; the rest is dropped when the channel closes right behind them.
 */
export const acksAtShutdown: Fault = {
  title: `close() while ${total} handlers run: ${half} end in the same tick, ${half} together, 0.5 s later`,
  rule: `close() ends within 20 s and no message comes back, ${rounds} times of ${rounds}`,
  prefetch: total,
  async play(place) {
    const failed: Verdict[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const verdict = await shutDown(round === 0 ? place : await place.another());
      if (!verdict.passed) failed.push(verdict);
    }
    const [first] = failed;
    if (first === undefined) return { passed: true, text: "none come back" };
    const often = failed.length < rounds ? ` (${failed.length} times of ${rounds})` : "";
    return { passed: false, text: `${first.text}${often}` };
  },
};

async function shutDown({ site, subject, operator }: Place): Promise<Verdict> {
  await subject.begin(site, "hold");
  await operator.put(site.queue, orderIds(total));
  if (!(await subject.until(() => subject.deliveries.length >= total, patience)))
    throw new Error("consumed nothing");
  const before = subject.deliveries.slice(0, half);
  const meanwhile = subject.deliveries.slice(half);
  const closing = subject.order({ kind: "settle-and-close", serials: before.map(serialOf) }, patience);
  await sleep(500);
  await subject.order({ kind: "settle", serials: meanwhile.map(serialOf) });
  const outcome = await closing;
  await sleep(500);
  await subject.kill();
  const bodies = (await operator.drain(site.queue)).join();
  const back = (deliveries: readonly Delivery[]): number =>
    deliveries.filter(({ orderId }) => bodies.includes(`"${orderId}"`)).length;
  const [early, late] = [back(before), back(meanwhile)];
  const hangs = outcome.kind === "silent" ? `; close() hangs: nothing for ${patience / 1_000} s` : "";
  const fails = outcome.kind === "failed" ? `; close() fails: ${outcome.error}` : "";
  const text = `${early} + ${late} of ${half} + ${half} come back${hangs}${fails}`;
  return { passed: early + late === 0 && outcome.kind === "done", text };
}

function serialOf({ serial }: Delivery): number {
  return serial;
}
