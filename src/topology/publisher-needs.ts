import type { EventFamily, EventVersion } from "../../runtime/contract/event-version.js";
import { versionsOf } from "../../runtime/contract/event-version.js";
import { shapeOf } from "../../runtime/routing/key-shape.js";
import type { DeclareMode } from "../../runtime/topology/queue-plan.js";
import { delayQueue, hasDelayExchange } from "../../runtime/topology/queue-topology.js";
import type { Grants } from "./grants.js";
import { escapePattern } from "./name-pattern.js";
import type { VhostPlan } from "./vhost-plan.js";

/** One word of a routing key that a message has from its data; `routingKeyOf` refuses the rest. */
const anyWord = "[^.*#]+";

/** Where a publisher is, and how it declares. */
export interface PublisherPlace {
  readonly vhost: string;
  readonly declare: DeclareMode;
  /** Milliseconds of the steps that it may delay messages by; none by default. */
  readonly delays: readonly number[];
}

/** What there has to be for the publishers of an event, beside its exchange: the queues of delayed messages. */
export function planPublishers(plan: VhostPlan, family: EventFamily, delays: readonly number[]): void {
  for (const version of versionsOf(family)) {
    plan.exchange(version.exchange);
    for (const step of delays) {
      const queue = delayQueue(version, step);
      plan.queue(queue, { role: "delay", isTakenOver: false });
      if (!hasDelayExchange(version)) continue;
      plan.exchange({ name: queue.name, type: "fanout" });
      plan.bind({ source: queue.name, destination: queue.name, routingKey: "" });
    }
  }
}

/**
 * What a publisher of an event has to be allowed; see `Publisher` and `DelayedSenders` of the runtime. RabbitMQ asks
 * for `configure` on an exchange that is declared, though it exists, and for nothing when it is declared passively;
 * from 4.2.6 on it requires a permission of any kind then, which `write` is.
 */
export function allowPublisher(grants: Grants, family: EventFamily, place: PublisherPlace): void {
  const { vhost, declare } = place;
  for (const version of versionsOf(family)) {
    const { name, type } = version.exchange;
    grants.allow(vhost, "write", name);
    if (type === "topic") grants.allowKey(vhost, name, "write", keyPattern(version));
    if (declare === "assert") grants.allow(vhost, "configure", name);
    for (const step of place.delays) allowDelay(grants, version, step, place);
  }
}

/** To declare a queue with a dead-letter exchange takes `read` on the queue, and `write` on that exchange. */
function allowDelay(
  grants: Grants,
  version: EventVersion,
  step: number,
  { vhost, declare }: PublisherPlace,
): void {
  const { name } = delayQueue(version, step);
  const isShared = hasDelayExchange(version);
  grants.allow(vhost, "write", isShared ? name : "");
  if (declare === "check") grants.allow(vhost, "write", name); // of the newest brokers, see allowPublisher
  if (declare !== "assert") return;
  grants.allow(vhost, "configure", name);
  grants.allow(vhost, "read", name);
  if (isShared) grants.allow(vhost, "write", name); // the queue is bound to the exchange of its name
}

function keyPattern(version: EventVersion): string {
  return shapeOf(version)
    .map((piece) => (typeof piece === "string" ? escapePattern(piece) : anyWord))
    .join("");
}
