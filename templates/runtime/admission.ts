import type { ConsumerPlan } from "./consumer-plan.js";
import { type Decoded, type DecodedEvent, decodeMessage } from "./decode-message.js";
import type { Delivery } from "./delivery.js";
import type { HandlerTable } from "./handlers.js";
import type { Settlement } from "./instrumentation.js";
import type { DeathCause, MessageMover } from "./message-mover.js";

/** What a delivery is admitted by. */
export interface AdmissionSettings {
  readonly plan: ConsumerPlan;
  readonly handlers: HandlerTable<unknown>;
  readonly mover: MessageMover;
}

/** Reads a delivery. What no handler may see goes to the dead-letter queue, which the promise is about. */
export function admit(
  delivery: Delivery,
  { plan, handlers, mover }: AdmissionSettings,
): DecodedEvent | Promise<Settlement> {
  const decoded = decodeMessage(delivery.message, plan.families);
  if (decoded.kind === "dead-letter") return mover.deadLetter(delivery, decoded.known, malformed(decoded));
  const { version } = decoded;
  if ((handlers[version.event]?.[version.version] ?? "dead-letter") === "dead-letter") {
    const why = `this service does not read ${version.version}`;
    return mover.deadLetter(delivery, version, named("declined", why));
  }
  if (delivery.attempt > plan.retry.maxAttempts) {
    const why = `delivered ${delivery.attempt} times, mostly without an answer`;
    return mover.deadLetter(delivery, version, named("attempts-exhausted", why));
  }
  return decoded;
}

function malformed({ reason, why, failures }: Extract<Decoded, { kind: "dead-letter" }>): DeathCause {
  return { ...named(reason, why), failures };
}

function named(reason: DeathCause["reason"], why: string): DeathCause {
  const error = new Error(why);
  error.name = reason;
  return { reason, error };
}
