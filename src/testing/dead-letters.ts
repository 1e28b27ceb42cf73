import type { Failure } from "../../runtime/contract/event-version.js";
import type { DeadLetterReason } from "../../runtime/errors/dead-letter-reason.js";
import { DEAD_LETTER } from "../../runtime/retry/dead-letter-headers.js";
import type { DeathReason, QueueView, VirtualHostView } from "../embedded-broker/index.js";
import { type QueuedMessage, queuedMessage } from "./queued-message.js";

/** A message in a dead-letter queue. */
export interface DeadLetter extends QueuedMessage {
  /**
   * The SDK's reason, or why the broker removed it from its queue (`expired`, `delivery_limit`, …); `undefined` for a
   * message that arrived in another way.
   */
  readonly reason: DeadLetterReason | DeathReason | undefined;
  /** Name and message of the error that the handler threw, or for which the message was rejected. */
  readonly error: { readonly name: string; readonly message: string } | undefined;
  /** The locations where the message violates its schema. */
  readonly failures: readonly Failure[];
  /** `undefined` if the broker dead-lettered it. */
  readonly attempts: number | undefined;
  readonly service: string | undefined;
}

/** The queue for the dead letters of another: its own dead-letter target, else `<queue>.dead`. */
function deadLetterQueueOf({ name, arguments: table }: QueueView): string {
  const key = table["x-dead-letter-routing-key"];
  return table["x-dead-letter-exchange"] === "" && typeof key === "string" ? key : `${name}.dead`;
}

export function deadLettersOf(vhost: VirtualHostView, queue: QueueView): readonly DeadLetter[] {
  const letters = vhost.queue(deadLetterQueueOf(queue))?.messages() ?? [];
  return letters.map((letter) => {
    const message = queuedMessage(letter);
    const text = (name: string): string | undefined => {
      const value = message.headers[name];
      return typeof value === "string" ? value : undefined;
    };
    const name = text(DEAD_LETTER.errorName);
    const attempts = text(DEAD_LETTER.attempts);
    return {
      ...message,
      reason: (text(DEAD_LETTER.reason) ?? text("x-first-death-reason")) as DeadLetter["reason"],
      error: name === undefined ? undefined : { name, message: text(DEAD_LETTER.errorMessage) ?? "" },
      failures: failuresIn(text(DEAD_LETTER.errors)),
      attempts: attempts === undefined ? undefined : Number(attempts),
      service: text(DEAD_LETTER.service),
    };
  });
}

/** None unless the SDK wrote them: any client can put a message into this queue. */
function failuresIn(json: string | undefined): readonly Failure[] {
  try {
    const failures: unknown = JSON.parse(json ?? "[]");
    return Array.isArray(failures) ? failures : [];
  } catch {
    return [];
  }
}
