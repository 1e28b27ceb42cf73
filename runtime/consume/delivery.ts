import type { ConsumeMessage } from "amqplib";
import type { DeliveryInfo } from "../observe/rabbit-events.js";
import { type AttemptLimits, attemptOf, unansweredOf } from "../wire/message-origin.js";
import type { DeliveryChannel } from "./delivery-channel.js";

/**
 * One message in the hands of this process. It settles at most once, and only through the channel that delivered
 * it: after a reconnect the same delivery tag can be another message's.
 */
export class Delivery {
  readonly message: ConsumeMessage;
  readonly queue: string;
  readonly channel: DeliveryChannel;
  readonly attempt: number;
  /** How often it was delivered before and never settled. */
  readonly unanswered: number;
  #settled = false;

  constructor(message: ConsumeMessage, limits: AttemptLimits, channel: DeliveryChannel) {
    this.message = message;
    this.queue = limits.queue;
    this.channel = channel;
    this.attempt = attemptOf(message, limits);
    this.unanswered = unansweredOf(message, limits);
  }

  get lost(): AbortSignal {
    return this.channel.lost;
  }

  /** Whether it has been answered, in time or not. */
  get settled(): boolean {
    return this.#settled;
  }

  get messageId(): string | undefined {
    const id: unknown = this.message.properties.messageId;
    return typeof id === "string" && id !== "" ? id : undefined;
  }

  get info(): DeliveryInfo {
    return { queue: this.queue, attempt: this.attempt, messageId: this.messageId };
  }

  /** Done with: the broker forgets it. `false` if the channel is gone. */
  ack(): boolean {
    return this.#settle("ack");
  }

  /** Back to the queue as a failed attempt; quorum queues count it. */
  reject(): boolean {
    return this.#settle("reject");
  }

  /** Back to the queue through no fault of its own; from RabbitMQ 4.3 on not counted. */
  giveBack(): boolean {
    return this.#settle("nack");
  }

  #settle(how: "ack" | "reject" | "nack"): boolean {
    if (this.#settled) return false;
    this.#settled = true;
    return this.channel.settle(this.message, how);
  }
}
