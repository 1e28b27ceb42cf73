import { type EventFamily, type EventVersion, versionsOf } from "../contract/event-version.js";
import type { Verdict } from "../errors/dead-letter-reason.js";
import { isOfShape, shapeOf } from "../routing/key-shape.js";
import type { BodyEnvelope } from "./body.js";

/** The parts of a message that identify its event, before its body is trusted. */
export interface EventClues {
  /** Property `type`. */
  readonly type: unknown;
  /** The exchange and routing key of the first publish; read only for a message without a `type`. */
  readonly origin: () => { readonly exchange: string; readonly routingKey: string };
}

/**
 * Which of the consumed events a message is. Property `type` decides if set. Messages of other clients often have none:
 * then the body's `event`, else exchange and routing key, else the only consumed event.
 */
export function identifyEvent<Family extends EventFamily>(
  clues: EventClues,
  envelope: BodyEnvelope,
  families: readonly Family[],
): Verdict<Family> {
  const named = (name: unknown): Family | undefined => families.find(({ event }) => event === name);
  const { type } = clues;
  if (typeof type === "string" && type !== "") {
    const family = named(type);
    if (family === undefined)
      return { reason: "unknown-event", why: `this consumer does not handle event "${type}"` };
    if (envelope.event !== undefined && envelope.event !== type && hasBodyEnvelope(family)) {
      return {
        reason: "event-conflict",
        why: `property type is "${type}", but the body's event is "${envelope.event}"`,
      };
    }
    return { value: family };
  }
  const origin = clues.origin();
  const routed = families.filter((family) =>
    versionsOf(family).some((version) => isRoutedAs(version, origin)),
  );
  const found =
    named(envelope.event) ??
    (routed.length === 1 ? routed[0] : undefined) ??
    (families.length === 1 ? families[0] : undefined);
  return found === undefined
    ? { reason: "unknown-event", why: "the message does not identify its event" }
    : { value: found };
}

/** Whether the event's messages carry `version` and `event` in their body. */
export function hasBodyEnvelope({ versions }: EventFamily): boolean {
  for (const name in versions) if (versions[name]?.envelope === "body") return true;
  return false;
}

function isRoutedAs(
  version: EventVersion,
  { exchange, routingKey }: ReturnType<EventClues["origin"]>,
): boolean {
  return version.exchange.name === exchange && isOfShape(shapeOf(version), routingKey);
}
