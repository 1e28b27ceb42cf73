import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "../fault.js";

const watch = 5_000;
const patience = 20_000;
const bound = 25;

/** A handler that fails each time for one message. */
export const poisonMessage: Fault = {
  title: "A message whose handler always fails",
  rule: `a dead letter within 20 s, after at most ${bound} deliveries`,
  async play({ site, subject, operator }) {
    await subject.begin(site, "throw");
    await operator.put(site.queue, ["o-1"]);
    const start = Date.now();
    let early = 0;
    let dead = false;
    while (Date.now() - start < patience && subject.crash === undefined) {
      if (Date.now() - start < watch) early = subject.deliveries.length;
      else if (early > 10 * bound) break; // a loop
      dead = (await operator.count(site.deadLetters)) === 1;
      if (dead) break;
      await sleep(100);
    }
    const time = ((Date.now() - start) / 1_000).toFixed(1);
    await subject.kill();
    const times = subject.deliveries.length;
    if (dead) return { passed: times <= bound, text: `dead letter after ${many(times)}, ${time} s` };
    const queued = (await operator.drain(site.queue)).length > 0;
    const text = queued
      ? `${many(early)} in ${watch / 1_000} s, no end of it`
      : `no dead letter in ${time} s, and not in the queue, after ${many(times)}`;
    return { passed: false, text };
  },
};

function many(count: number): string {
  return count === 1 ? "1 delivery" : `${count.toLocaleString("en")} deliveries`;
}
