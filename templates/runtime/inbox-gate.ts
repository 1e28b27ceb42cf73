import type { Inbox } from "./inbox.js";

/** Asks an inbox for one consumer, in which two deliveries of one message may run at the same time. */
export class InboxGate {
  readonly #inbox: Inbox;
  readonly #running = new Map<string, Promise<unknown>>();

  constructor(inbox: Inbox) {
    this.#inbox = inbox;
  }

  /** Runs `handle` and notes the message, or gives `"duplicate"`. Waits for another delivery of the same message first. */
  async pass(messageId: string, handle: () => Promise<void> | void): Promise<"handled" | "duplicate"> {
    for (let other = this.#running.get(messageId); other; other = this.#running.get(messageId)) {
      await other;
    }
    const work = this.#handle(messageId, handle);
    const quiet = work.catch(() => {});
    this.#running.set(messageId, quiet);
    try {
      return await work;
    } finally {
      this.#running.delete(messageId);
    }
  }

  async #handle(messageId: string, handle: () => Promise<void> | void): Promise<"handled" | "duplicate"> {
    if (await this.#inbox.seen(messageId)) return "duplicate";
    await handle();
    await this.#inbox.done(messageId);
    return "handled";
  }
}
