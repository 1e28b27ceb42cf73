import type { Fault } from "../fault.js";

/** No queue is bound any more for what is published. */
export const unroutable: Fault = {
  title: "A message that no queue takes",
  rule: "the publish fails, or an event of the client's own API reports it",
  async play({ site, subject, operator }) {
    await subject.begin(site, "return");
    await operator.unbind(site);
    const outcome = await subject.order({ kind: "publish", orderId: "o-1", exchange: site.exchange });
    if (outcome.kind === "failed") return { passed: true, text: "the publish fails" };
    if (outcome.kind !== "done") return { passed: false, text: "the publish hangs: nothing for 15 s" };
    return outcome.receipt === "returned"
      ? { passed: true, text: "reported as success; an event reports it" }
      : { passed: false, text: "reported as success, and nothing else" };
  },
};
