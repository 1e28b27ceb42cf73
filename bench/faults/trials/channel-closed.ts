import type { Fault } from "../fault.js";
import { orderIds } from "../letter.js";
import { stopwatch } from "../stopwatch.js";
import type { Outcome } from "../subject.js";

const patience = 15_000;

/** An exchange is deleted; the next publish to it makes the broker close the channel (404). Others use that channel. */
export const channelClosed: Fault = {
  title: "A publish to an exchange that was deleted closes its channel (404)",
  rule: "publishes to another exchange, at the same moment and after, are confirmed and consumed, or fail visibly at the same moment; within 15 s",
  async play({ site, subject, operator }) {
    await subject.begin(site, "return");
    const publish = (orderId: string, exchange: string) =>
      subject.order({ kind: "publish", orderId, exchange }, patience);
    // So that channels are open, and were used.
    for (const exchange of [site.sideExchange, site.exchange]) await publish("o-1", exchange);
    await operator.deleteExchange(site.sideExchange);
    const elapsed = stopwatch();
    const together = orderIds(5, 101);
    const [bad, ...beside] = await Promise.all([
      publish("o-2", site.sideExchange),
      ...together.map((orderId) => publish(orderId, site.exchange)),
    ]);
    const later = orderIds(5, 201);
    const after = await Promise.all(later.map((orderId) => publish(orderId, site.exchange)));
    const confirmed = [...together, ...later].filter((_, at) => [...beside, ...after][at]?.kind === "done");
    const has = (orderId: string) => subject.deliveries.some((delivery) => delivery.orderId === orderId);
    const consumed = await subject.until(() => confirmed.every(has), patience);
    const time = elapsed();
    const hanging = [...beside, ...after].filter(({ kind }) => kind === "silent").length;
    const refused = beside.filter(({ kind }) => kind === "failed").length;
    const passed = consumed && hanging === 0 && after.every(({ kind }) => kind === "done");
    const culprit = bad ? fate(bad) : "";
    const neighbors = passed
      ? `neighbors go on${refused > 0 ? `, ${refused} of 5 at the same moment fail` : ""} (${time})`
      : `of 10 neighbors ${hanging} hang for ${patience / 1_000} s, ${confirmed.length} are confirmed, ${confirmed.filter(has).length} consumed`;
    return { passed, text: `that publish ${culprit}; ${neighbors}` };
  },
};

/** What became of the publish whose exchange was gone. */
function fate(outcome: Outcome): string {
  if (outcome.kind !== "done") return outcome.kind === "failed" ? "fails" : "hangs";
  return outcome.receipt === "returned" ? "finds the exchange declared again" : "is reported as success";
}
