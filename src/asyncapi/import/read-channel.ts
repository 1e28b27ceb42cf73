import type { Exchange } from "../../contract/contract.js";
import { splitPointer } from "../../contract/pointer.js";
import { predeclaredExchanges } from "../../contract/reserved-names.js";
import { extension } from "../model.js";
import type { Place } from "./place.js";

/** Where events go that a channel has. */
export interface ReadRoute {
  readonly kind: "route";
  readonly place: Place;
  readonly exchange: Exchange | undefined;
  readonly vhost: string | undefined;
  readonly routingKey: string | undefined;
  readonly description: string | undefined;
  /** What our own export says of the event. */
  readonly own: Place | undefined;
}

/** A queue that is consumed. */
export interface ReadQueue {
  readonly kind: "queue";
  readonly place: Place;
  readonly name: string | undefined;
  readonly vhost: string | undefined;
}

/** Reads what a channel says of the broker; `address` is the key of its exchange, or the name of its queue. */
export function readChannel(place: Place, address: string | undefined): ReadRoute | ReadQueue {
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
  const key = address === undefined ? undefined : keyOf(address, place, own !== undefined);
  return {
    kind: "route",
    place,
    exchange: exchange && exchangeOf(exchange),
    vhost: exchange?.text("vhost"),
    routingKey: own?.text("routingKey") ?? key,
    description: place.text("description"),
    own,
  };
}

/** The default exchange (no name, or the type `default`) is no place for events: its keys are queues. */
function exchangeOf(exchange: Place): Exchange | undefined {
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

/** A routing key with a placeholder where the address has a parameter: the place of its value in the payload, or its name. */
function keyOf(address: string, place: Place, isOwn: boolean): string {
  const parameters = place.raw("parameters");
  if (isOwn) {
    parameters?.whole();
    if (place.peek("title") !== undefined) place.raw("title");
  }
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
