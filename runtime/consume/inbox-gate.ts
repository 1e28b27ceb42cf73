import type { Inbox, InboxSource } from "./inbox.js";

/** Asks an inbox for one consumer, in which two deliveries of one message may run at the same time. */
export class InboxGate {
  readonly #inbox: Inbox;
  readonly #running = new Map<string, Promise<unknown>>();

  constructor(inbox: Inbox) {
    this.#inbox = inbox;
  }

  /** Runs `handle` and notes the message, or gives `"duplicate"`. Waits for another delivery of the same message first. */
  async pass(
    messageId: string,
    source: InboxSource,
    handle: () => Promise<void> | void,
  ): Promise<"handled" | "duplicate"> {
    const key = JSON.stringify([source.event, messageId]);
    for (let other = this.#running.get(key); other; other = this.#running.get(key)) await other;
    const work = this.#handle(messageId, source, handle);
    const quiet = work.catch(() => {});
    this.#running.set(key, quiet);
    try {
      return await work;
    } finally {
      this.#running.delete(key);
    }
  }

  async #handle(
    messageId: string,
    source: InboxSource,
    handle: () => Promise<void> | void,
  ): Promise<"handled" | "duplicate"> {
    if (await this.#inbox.seen(messageId, source)) return "duplicate";
    await handle();
    await this.#inbox.done(messageId, source);
    return "handled";
  }
}
