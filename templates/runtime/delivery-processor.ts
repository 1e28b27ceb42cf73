import type { ConsumerPlan } from "./consumer-plan.js";
import type { Copier } from "./copier.js";
import { copyProperties } from "./copy-properties.js";
import { deadLetterHeaders } from "./dead-letter-headers.js";
import type { DeadLetterReason } from "./dead-letter-reason.js";
import { decodeMessage } from "./decode-message.js";
import type { Delivery } from "./delivery.js";
import type { EventHub } from "./event-hub.js";
import type { EventVersion, Failure } from "./event-version.js";
import { type Decision, failurePolicy } from "./failure-policy.js";
import type { AnyHandler, HandlerTable } from "./handlers.js";
import { ATTEMPT_HEADER } from "./message-origin.js";
import { type QueueDeclaration, retryQueue } from "./queue-topology.js";
import { type HandlerOutcome, runHandler } from "./run-handler.js";
import { toError } from "./to-error.js";
import { wait } from "./wait.js";

/** What a processor works with. */
export interface ProcessorSettings {
  readonly plan: ConsumerPlan;
  readonly handlers: HandlerTable;
  readonly service: string;
  readonly copier: Copier;
  readonly hub: EventHub;
  /** `close` was called: nothing new is started, waits end. */
  readonly closing: AbortSignal;
  /** The deadline of `close` is over: running handlers are abandoned. */
  readonly abandon: AbortSignal;
}

/** Takes one delivery from decoding to its one settlement. */
export class DeliveryProcessor {
  readonly #settings: ProcessorSettings;
  #settleLost = 0;

  constructor(settings: ProcessorSettings) {
    this.#settings = settings;
  }

  /** Never rejects. */
  async process(delivery: Delivery): Promise<void> {
    const { plan, closing, handlers } = this.#settings;
    if (closing.aborted) {
      delivery.giveBack();
      return;
    }
    const decoded = decodeMessage(delivery.message, plan.families);
    if (decoded.kind === "dead-letter") {
      return this.#deadLetter(
        delivery,
        decoded.reason,
        namedError(decoded.reason, decoded.why),
        decoded.failures,
      );
    }
    const { version, payload } = decoded;
    const handler = handlers[version.event]?.[version.version] ?? "dead-letter";
    if (handler === "dead-letter") {
      return this.#deadLetter(
        delivery,
        "declined",
        namedError("declined", `this service does not read ${version.version}`),
      );
    }
    if (delivery.attempt > plan.retry.maxAttempts) {
      const text = `delivered ${delivery.attempt} times, mostly without an answer`;
      return this.#deadLetter(delivery, "attempts-exhausted", namedError("attempts-exhausted", text));
    }
    return this.#settle(delivery, await this.#call(delivery, version, payload, handler));
  }

  #call(
    delivery: Delivery,
    version: EventVersion,
    payload: unknown,
    handler: AnyHandler,
  ): Promise<HandlerOutcome> {
    const { message, attempt, lost, info } = delivery;
    const { plan, abandon } = this.#settings;
    const call = (signal: AbortSignal): Promise<void> | void =>
      handler(payload, {
        event: version.event,
        version: version.version,
        messageId: info.messageId,
        attempt,
        redelivered: message.fields.redelivered,
        headers: message.properties.headers ?? {},
        signal,
        raw: message,
      });
    return runHandler(call, plan.handlerTimeout, lost, abandon);
  }

  async #settle(delivery: Delivery, outcome: HandlerOutcome): Promise<void> {
    if (outcome.kind === "abandoned") {
      // at the deadline of `close` the closing channel gives it back
      if (delivery.lost.aborted) this.#outcomeLost(delivery);
      return;
    }
    if (outcome.kind === "returned") {
      if (!delivery.ack()) this.#outcomeLost(delivery);
      return;
    }
    const decision = failurePolicy(outcome.error, delivery.attempt, this.#settings.plan.retry);
    const cause = toError(outcome.error);
    if (decision.kind === "dead-letter") return this.#deadLetter(delivery, decision.reason, cause);
    return this.#retry(delivery, decision, cause);
  }

  async #retry(
    delivery: Delivery,
    { kind, delayMs }: Exclude<Decision, { kind: "dead-letter" }>,
    cause: Error,
  ): Promise<void> {
    const { plan, hub, closing } = this.#settings;
    hub.emit("retry", { ...delivery.info, delayMs, cause });
    if (kind === "delay") {
      const headers = { [ATTEMPT_HEADER]: String(delivery.attempt + 1) };
      await this.#move(delivery, retryQueue(plan.queue.name, delayMs), headers);
      return;
    }
    if (kind === "hold") await wait(delayMs * (1 + Math.random() * 0.1), delivery.lost, closing);
    if (!delivery.reject()) this.#outcomeLost(delivery);
  }

  async #deadLetter(
    delivery: Delivery,
    reason: DeadLetterReason,
    error: Error,
    failures: readonly Failure[] = [],
  ): Promise<void> {
    const { plan, service, hub } = this.#settings;
    const { queue, attempt } = delivery;
    const headers = deadLetterHeaders({ reason, error, failures, attempt, queue, service }, new Date());
    const moved = await this.#move(delivery, plan.deadLetters, headers);
    if (moved) hub.emit("dead-letter", { ...delivery.info, reason, cause: error });
  }

  /** A confirmed copy there, then the ack here. If the copy cannot be made the message stays in its queue. */
  async #move(
    delivery: Delivery,
    queue: QueueDeclaration,
    headers: Readonly<Record<string, string>>,
  ): Promise<boolean> {
    const { copier, hub, abandon } = this.#settings;
    const { message, lost, info } = delivery;
    const copy = { queue, content: message.content, properties: copyProperties(message, headers) };
    const failed = (cause: Error): void => hub.emit("copy-failed", { ...info, target: queue.name, cause });
    if (!(await copier.copy(copy, failed, lost, abandon))) {
      if (lost.aborted) this.#outcomeLost(delivery);
      return false;
    }
    if (!delivery.ack()) this.#outcomeLost(delivery);
    return true;
  }

  #outcomeLost(delivery: Delivery): void {
    this.#settleLost += 1;
    this.#settings.hub.emit("settle-lost", { ...delivery.info, total: this.#settleLost });
  }
}

function namedError(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}
