import { definitionNames } from "../bundle/definition-names.js";
import type { ReferenceTo } from "../bundle/print-schema.js";
import { compareText } from "../code/compare-text.js";
import type { Contract, Event, EventSchema, Service } from "../contract/contract.js";
import { schemasOfEvent } from "../contract/contract.js";
import type { Location } from "../contract/schema.js";
import { closureOf } from "../contract/schema-closure.js";
import { joinPointer } from "../json/pointer.js";

/** The member that carries what AsyncAPI has no field for, so that a document can be imported without a loss. */
export const extension = "x-rabbitgen";

/** What is in a document, and under which names. */
export interface Model {
  readonly contract: Contract;
  readonly events: readonly Event[];
  readonly services: readonly Service[];
  /** The key of an event's channel, of a queue's (`queueKey`), or of an operation (`operationKey`). */
  readonly keys: ReadonlyMap<string, string>;
  /** The key of a version's message. */
  readonly messages: ReadonlyMap<EventSchema, string>;
  /** The definitions that are components, with their names. */
  readonly schemas: ReadonlyMap<Location, string>;
  readonly referenceTo: ReferenceTo;
}

/** What the document of one service needs: the events that it publishes or consumes; all for a whole contract. */
export function modelOf(contract: Contract, service: Service | undefined): Model {
  const events = contract.events.filter(
    ({ name }) => service === undefined || service.publishes.has(name) || service.consumes.has(name),
  );
  const services = service === undefined ? contract.services : [service];
  const versions = events.flatMap((event) => event.versions);
  const messageNames = uniqueKeys(versions.map(({ event, label }) => `${event}.${label}`));
  const messages = new Map<EventSchema, string>(
    versions.map((version, index) => [version, messageNames[index] ?? ""]),
  );
  const keys = keysOf(events, services);
  const roots = new Map<Location, string>();
  for (const [version, key] of messages)
    roots.set(version.location, `#/components${joinPointer("/messages", key)}/payload`);
  const reached = new Set<Location>();
  for (const { location, label } of events.flatMap(schemasOfEvent))
    for (const each of closureOf(location, contract.definitions))
      if (each !== location || label === "headers") reached.add(each);
  const shared = [...reached].filter((location) => !roots.has(location)).sort(compareText);
  const headers = new Set(events.flatMap((event) => event.headers?.location ?? []));
  const schemas = definitionNames(shared.filter((location) => !headers.has(location)));
  const headerNames = definitionNames(headers);
  return {
    contract,
    events,
    services,
    keys,
    messages,
    schemas,
    referenceTo: (location) =>
      roots.get(location) ??
      `#/components/schemas/${schemas.get(location) ?? headerNames.get(location) ?? ""}`,
  };
}

/** What a queue is known by; names are unique within a virtual host. */
export function queueKey(vhost: string | undefined, queue: string): string {
  return JSON.stringify(["queue", vhost, queue]);
}

/** What a service does with an event. */
export function operationKey(action: "send" | "receive", service: string, event: string): string {
  return JSON.stringify([action, service, event]);
}

/** What an event's channel is known by. */
export function eventKey(event: string): string {
  return JSON.stringify(["event", event]);
}

function keysOf(events: readonly Event[], services: readonly Service[]): ReadonlyMap<string, string> {
  const channels = new Map(events.map(({ name }) => [eventKey(name), name]));
  const operations = new Map<string, string>();
  const known = new Map(events.map((event) => [event.name, event]));
  for (const { name: service, publishes, consumes, vhost } of services) {
    for (const event of publishes.keys())
      operations.set(operationKey("send", service, event), `${service}.send.${event}`);
    for (const [event, { queue }] of consumes) {
      operations.set(operationKey("receive", service, event), `${service}.receive.${event}`);
      if (queue) channels.set(queueKey(known.get(event)?.vhost ?? vhost, queue.name), queue.name);
    }
  }
  return new Map([...named(channels), ...named(operations)]);
}

function named(wanted: ReadonlyMap<string, string>): [string, string][] {
  const keys = uniqueKeys([...wanted.values()]);
  return [...wanted.keys()].map((key, index) => [key, keys[index] ?? ""]);
}

/** Keys that need no escaping in a reference, each once, compared without case. */
export function uniqueKeys(wanted: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return wanted.map((text) => {
    const plain = text.replace(/[^A-Za-z0-9._-]+/g, "_").slice(0, 120) || "_";
    // a key like a number would change its place in an object, and one like `__proto__` is lost
    const stem = /^(?:\d+|__proto__)$/.test(plain) ? `_${plain}` : plain;
    let key = stem;
    for (let number = 2; taken.has(key.toLowerCase()); number += 1) key = `${stem}-${number}`;
    taken.add(key.toLowerCase());
    return key;
  });
}
