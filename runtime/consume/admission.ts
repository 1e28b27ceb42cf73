import type { Settlement } from "../observe/instrumentation.js";
import type { LoadedFamily } from "../validate/validator.js";
import { type Decoded, type DecodedEvent, decodeMessage } from "../wire/decode-message.js";
import type { ConsumerPlan } from "./consumer-plan.js";
import type { Delivery } from "./delivery.js";
import type { HandlerTable } from "./handlers.js";
import type { DeathCause, MessageMover } from "./message-mover.js";

/** What decides whether a delivery is admitted. */
export interface AdmissionSettings<Any> {
  readonly plan: ConsumerPlan<LoadedFamily>;
  readonly handlers: HandlerTable<Any>;
  readonly mover: MessageMover;
}

/** An event, and the handler of its version. */
export interface Admission<Any> {
  readonly decoded: DecodedEvent;
  readonly handler: Any;
}

/** Decodes a delivery. One that no handler may see is dead-lettered, and the promise settles when that is done. */
export function admit<Any>(
  delivery: Delivery,
  { plan, handlers, mover }: AdmissionSettings<Any>,
): Admission<Any> | Promise<Settlement> {
  const decoded = decodeMessage(delivery.message, plan.families);
  if (decoded.kind === "dead-letter") return mover.deadLetter(delivery, decoded.known, malformed(decoded));
  const { version } = decoded;
  const handler = handlers[version.event]?.[version.version] ?? "dead-letter";
  if (handler === "dead-letter") {
    const why = `this service does not read ${version.version}`;
    return mover.deadLetter(delivery, version, named("declined", why));
  }
  if (delivery.attempt > plan.retry.maxAttempts) {
    const why = `delivered ${delivery.attempt} times without being acknowledged`;
    return mover.deadLetter(delivery, version, named("attempts-exhausted", why));
  }
  return { decoded, handler };
}

function malformed({ reason, why, failures }: Extract<Decoded, { kind: "dead-letter" }>): DeathCause {
  return { ...named(reason, why), failures };
}

function named(reason: DeathCause["reason"], why: string): DeathCause {
  const error = new Error(why);
  error.name = reason;
  return { reason, error };
}
