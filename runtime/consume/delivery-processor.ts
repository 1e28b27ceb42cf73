import type { ConsumeMessage } from "amqplib";
import type { EventVersion } from "../contract/event-version.js";
import { toError } from "../errors/amqplib-error.js";
import {
  guarded,
  type HandlerObservation,
  type Instrumentation,
  type Peer,
  type ReceivedMessage,
  readTraceContext,
  runObserved,
  type Settlement,
  type TraceContext,
} from "../observe/instrumentation.js";
import type { EventHub } from "../observe/rabbit-events.js";
import { isReject } from "../retry/retry.js";
import { Deadlines } from "../timing/waiting.js";
import type { LoadedFamily } from "../validate/validator.js";
import { type Decoded, type DecodedEvent, decodeMessage } from "../wire/decode-message.js";
import { originOf } from "../wire/message-origin.js";
import type { InboxGate } from "./consumer-options.js";
import type { ConsumerPlan } from "./consumer-plan.js";
import { type Delivery, HandlerCall, type HandlerOutcome } from "./delivery.js";
import type { AnyHandler, Delivered, HandlerTable } from "./event-consumer.js";
import type { DeathCause, MessageMover } from "./message-mover.js";

/** What a delivery processor works with. */
export interface ProcessorSettings extends AdmissionSettings<AnyHandler> {
  readonly hub: EventHub;
  readonly inbox: InboxGate | undefined;
  readonly instrumentation: Instrumentation;
  readonly peer: () => Peer;
  /** How a handler call went at this attempt; `undefined` for a success or a deliberate rejection. */
  readonly outcome: (failure: Error | undefined, attempt: number) => void;
}

/** The context of one call. */
interface Call {
  readonly delivery: Delivery;
  readonly version: EventVersion;
  readonly observation: HandlerObservation | undefined;
  duplicate: boolean;
}

/** Takes one delivery from decoding to its single settlement. */
export class DeliveryProcessor {
  readonly #settings: ProcessorSettings;
  readonly #deadlines = new Deadlines<HandlerCall>();

  constructor(settings: ProcessorSettings) {
    this.#settings = settings;
  }

  /** Settled when it returns, or when its promise resolves; the promise never rejects. */
  process(delivery: Delivery): Promise<unknown> | undefined {
    const admitted = admit(delivery, this.#settings);
    if (admitted instanceof Promise) return admitted;
    const { decoded, handler } = admitted;
    const { version } = decoded;
    const call: Call = { delivery, version, observation: this.#observe(delivery, version), duplicate: false };
    const outcome = this.#run(call, decoded, handler);
    return outcome instanceof Promise
      ? outcome.then((ended) => this.#settle(call, ended))
      : this.#settle(call, outcome);
  }

  #run(
    call: Call,
    { payload, headers }: DecodedEvent,
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
    // at the deadline of `close` the closing channel returns it
    if (delivery.lost.aborted) mover.outcomeLost(delivery, version);
    ended(observation, "lost");
    return undefined;
  }

  async #failed({ delivery, version, observation }: Call, error: unknown): Promise<void> {
    const { mover, outcome: report } = this.#settings;
    const cause = toError(error);
    report(isReject(cause) ? undefined : cause, delivery.attempt);
    ended(observation, await mover.failed(delivery, version, cause), error);
  }

  #observe(delivery: Delivery, version: EventVersion): HandlerObservation | undefined {
    const { instrumentation, peer } = this.#settings;
    if (instrumentation.handle === undefined) return undefined;
    const received = receivedMessage(delivery, version, peer());
    return guarded(() => instrumentation.handle?.(received));
  }
}

function ended(observation: HandlerObservation | undefined, settlement: Settlement, error?: unknown): void {
  if (observation !== undefined) guarded(() => observation.ended(settlement, error));
}

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

/** The handler's second argument. `signal` and `trace` are created on first access. */
export class HandlerMessage implements Delivered {
  readonly event: string;
  readonly version: string;
  readonly messageId: string | undefined;
  readonly attempt: number;
  readonly redelivered: boolean;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly raw: ConsumeMessage;
  readonly #call: HandlerCall;

  /** `declared` holds the message's declared headers, as strings. */
  constructor(
    delivery: Delivery,
    { event, version }: EventVersion,
    call: HandlerCall,
    declared: Readonly<Record<string, string>> | undefined,
  ) {
    const { message } = delivery;
    this.event = event;
    this.version = version;
    this.messageId = delivery.messageId;
    this.attempt = delivery.attempt;
    this.redelivered = message.fields.redelivered;
    const headers = message.properties.headers ?? {};
    // no prototype, so that a declared header called `constructor` exists only if it was sent
    this.headers = declared === undefined ? headers : Object.assign(Object.create(null), headers, declared);
    this.raw = message;
    this.#call = call;
  }

  get correlationId(): string | undefined {
    return textOf(this.raw.properties.correlationId);
  }

  get replyTo(): string | undefined {
    return textOf(this.raw.properties.replyTo);
  }

  get signal(): AbortSignal {
    return this.#call.signal;
  }

  get trace(): TraceContext | undefined {
    return readTraceContext(this.headers);
  }
}

function textOf(property: unknown): string | undefined {
  return typeof property === "string" && property !== "" ? property : undefined;
}

/** What an instrumentation hook receives for a delivery. */
export function receivedMessage(delivery: Delivery, version: EventVersion, peer: Peer): ReceivedMessage {
  const { content, fields, properties } = delivery.message;
  const correlationId: unknown = properties.correlationId;
  return {
    version,
    ...originOf(delivery.message),
    ...delivery.info,
    deliveryTag: fields.deliveryTag,
    correlationId: typeof correlationId === "string" ? correlationId : undefined,
    headers: properties.headers ?? {},
    bytes: content.length,
    peer,
  };
}
