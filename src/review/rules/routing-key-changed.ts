import type { Consumption, Event } from "../../contract/contract.js";
import { keyShape } from "../../contract/placeholder-source.js";
import { bindingKeys, type LostKey, lostKey } from "../../contract/received-keys.js";
import { placeholdersOf } from "../../contract/routing-key.js";
import type { Pair, ReviewRule, ReviewSubject } from "../review-rule.js";
import { routedEvent } from "../routed-example.js";
import { event, used } from "../rule-examples.js";
import { changedSettings } from "../setting-changes.js";

export const routingKeyChanged: ReviewRule = {
  id: "routing-key-changed",
  category: "wire",
  severity: "error",
  breaks: "consumers",
  title: "The routing key of an event changed",
  why: "A queue gets only what its binding matches: consumers that did not upgrade receive nothing more, without any error.",
  fix: "Upgrade all consumers first, so that their queues are bound with both keys; then the publishers.",
  examples: {
    finds: [
      { old: event({ v1: {} }), new: event({ v1: {} }, { routingKey: "order.paid" }) },
      {
        old: used(event({ v1: {} }, { routingKey: "order.paid" })),
        new: used(event({ v1: {} })),
      },
      { old: routedEvent("order.eu.paid"), new: routedEvent("order.{region}.paid") },
      {
        old: used(routedEvent("order.{region}.paid"), { bind: "order.*.paid" }),
        new: used(routedEvent("order.paid.{region}"), { bind: "order.*.paid" }),
      },
      {
        old: used(routedEvent("order.{region}.paid"), { bind: "order.eu.*" }),
        new: used(routedEvent("order.paid.{region}"), { bind: "order.paid.eu" }),
      },
    ],
    passes: [
      { old: event({ v1: {} }), new: event({ v1: {} }, { exchange: { name: "orders", type: "topic" } }) },
      { old: event({ v1: {} }), new: event({ v1: {} }, { routingKey: "order_paid" }) },
      { old: routedEvent("order.{region}.paid"), new: routedEvent("order.{area}.paid") },
      { old: routedEvent("order.{region}.paid"), new: routedEvent("order.eu.paid") },
      {
        old: used(routedEvent("order.{region}.paid"), { bind: "order.#" }),
        new: used(routedEvent("order.paid.{region}"), { bind: "order.#" }),
      },
    ],
  },
  *judge(subject) {
    yield* changedSettings(subject, "routingKey", (events) => {
      const { old, new: now } = events;
      if (old.routingKey === now.routingKey) return undefined;
      const lost = firstLost(events, subject);
      if (lost === undefined) return undefined;
      const [from, to] = [JSON.stringify(old.routingKey), JSON.stringify(now.routingKey)];
      const isPlain = [old, now].every(({ keyTemplate }) => placeholdersOf(keyTemplate).length === 0);
      const bound = lost.keys.map((key) => JSON.stringify(key)).join(", ");
      const example = ` A message that went out with ${JSON.stringify(lost.before)} goes out with ${JSON.stringify(lost.after)}, and a queue that is bound with ${bound} no longer gets it.`;
      const isKnown = isPlain && bound === from;
      return {
        message: `The routing key is ${to} now, not ${from}.${isKnown ? "" : example}`,
        rollout: "consumers-first",
        reason: `queues are bound with ${bound}`,
      };
    });
  },
};

/** A key that is no longer received, and what the queue that got it is bound with. */
interface LostByQueue extends LostKey {
  readonly keys: readonly string[];
}

/** Of services that `contract.json` does not name. */
const unknownReader: Consumption = {};

/** What queues that stay bound as they were no longer get: those of `contract.json`, else one that is bound for all. */
function firstLost(
  { old, new: now }: Pair<Event>,
  { old: before, new: after }: ReviewSubject,
): LostByQueue | undefined {
  const { type } = old.exchange;
  if (type === "fanout" || type === "headers") return undefined;
  const readings = before.contract.services.flatMap(({ consumes }) => consumes.get(old.name) ?? []);
  for (const { bind, versions } of readings.length === 0 ? [unknownReader] : readings) {
    for (const version of old.versions) {
      const next = now.versions.find(({ label }) => label === version.label);
      if (next === undefined || (versions !== undefined && !versions.includes(version.label))) continue;
      const shape = keyShape(old, version, before.contract.definitions);
      const keys = bindingKeys(old, [shape], bind);
      const moved = { shape: keyShape(now, next, after.contract.definitions), keys };
      const lost = lostKey(type, { shape, keys }, moved);
      if (lost !== undefined) return { ...lost, keys };
    }
  }
  return undefined;
}
