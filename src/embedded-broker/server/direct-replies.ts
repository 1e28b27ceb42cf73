import { randomUUID } from "node:crypto";
import type { Message } from "../model/message.js";

/** The queue name that stands for "reply to this channel" (https://www.rabbitmq.com/docs/direct-reply-to). */
export const directReplyQueue = "amq.rabbitmq.reply-to";

/** Channels that take replies without a queue, by the name in `reply-to`. */
export class DirectReplies {
  readonly #channels = new Map<string, (message: Message) => void>();

  /** Returns the name to which replies go. */
  add(deliver: (message: Message) => void): string {
    const name = `${directReplyQueue}.${randomUUID()}`;
    this.#channels.set(name, deliver);
    return name;
  }

  remove(name: string): void {
    this.#channels.delete(name);
  }

  has(name: string): boolean {
    return this.#channels.has(name);
  }

  /** False if the channel is gone. */
  deliver(message: Message): boolean {
    const deliver = this.#channels.get(message.routingKey);
    deliver?.(message);
    return deliver !== undefined;
  }
}
