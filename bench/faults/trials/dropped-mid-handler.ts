import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "../fault.js";
import { orderIds } from "../letter.js";

const total = 20;
const patience = 30_000;

/** The connection drops while ten handlers run; they end while there is none. */
export const droppedMidHandler: Fault = {
  title: "Connection reset, and handlers end before the next one is open",
  rule: "everything is handled, only the ten that were in handlers twice, and the queue ends empty; within 30 s",
  async play({ site, subject, operator, proxy }) {
    await subject.begin(site, "hold");
    await operator.put(site.queue, orderIds(total));
    const held = site.prefetch;
    if (!(await subject.until(() => subject.deliveries.length >= held, patience)))
      throw new Error("consumed nothing");
    proxy.refuse(true);
    proxy.cut();
    await sleep(200); // so that the client notices
    await subject.order({ kind: "mode", mode: "return" });
    await subject.order({ kind: "settle", serials: subject.deliveries.map(({ serial }) => serial) });
    await sleep(200); // so that acks that it makes meet no connection
    proxy.refuse(false);
    await subject.until(() => subject.deliveries.length >= held + total, patience);
    await subject.until(() => subject.deliveries.length > held + total, 500);
    await subject.kill();
    const left = (await operator.drain(site.queue)).length;
    const handled = new Set(subject.deliveries.map(({ orderId }) => orderId)).size;
    const twice = subject.deliveries.length - handled;
    const text = `${handled} of ${total} handled, ${twice} of them twice${left > 0 ? `, ${left} still queued` : ""}`;
    return { passed: handled === total && twice === held && left === 0, text };
  },
};
