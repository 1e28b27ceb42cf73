import type { Message } from "amqplib";
import type { OutgoingMessage } from "./outgoing-message.js";

/** Messages of one channel that may wait for their confirms. */
export const MAX_UNCONFIRMED: number = 1_000;
/** Bytes of their bodies. */
export const MAX_UNCONFIRMED_BYTES: number = 16 * 1024 * 1024;

/** The messages that one channel has written and the broker has not confirmed: at most 1,000 messages and 16 MiB. */
export class ConfirmWindow {
  readonly #messages = new Set<OutgoingMessage>();
  #bytes = 0;

  get size(): number {
    return this.#messages.size;
  }

  /**
   * Whether there is room. One message always fits in an empty window; a suspected one fits only in an empty window.
   */
  admits(message: OutgoingMessage): boolean {
    if (this.#messages.size === 0) return true;
    if (message.alone || this.#holdsSuspect()) return false;
    return this.#messages.size < MAX_UNCONFIRMED && this.#bytes + message.size <= MAX_UNCONFIRMED_BYTES;
  }

  add(message: OutgoingMessage): void {
    message.written = true;
    message.isCulprit = false;
    this.#messages.add(message);
    this.#bytes += message.size;
  }

  /** `false` if the message was not in the window. */
  remove(message: OutgoingMessage): boolean {
    const held = this.#messages.delete(message);
    if (held) this.#bytes -= message.size;
    return held;
  }

  /** In the order in which they were written. */
  all(): readonly OutgoingMessage[] {
    return [...this.#messages];
  }

  takeAll(): readonly OutgoingMessage[] {
    const messages = this.all();
    this.reset();
    return messages;
  }

  reset(): void {
    this.#messages.clear();
    this.#bytes = 0;
  }

  /** Marks the message that a `basic.return` concerns; it arrives before the message's confirm, on the same channel. */
  returned({ properties, fields }: Message): void {
    for (const message of this.#messages) {
      const { outgoing } = message;
      const same =
        outgoing.properties.messageId === properties.messageId &&
        outgoing.routingKey === fields.routingKey &&
        outgoing.exchange === fields.exchange;
      if (same && !message.unroutable) {
        message.unroutable = true;
        return;
      }
    }
  }

  #holdsSuspect(): boolean {
    const [first] = this.#messages;
    return first?.alone === true;
  }
}
