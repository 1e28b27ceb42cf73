import type { Exchange } from "../../contract/contract.js";
import { predeclaredExchanges } from "../../contract/reserved-names.js";
import { splitPointer } from "../../json/pointer.js";
import { extension } from "../model.js";
import type { DocumentPlace } from "./document-place.js";

/** Where events go that a channel has. */
export interface ReadRoute {
  readonly kind: "route";
  readonly place: DocumentPlace;
  readonly exchange: Exchange | undefined;
  readonly vhost: string | undefined;
  readonly routingKey: string | undefined;
  readonly description: string | undefined;
  /** The queue that is consumed, where the binding has one beside the exchange. */
  readonly queue: string | undefined;
  /** The pattern that a consumer's queue is bound with, where the address is one that no single key says. */
  readonly pattern: string | undefined;
  /** What our own export says of the event. */
  readonly own: DocumentPlace | undefined;
}

/** A queue that is consumed. */
export interface ReadQueue {
  readonly kind: "queue";
  readonly place: DocumentPlace;
  readonly name: string | undefined;
  readonly vhost: string | undefined;
}

/** Reads what a channel says of the broker; `address` is the key of its exchange, or the name of its queue. */
export function readChannel(place: DocumentPlace, address: string | undefined): ReadRoute | ReadQueue {
  const amqp = place.get("bindings")?.get("amqp");
  if (typeof amqp?.peek("bindingVersion") === "string") amqp.raw("bindingVersion");
  const queue = amqp?.get("queue");
  const exchange = amqp?.get("exchange");
  const isQueue = amqp?.text("is") === "queue" || (queue !== undefined && exchange === undefined);
  const own = place.raw(extension);
  queue?.expect("durable", true);
  queue?.expect("exclusive", false);
  queue?.expect("autoDelete", false);
  exchange?.expect("durable", true);
  exchange?.expect("autoDelete", false);
  if (isQueue) {
    const name = queue?.text("name") ?? address;
    // the export's own description is made of names
    if (/^The queue of .* for .*\.$/.test(String(place.peek("description")))) place.raw("description");
    return { kind: "queue", place, name, vhost: queue?.text("vhost") };
  }
  if (own) place.raw("title");
  const made = exchange && exchangeOf(exchange);
  const written = address === undefined ? undefined : keyOf(address, place, own !== undefined);
  // a fanout exchange ignores keys
  const key = written === "" && made?.type === "fanout" ? undefined : written;
  const isPattern = key !== undefined && own === undefined && (made?.type ?? "topic") === "topic";
  const routingKey = isPattern ? withoutWildcards(key, place) : key;
  return {
    kind: "route",
    place,
    exchange: made,
    vhost: exchange?.text("vhost"),
    routingKey: own?.text("routingKey") ?? routingKey,
    description: place.text("description"),
    queue: queue?.text("name"),
    pattern: key !== routingKey && key?.includes("{") === false ? key : undefined,
    own,
  };
}

/** The default exchange (no name, or the type `default`) is not for events: its keys are queue names. */
function exchangeOf(exchange: DocumentPlace): Exchange | undefined {
  const name = exchange.peek("name");
  const type = exchange.peek("type");
  if (typeof name !== "string" || name === "") return undefined;
  const known =
    predeclaredExchanges.get(name) ??
    (["topic", "direct", "fanout", "headers"] as const).find((each) => each === type);
  if (type !== undefined && known === undefined) return undefined;
  exchange.raw("name");
  exchange.raw("type");
  return { name, type: known ?? "topic" };
}

/** The key that events are published with, where the address is a pattern of keys: each wildcard becomes a placeholder. */
function withoutWildcards(pattern: string, place: DocumentPlace): string {
  let number = 0;
  const key = pattern
    .split(".")
    .map((word) => {
      if (word !== "*" && word !== "#") return word;
      number += 1;
      return `{word${number}}`;
    })
    .join(".");
  if (key !== pattern)
    place.say(
      "import-not-carried",
      `${JSON.stringify(pattern)} is a pattern, but an event has a key: it was converted to ${JSON.stringify(key)} , whose values publishers pass; write the key that they use to event.json.`,
    );
  return key;
}

/** A routing key with a placeholder where the address has a parameter: the place of its value in the payload, or its name. */
function keyOf(address: string, place: DocumentPlace, isOwn: boolean): string {
  const parameters = place.raw("parameters");
  if (isOwn) parameters?.whole();
  return address.replace(/\{([^{}]*)\}/g, (_, name: string) => {
    const parameter = parameters?.get(name);
    const location = parameter?.peek("location");
    const pointer =
      typeof location === "string" ? /^\$message\.payload#(\/.+)$/.exec(location)?.[1] : undefined;
    const path = pointer === undefined ? [] : splitPointer(pointer);
    if (path.length === 0 || path.some((each) => /[.{}*#\s]/.test(each)))
      return `{${name.replace(/[\s*#]+/g, "_")}}`;
    parameter?.raw("location");
    return `{${path.join(".")}}`;
  });
}
