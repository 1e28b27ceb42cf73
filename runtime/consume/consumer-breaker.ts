import type { EventHub } from "../observe/event-hub.js";
import { Breaker } from "./breaker.js";
import type { ConsumerPlan } from "./consumer-plan.js";

/** The breaker of a consumer, if it has one: each turn is an event, and another number of messages is wanted. */
export function consumerBreaker(plan: ConsumerPlan, hub: EventHub, adjust: () => void): Breaker | undefined {
  const queue = plan.queue.name;
  return (
    plan.breaker &&
    new Breaker(plan.breaker, {
      opened: (pauseMs, failures, cause) => {
        hub.emit("breaker-open", { queue, pauseMs, failures, cause });
        adjust();
      },
      probing: () => {
        hub.emit("breaker-probing", { queue });
        adjust();
      },
      closed: () => {
        hub.emit("breaker-closed", { queue });
        adjust();
      },
    })
  );
}
