import { ConfigurationError } from "../errors/rabbit-error.js";
import { checkOptionNames, type OptionNames } from "../options/known-options.js";

/**
 * Remembers which messages were handled, so that a redelivered one has no second effect. An effect happens exactly once
 * only if `done` is part of its transaction (a table with `message_id` as key): in that case call it in the handler,
 * and make this `done` do nothing.
 */
export interface Inbox {
  /** Whether the message was handled before. A rejection counts as a failed attempt. */
  seen(messageId: string, source: InboxSource): Promise<boolean> | boolean;
  /** Called after the handler returned and before the ack. A rejection counts as a failed attempt. */
  done(messageId: string, source: InboxSource): Promise<void> | void;
}

/** Where a message was received: the same message reaches every queue that is bound for its event. */
export interface InboxSource {
  readonly queue: string;
  readonly event: string;
}

/** Options of `memoryInbox`. */
export interface MemoryInboxOptions {
  /** How many messages it remembers. Default 100,000. */
  readonly size?: number | undefined;
}

const NAMES: OptionNames<MemoryInboxOptions> = { size: true };

/**
 * An in-memory inbox for one process, against redeliveries after a lost connection. Forgets the oldest messages beyond
 * `size`.
 */
export function memoryInbox(options: MemoryInboxOptions = {}): Inbox {
  checkOptionNames("memoryInbox()", options, NAMES);
  const { size = 100_000 } = options;
  if (typeof size !== "number" || !(size >= 1)) throw new ConfigurationError("size must be at least 1");
  const ids = new Set<string>();
  const key = (messageId: string, { queue, event }: InboxSource): string =>
    JSON.stringify([queue, event, messageId]);
  return {
    seen: (messageId, source) => ids.has(key(messageId, source)),
    done: (messageId, source) => {
      ids.add(key(messageId, source));
      if (ids.size <= size) return;
      for (const oldest of ids) {
        ids.delete(oldest);
        return;
      }
    },
  };
}

/** Consults an inbox for one consumer; two deliveries of one message may be in progress at the same time. */
export class InboxGate {
  readonly #inbox: Inbox;
  readonly #running = new Map<string, Promise<unknown>>();

  constructor(inbox: Inbox) {
    this.#inbox = inbox;
  }

  /**
   * Runs `handle` and records the message, or returns `"duplicate"`. First waits for another delivery of the same
   * message.
   */
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
