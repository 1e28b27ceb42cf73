import type { EventVersion } from "../contract/event-version.js";
import { toError } from "../errors/amqplib-error.js";
import {
  guarded,
  type HandlerObservation,
  type Instrumentation,
  type Peer,
  runObserved,
  type Settlement,
} from "../observe/instrumentation.js";
import type { EventHub } from "../observe/rabbit-events.js";
import { isReject } from "../retry/retry.js";
import { Deadlines } from "../timing/waiting.js";
import type { DecodedEvent } from "../wire/decode-message.js";
import { type AdmissionSettings, admit } from "./admission.js";
import type { Delivery } from "./delivery.js";
import { HandlerCall, type HandlerOutcome } from "./handler-call.js";
import { HandlerMessage, receivedMessage } from "./handler-message.js";
import type { AnyHandler } from "./handlers.js";
import type { InboxGate } from "./inbox.js";

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
