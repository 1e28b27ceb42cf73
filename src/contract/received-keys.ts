import { receives } from "../../runtime/routing/event-bindings.js";
import {
  filledIn,
  type KeyShape,
  tellingKeys,
  tellingValues,
  wholePattern,
} from "../../runtime/routing/key-shape.js";
import type { Consumption, Contract, Event, Exchange, Service } from "./contract.js";
import { keyShapes } from "./placeholder-source.js";

/**
 * The keys and patterns that a queue is bound with to get an event. None is known of a direct exchange whose keys have
 * placeholders.
 */
export function bindingKeys(
  { exchange }: Event,
  shapes: readonly KeyShape[],
  bind?: Consumption["bind"],
): readonly string[] {
  if (bind !== undefined) return typeof bind === "string" ? [bind] : bind;
  const keys = [...new Set(shapes.map(wholePattern))];
  return exchange.type === "direct"
    ? keys.filter((key) => shapes.some((shape) => shape.join("") === key))
    : keys;
}

/** What a queue is bound with, and what the keys of the event are. */
export interface Bound {
  readonly shape: KeyShape;
  readonly keys: readonly string[];
}

/** A message whose key was received and is not any more. */
export interface LostKey {
  /** What it goes out with before and after; the same unless the event's key has changed. */
  readonly before: string;
  readonly after: string;
}

/** An example of what a queue no longer gets, if there is any; decided for all keys that there can be. */
export function lostKey(type: Exchange["type"], old: Bound, now: Bound): LostKey | undefined {
  const shapes = [old.shape, now.shape];
  for (const values of tellingValues(shapes, [...old.keys, ...now.keys])) {
    const [before, after] = [filledIn(old.shape, values), filledIn(now.shape, values)];
    const received = old.keys.some((key) => receives(type, key, before));
    if (received && !now.keys.some((key) => receives(type, key, after))) return { before, after };
  }
  return undefined;
}

/** An event that a queue gets and that its service does not consume from it. */
export interface ForeignEvent {
  readonly event: string;
  /** A routing key of it that the queue is bound for. */
  readonly key: string;
}

/** The events of an exchange that a queue which is bound with these keys gets beside those that are consumed from it. */
export function foreignEvents(
  { events, definitions }: Contract,
  { consumes }: Service,
  own: Event,
  keys: readonly string[],
): readonly ForeignEvent[] {
  const { type, name } = own.exchange;
  if (type !== "topic" && type !== "direct") return [];
  const queue = consumes.get(own.name)?.queue?.name;
  return events.flatMap((event) => {
    if (event.name === own.name || event.exchange.name !== name || event.vhost !== own.vhost) return [];
    const beside = consumes.get(event.name);
    const isConsumed =
      beside !== undefined &&
      (queue === undefined || beside.queue === undefined || beside.queue.name === queue);
    if (isConsumed) return [];
    for (const shape of keyShapes(event, definitions)) {
      for (const key of tellingKeys(shape, keys))
        if (keys.some((bound) => receives(type, bound, key))) return [{ event: event.name, key }];
    }
    return [];
  });
}
