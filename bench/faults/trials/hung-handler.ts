import type { Fault } from "../fault.js";
import { orderIds } from "../letter.js";
import { stopwatch } from "../stopwatch.js";

const patience = 20_000;

/** One handler never ends; then the connection is reset. */
export const hungHandler: Fault = {
  title: "Connection reset while one handler hangs forever",
  rule: "consumes again within 20 s",
  async play({ site, subject, operator, proxy }) {
    await subject.begin(site, "hold");
    await operator.put(site.queue, ["o-1"]);
    if (!(await subject.until(() => subject.deliveries.length === 1, patience)))
      throw new Error("consumed nothing");
    await subject.order({ kind: "mode", mode: "return" });
    const elapsed = stopwatch();
    proxy.cut();
    const orders = orderIds(5, 2);
    await operator.put(site.queue, orders);
    const has = (orderId: string) => subject.deliveries.some((delivery) => delivery.orderId === orderId);
    const passed = await subject.until(() => orders.every(has), patience);
    return {
      passed,
      text: passed ? `consumes again (${elapsed()})` : `hangs: consumes nothing for ${patience / 1_000} s`,
    };
  },
};
