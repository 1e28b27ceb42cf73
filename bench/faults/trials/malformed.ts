import type { Fault } from "../fault.js";
import { marker } from "../letter.js";

const watch = 5_000;

/** A message that says it is JSON and is none, between two good ones. */
export const malformed: Fault = {
  title: "A malformed message: JSON by its content type, not by its body",
  rule: "the others are handled, no handler gets it, and after at most 25 deliveries it is a dead letter",
  async play({ site, subject, operator, proxy }) {
    await subject.begin(site, "return");
    await operator.put(site.queue, ["o-1"]);
    await operator.putText(site.queue, `{ "orderId": "${marker}", `);
    await operator.put(site.queue, ["o-2"]);
    await subject.until(() => false, watch);
    const ids = subject.deliveries.map(({ orderId }) => orderId);
    const others = ["o-1", "o-2"].every((orderId) => ids.includes(orderId));
    const handed = ids.some((orderId) => orderId !== "o-1" && orderId !== "o-2");
    const times = proxy.seen;
    const dead = (await operator.drain(site.deadLetters)).length > 0;
    await subject.kill();
    const queued = (await operator.drain(site.queue)).some((body) => body.includes(marker));
    const deliveries = times === 1 ? "1 delivery" : `${times.toLocaleString("en")} deliveries`;
    const end = dead
      ? `dead letter after ${deliveries}`
      : queued
        ? `${deliveries} in ${watch / 1_000} s, still in the queue`
        : `gone after ${deliveries}`;
    const facts = [
      end,
      ...(handed ? ["handed to the handler unparsed"] : []),
      ...(others ? [] : ["the others wait"]),
    ];
    return { passed: others && !handed && dead && times <= 25, text: facts.join("; ") };
  },
};
