import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "../fault.js";
import { orderIds } from "../letter.js";
import { stopwatch } from "../stopwatch.js";

const redeclare = 10_000;
const patience = 30_000;

/** The broker cancels the consumer, because its queue was deleted. */
export const queueDeleted: Fault = {
  title: "The queue is deleted while it is consumed",
  rule: "consumes again within 30 s of the queue's return, which the client may bring about itself",
  async play({ site, subject, operator }) {
    await subject.begin(site, "return");
    await operator.deleteQueue(site.queue);
    const elapsed = stopwatch();
    const deadline = Date.now() + redeclare;
    let exists = false;
    while (!exists && Date.now() < deadline && subject.crash === undefined) {
      await sleep(200);
      exists = (await operator.count(site.queue)) !== undefined;
    }
    const made = exists
      ? `declares it again (${elapsed()})`
      : `not declared again for ${redeclare / 1_000} s`;
    if (!exists) await operator.restore(site);
    const since = stopwatch();
    const orders = orderIds(5);
    await operator.put(site.queue, orders);
    const passed = await subject.until(() => subject.deliveries.length >= orders.length, patience);
    const consumes = passed ? `consumes again (${since()})` : `consumes nothing for ${patience / 1_000} s`;
    return { passed, text: `${made}; ${exists ? "" : "once another client declares it, "}${consumes}` };
  },
};
