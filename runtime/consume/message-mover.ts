import type { Failure } from "../contract/event-version.js";
import type { DeadLetterReason } from "../errors/dead-letter-reason.js";
import type { Settlement } from "../observe/instrumentation.js";
import type { DeliveryInfo, EventHub, EventInfo } from "../observe/rabbit-events.js";
import type { Copier, Copy } from "../retry/copier.js";
import { copyId, copyProperties } from "../retry/copy-properties.js";
import { deadLetterHeaders } from "../retry/dead-letter-headers.js";
import { type Decision, failurePolicy } from "../retry/retry.js";
import { wait } from "../timing/waiting.js";
import { isSingleActive } from "../topology/queue-plan.js";
import { type QueueDeclaration, retryQueue } from "../topology/queue-topology.js";
import type { KnownEvent } from "../wire/decode-message.js";
import { attemptHeaders } from "../wire/message-origin.js";
import type { ConsumerPlan } from "./consumer-plan.js";
import type { Delivery } from "./delivery.js";

/** What a mover works with. */
export interface MoverSettings {
  readonly plan: ConsumerPlan;
  readonly service: string;
  readonly copier: Pick<Copier, "copy">;
  readonly hub: EventHub;
  /** `close` was called: waits end. */
  readonly closing: AbortSignal;
  /** The deadline of `close` has passed: copies in progress are abandoned. */
  readonly abandon: AbortSignal;
}

/** Why a message becomes a dead letter. */
export interface DeathCause {
  readonly reason: DeadLetterReason;
  readonly error: Error;
  readonly failures?: readonly Failure[];
}

/**
 * Moves a message that a handler did not complete to its next attempt or to the dead-letter queue. Settles the
 * delivery.
 */
export class MessageMover {
  readonly #settings: MoverSettings;
  #settleLost = 0;

  constructor(settings: MoverSettings) {
    this.#settings = settings;
  }

  /** Decides what happens to a message whose handler failed. */
  failed(delivery: Delivery, version: KnownEvent, cause: Error): Promise<Settlement> {
    const decision = failurePolicy(cause, delivery.attempt, this.#settings.plan.retry);
    return decision.kind === "dead-letter"
      ? this.deadLetter(delivery, version, { reason: decision.reason, error: cause })
      : this.retry(delivery, version, decision, cause);
  }

  /** The next attempt: a copy in a retry queue, or the message itself back in its queue. */
  async retry(
    delivery: Delivery,
    version: KnownEvent,
    { kind, delayMs }: Exclude<Decision, { kind: "dead-letter" }>,
    cause: Error,
  ): Promise<Settlement> {
    const { plan, hub, closing } = this.#settings;
    hub.emit("retry", { ...about(delivery, version), delayMs, cause });
    if (kind === "delay") {
      const counted = (messageId: string): Readonly<Record<string, string>> =>
        attemptHeaders(delivery.attempt + 1, plan.queue.name, messageId);
      const moved = await this.#move(delivery, version, retryQueue(plan.queue.name, delayMs), counted);
      return moved ? "retry" : "lost";
    }
    if (kind === "hold") await wait(delayMs * (1 + Math.random() * 0.1), delivery.lost, closing);
    // the subscription lasts until the channel closes: if returned now, the message would be redelivered here and
    // counted twice
    if (closing.aborted && isSingleActive(plan) && !delivery.lost.aborted) return "retry";
    if (delivery.reject()) return "retry";
    return this.outcomeLost(delivery, version);
  }

  /** Copies the message with the reason in its headers. `version` is what is known of the event. */
  async deadLetter(
    delivery: Delivery,
    version: KnownEvent | undefined,
    { reason, error, failures = [] }: DeathCause,
  ): Promise<Settlement> {
    const { plan, service, hub } = this.#settings;
    const { queue, attempt } = delivery;
    const stack = plan.deadLetterStack;
    const letter = { reason, error, failures, attempt, queue, service, stack };
    const headers = deadLetterHeaders(letter, new Date());
    if (!(await this.#move(delivery, version, plan.deadLetters, () => headers))) return "lost";
    hub.emit("dead-letter", { ...about(delivery, version), reason, cause: error, failures });
    return "dead-letter";
  }

  /** Dead-letters a message on which this SDK itself fails, reading nothing but its body. */
  async park(delivery: Delivery, error: Error): Promise<Settlement> {
    const { plan, service, hub } = this.#settings;
    const { queue, attempt, message } = delivery;
    const reason = "processing-failed";
    const stack = plan.deadLetterStack;
    const letter = { reason, error, failures: [], attempt, queue, service, stack } as const;
    const headers = deadLetterHeaders(letter, new Date());
    const properties = { persistent: true, mandatory: true, messageId: copyId(message), headers } as const;
    const copy = { queue: plan.deadLetters, content: message.content, properties };
    if (!(await this.#settleByCopy(delivery, undefined, copy))) return "lost";
    hub.emit("dead-letter", { ...about(delivery, undefined), reason, cause: error, failures: [] });
    return "dead-letter";
  }

  /** A handler's outcome came too late: the broker redelivers the message. */
  outcomeLost(delivery: Delivery, version: KnownEvent | undefined): "lost" {
    this.#settleLost += 1;
    this.#settings.hub.emit("settle-lost", { ...about(delivery, version), total: this.#settleLost });
    return "lost";
  }

  #move(
    delivery: Delivery,
    version: KnownEvent | undefined,
    queue: QueueDeclaration,
    headers: (messageId: string) => Readonly<Record<string, string>>,
  ): Promise<boolean> {
    const { message } = delivery;
    const id = copyId(message);
    const declared = version?.headers?.names ?? [];
    const properties = copyProperties(message, headers(id), id, declared);
    return this.#settleByCopy(delivery, version, { queue, content: message.content, properties, declared });
  }

  /** Publishes a confirmed copy, then acks the original. If the copy cannot be made, the message stays in its queue. */
  async #settleByCopy(delivery: Delivery, version: KnownEvent | undefined, copy: Copy): Promise<boolean> {
    const { copier, hub, abandon } = this.#settings;
    const { lost } = delivery;
    const failed = (cause: Error): void =>
      hub.emit("copy-failed", { ...about(delivery, version), target: copy.queue.name, cause });
    const copied = await copier.copy(copy, failed, lost, abandon);
    if (!copied && !lost.aborted) return false; // closing: the closing channel returns it
    if (!copied || !delivery.ack()) this.outcomeLost(delivery, version);
    return copied;
  }
}

function about(delivery: Delivery, version: KnownEvent | undefined): DeliveryInfo & EventInfo {
  return { ...delivery.info, event: version?.event, version: version?.version };
}
