import type { ConsumerPlan } from "./consumer-plan.js";
import { Deadlines } from "./deadlines.js";
import { type Decoded, type DecodedEvent, decodeMessage } from "./decode-message.js";
import type { Delivery } from "./delivery.js";
import type { EventHub } from "./event-hub.js";
import type { EventVersion } from "./event-version.js";
import { failurePolicy } from "./failure-policy.js";
import { HandlerCall, type HandlerOutcome } from "./handler-call.js";
import { HandlerMessage } from "./handler-message.js";
import type { AnyHandler, HandlerTable } from "./handlers.js";
import type { InboxGate } from "./inbox-gate.js";
import {
  guarded,
  type HandlerObservation,
  type Instrumentation,
  type Peer,
  runObserved,
  type Settlement,
} from "./instrumentation.js";
import type { DeathCause, MessageMover } from "./message-mover.js";
import { originOf } from "./message-origin.js";
import { isReject } from "./reject.js";
import { toError } from "./to-error.js";

/** What a processor works with. */
export interface ProcessorSettings {
  readonly plan: ConsumerPlan;
  readonly handlers: HandlerTable;
  readonly hub: EventHub;
  readonly mover: MessageMover;
  readonly inbox: InboxGate | undefined;
  readonly instrumentation: Instrumentation;
  readonly peer: () => Peer;
  /** How a handler call went at this attempt: a rejection on purpose is `undefined`, as a success is. */
  readonly outcome: (failure: Error | undefined, attempt: number) => void;
}

/** What one call is about. */
interface Call {
  readonly delivery: Delivery;
  readonly version: EventVersion;
  readonly observation: HandlerObservation | undefined;
  duplicate: boolean;
}

/** Takes one delivery from decoding to its one settlement. */
export class DeliveryProcessor {
  readonly #settings: ProcessorSettings;
  readonly #deadlines = new Deadlines<HandlerCall>();

  constructor(settings: ProcessorSettings) {
    this.#settings = settings;
  }

  /** Settled when it returns, or when its promise resolves; that never rejects. */
  process(delivery: Delivery): Promise<unknown> | undefined {
    const { plan, handlers, mover } = this.#settings;
    const decoded = decodeMessage(delivery.message, plan.families);
    if (decoded.kind === "dead-letter") return mover.deadLetter(delivery, decoded.known, malformed(decoded));
    const { version, payload, headers } = decoded;
    const handler = handlers[version.event]?.[version.version] ?? "dead-letter";
    if (handler === "dead-letter") {
      const why = `this service does not read ${version.version}`;
      return mover.deadLetter(delivery, version, named("declined", why));
    }
    if (delivery.attempt > plan.retry.maxAttempts) {
      const why = `delivered ${delivery.attempt} times, mostly without an answer`;
      return mover.deadLetter(delivery, version, named("attempts-exhausted", why));
    }
    const call: Call = { delivery, version, observation: this.#observe(delivery, version), duplicate: false };
    const outcome = this.#run(call, { payload, headers }, handler);
    return outcome instanceof Promise
      ? outcome.then((ended) => this.#settle(call, ended))
      : this.#settle(call, outcome);
  }

  #run(
    call: Call,
    { payload, headers }: Pick<DecodedEvent, "payload" | "headers">,
    handler: AnyHandler,
  ): HandlerOutcome | Promise<HandlerOutcome> {
    const { delivery, version, observation } = call;
    const { plan, inbox } = this.#settings;
    const running = new HandlerCall(plan.handlerTimeout);
    const message = new HandlerMessage(delivery, version, running, headers);
    const handle = (): Promise<void> | void => runObserved(observation, () => handler(payload, message));
    const { messageId } = message;
    const once = async (gate: InboxGate, id: string): Promise<void> => {
      const source = { queue: delivery.queue, event: version.event };
      call.duplicate = (await gate.pass(id, source, handle)) === "duplicate";
    };
    const work = inbox === undefined || messageId === undefined ? handle : () => once(inbox, messageId);
    return running.run(work, delivery.channel.calls, this.#deadlines);
  }

  #settle(call: Call, outcome: HandlerOutcome): Promise<unknown> | undefined {
    const { mover, outcome: report, hub } = this.#settings;
    const { delivery, version, observation } = call;
    if (outcome.kind === "threw") return this.#failed(call, outcome.error);
    if (outcome.kind === "returned") {
      const acked = delivery.ack();
      if (call.duplicate && acked) hub.emit("duplicate", delivery.info);
      report(undefined, delivery.attempt);
      if (!acked) mover.outcomeLost(delivery, version);
      ended(observation, !acked ? "lost" : call.duplicate ? "duplicate" : "ack");
      return undefined;
    }
    // at the deadline of `close` the closing channel gives it back
    if (delivery.lost.aborted) mover.outcomeLost(delivery, version);
    ended(observation, "lost");
    return undefined;
  }

  async #failed({ delivery, version, observation }: Call, error: unknown): Promise<void> {
    const { plan, mover, outcome: report } = this.#settings;
    const cause = toError(error);
    const decision = failurePolicy(cause, delivery.attempt, plan.retry);
    report(isReject(cause) ? undefined : cause, delivery.attempt);
    const settlement =
      decision.kind === "dead-letter"
        ? await mover.deadLetter(delivery, version, { reason: decision.reason, error: cause })
        : await mover.retry(delivery, version, decision, cause);
    ended(observation, settlement, error);
  }

  #observe(delivery: Delivery, version: EventVersion): HandlerObservation | undefined {
    const { instrumentation, peer } = this.#settings;
    if (instrumentation.handle === undefined) return undefined;
    const { content, fields, properties } = delivery.message;
    const correlationId: unknown = properties.correlationId;
    const received = {
      version,
      ...originOf(delivery.message),
      ...delivery.info,
      deliveryTag: fields.deliveryTag,
      correlationId: typeof correlationId === "string" ? correlationId : undefined,
      headers: properties.headers ?? {},
      bytes: content.length,
      peer: peer(),
    };
    return guarded(() => instrumentation.handle?.(received));
  }
}

function ended(observation: HandlerObservation | undefined, settlement: Settlement, error?: unknown): void {
  if (observation !== undefined) guarded(() => observation.ended(settlement, error));
}

function malformed({ reason, why, failures }: Extract<Decoded, { kind: "dead-letter" }>): DeathCause {
  return { ...named(reason, why), failures };
}

function named(reason: DeathCause["reason"], why: string): DeathCause {
  const error = new Error(why);
  error.name = reason;
  return { reason, error };
}
