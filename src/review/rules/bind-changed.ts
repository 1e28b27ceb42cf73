import type { Consumption, Contract, Event } from "../../contract/contract.js";
import { keyShape, keyShapes } from "../../contract/placeholder-source.js";
import { bindingKeys, foreignEvents, lostKey } from "../../contract/received-keys.js";
import type { ExampleFolder } from "../../rules/rule.js";
import { changedConsumptions } from "../consumption-changes.js";
import type { ReviewRule } from "../review-rule.js";
import { routedEvent } from "../routed-example.js";

export const bindChanged: ReviewRule = {
  id: "bind-changed",
  category: "wire",
  severity: "warning",
  breaks: "consumers",
  title: "The bindings of a queue changed",
  why: "A newly created queue, for example in another environment, gets only what the new bindings match. An existing queue keeps its old bindings as well: AMQP cannot list them, so the SDK removes none.",
  fix: "If the change is intended, remove the old binding manually once the service is deployed: find it with rabbitmqctl list_bindings, or on the queue's page of the management interface, where Unbind removes it.",
  examples: {
    invalid: [
      { old: bound(undefined), new: bound("order.eu.paid") },
      { old: bound(["order.eu.paid", "order.us.paid"]), new: bound("order.us.paid") },
      { old: bound("order.eu.paid"), new: bound("order.eu.*") },
    ],
    valid: [
      { old: bound("order.eu.paid"), new: bound("order.*.paid") },
      { old: bound(["order.*.paid"]), new: bound("*.*.paid") },
      {
        old: bound("order.eu.paid"),
        new: bound("order.eu.paid", { prefetch: 5, retry: { maxAttempts: 7 } }),
      },
    ],
  },
  *judge(subject) {
    const { old: before, new: now, kept } = subject;
    for (const changed of changedConsumptions(subject)) {
      const pair = kept.find(({ new: { name } }) => name === changed.event);
      if (pair === undefined || JSON.stringify(changed.old.bind) === JSON.stringify(changed.new.bind))
        continue;
      const lost = lostOf(
        { ...before, event: pair.old, consumption: changed.old },
        { ...now, event: pair.new, consumption: changed.new },
      );
      const foreign = addedForeign(
        { ...before, event: pair.old, consumption: changed.old },
        { ...now, event: pair.new, consumption: changed.new },
        changed.service,
      );
      const sentences = [
        ...(lost === undefined
          ? []
          : [
              `The queue of ${changed.service} is no longer bound for ${changed.event} with ${JSON.stringify(lost)}, for example.`,
            ]),
        ...(foreign === undefined
          ? []
          : [
              `The queue of ${changed.service} now also gets ${foreign.event}, such as ${JSON.stringify(foreign.key)}, which the service does not consume and therefore dead-letters.`,
            ]),
      ];
      if (sentences.length === 0) continue;
      const reason = `a newly bound queue does not get ${JSON.stringify(lost)}`;
      yield {
        place: changed.at("bind"),
        old: changed.oldAt("bind"),
        message: sentences.join(" "),
        subject: [
          changed.service,
          changed.old.bind ?? null,
          changed.new.bind ?? null,
          foreign?.event ?? null,
        ],
        event: changed.event,
        breaks: lost === undefined ? [] : [{ direction: "wire", verdict: "refuted", reason }],
        rollout: "any-order",
        services: [changed.service],
      };
    }
  },
};

/** How a service consumes an event, in one of the two contracts. */
interface Reading {
  readonly contract: Contract;
  readonly event: Event;
  readonly consumption: Consumption;
}

function lostOf(old: Reading, now: Reading): string | undefined {
  const [keys, newKeys] = [keysOf(old), keysOf(now)];
  const { type } = now.event.exchange;
  const read = now.consumption.versions;
  for (const version of now.event.versions) {
    const { label } = version;
    if (read !== undefined && !read.includes(label)) continue;
    const shape = keyShape(now.event, version, now.contract.definitions);
    const before = old.event.versions.find((each) => each.label === label);
    const oldShape = before === undefined ? shape : keyShape(old.event, before, old.contract.definitions);
    const lost = lostKey(type, { shape: oldShape, keys }, { shape, keys: newKeys });
    if (lost !== undefined) return lost.after;
  }
  return undefined;
}

function addedForeign(old: Reading, now: Reading, service: string) {
  const owner = now.contract.services.find(({ name }) => name === service);
  if (owner === undefined) return undefined;
  const before = new Set(
    foreignEvents(now.contract, owner, now.event, keysOf(old)).map(({ event }) => event),
  );
  return foreignEvents(now.contract, owner, now.event, keysOf(now)).find(({ event }) => !before.has(event));
}

function shapesOf({ contract, event, consumption }: Reading) {
  return keyShapes(event, contract.definitions, consumption.versions);
}

function keysOf(reading: Reading): readonly string[] {
  return bindingKeys(reading.event, shapesOf(reading), reading.consumption.bind);
}

/** An event with its region in the routing key, and a service that reads it with this binding. */
function bound(bind: string | readonly string[] | undefined, more: object = {}): ExampleFolder {
  return {
    ...routedEvent("order.{region}.paid"),
    "order_cancelled/event.json": { routingKey: "order.{region}.cancelled" },
    "order_cancelled/v1.json": {
      type: "object",
      properties: { region: { type: "string" } },
      required: ["region"],
    },
    "contract.json": {
      services: { "svc-billing": { consumes: { order_paid: { ...(bind && { bind }), ...more } } } },
    },
  };
}
