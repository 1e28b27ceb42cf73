import type { Fault } from "../fault.js";
import { orderIds } from "../letter.js";

const total = 20;
const patience = 20_000;

/**
 * Two of twenty messages are done when the connection is reset, ten are in handlers. On the new channel tags begin at
 * one again. Then two of the old handlers end: their acks must not settle what has their tags now.
 */
export const lateAck: Fault = {
  title: "Connection reset; then handlers that ran before it acknowledge",
  rule: "no message is lost",
  async play({ site, subject, operator, proxy }) {
    await subject.begin(site, "hold");
    await operator.put(site.queue, orderIds(total));
    const done = [1, 2];
    await subject.until(() => subject.deliveries.length >= site.prefetch, patience);
    await subject.order({ kind: "settle", serials: done });
    const before = site.prefetch + done.length;
    if (!(await subject.until(() => subject.deliveries.length >= before, patience)))
      throw new Error("consumed nothing");
    proxy.cut();
    const again = await subject.until(() => subject.deliveries.length >= before + site.prefetch, patience);
    const late = [3, 4];
    const known = subject.deliveries.length;
    await subject.order({ kind: "settle", serials: late });
    await subject.until(() => subject.deliveries.length > known, 2_000);
    const { crash } = subject;
    await subject.kill();
    const kept = new Set(
      [...(await operator.drain(site.queue)), ...(await operator.drain(site.deadLetters))].map(
        (body) => (JSON.parse(body) as { orderId: string }).orderId,
      ),
    );
    for (const { serial, orderId } of subject.deliveries)
      if ([...done, ...late].includes(serial)) kept.add(orderId ?? "");
    const lost = total - kept.size;
    const waits = again || crash ? "" : `; consumed nothing for ${patience / 1_000} s, while they ran`;
    return {
      passed: lost === 0,
      text: `${lost === 0 ? "nothing lost" : `lost ${lost} of ${total}`}${waits}`,
    };
  },
};
