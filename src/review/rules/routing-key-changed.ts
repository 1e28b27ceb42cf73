import type { Consumption, Event } from "../../contract/contract.js";
import { keyShape } from "../../contract/placeholder-source.js";
import { bindingKeys, type LostKey, lostKey } from "../../contract/received-keys.js";
import { placeholdersOf } from "../../contract/routing-key.js";
import { changedSettings } from "../changed-settings.js";
import type { Pair, ReviewRule, ReviewSubject } from "../review-rule.js";
import { routedEvent } from "../routed-example.js";
import { event, used } from "../rule-examples.js";
import { publishersOf, together } from "../services.js";

export const routingKeyChanged: ReviewRule = {
  id: "routing-key-changed",
  category: "wire",
  severity: "error",
  breaks: "consumers",
  title: "The routing key of an event changed",
  why: "A queue only receives messages that match its bindings: consumers that do not upgrade receive no more messages, without any error.",
  fix: "Upgrade all consumers first, so that their queues are bound with both keys; then the publishers.",
  examples: {
    invalid: [
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
    valid: [
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
      const losing = losingQueues(events, subject);
      const [lost] = losing;
      if (lost === undefined) return undefined;
      const [from, to] = [JSON.stringify(old.routingKey), JSON.stringify(now.routingKey)];
      const isPlain = [old, now].every(({ keyTemplate }) => placeholdersOf(keyTemplate).length === 0);
      const bound = lost.keys.map((key) => JSON.stringify(key)).join(", ");
      const queue =
        lost.service === undefined
          ? `a queue that is bound with ${bound}`
          : `the queue of ${lost.service}, which is bound with ${bound},`;
      const example = ` A message that was published with ${JSON.stringify(lost.before)} is now published with ${JSON.stringify(lost.after)}, and ${queue} no longer gets it.`;
      const isTold = isPlain && bound === from;
      const names = losing.flatMap(({ service }) => service ?? []);
      return {
        message: `The routing key changed from ${from} to ${to}.${isTold ? "" : example}`,
        subject: [old.routingKey, now.routingKey, losing.map(({ service, keys }) => [service ?? null, keys])],
        rollout: "consumers-first",
        reason: `queues are bound with ${bound}`,
        ...(names.length === 0 || isTold
          ? {}
          : { services: together(names, publishersOf(subject.new.contract, now.name)) }),
      };
    });
  },
};

/** A queue that no longer gets a message, and its binding. */
interface LosingQueue extends LostKey {
  /** `undefined` for services that are not in `contract.json`. */
  readonly service: string | undefined;
  readonly keys: readonly string[];
}

/** For services that are not in `contract.json`: bound for all messages. */
const unknownReader = { name: undefined, consumption: {} as Consumption };

/** The queues that lose messages if their bindings stay unchanged: those in `contract.json`, otherwise any. */
function losingQueues(
  { old, new: now }: Pair<Event>,
  { old: before, new: after }: ReviewSubject,
): readonly LosingQueue[] {
  const { type } = old.exchange;
  if (type === "fanout" || type === "headers") return [];
  const known = before.contract.services.flatMap(({ name, consumes }) => {
    const consumption = consumes.get(old.name);
    return consumption === undefined ? [] : [{ name, consumption }];
  });
  return (known.length === 0 ? [unknownReader] : known).flatMap(
    ({ name, consumption: { bind, versions } }) => {
      for (const version of old.versions) {
        const next = now.versions.find(({ label }) => label === version.label);
        if (next === undefined || (versions !== undefined && !versions.includes(version.label))) continue;
        const shape = keyShape(old, version, before.contract.definitions);
        const keys = bindingKeys(old, [shape], bind);
        const moved = { shape: keyShape(now, next, after.contract.definitions), keys };
        const lost = lostKey(type, { shape, keys }, moved);
        if (lost !== undefined) return [{ ...lost, keys, service: name }];
      }
      return [];
    },
  );
}
