import type { EventVersion, PayloadOf } from "../../runtime/contract/event-version.js";
import { loadVersion } from "../../runtime/validate/validator.js";
import { ATTEMPT_HEADER } from "../../runtime/wire/message-origin.js";
import type { QueueView, VirtualHostView } from "../embedded-broker/index.js";
import { type DeadLetter, deadLettersOf } from "./dead-letters.js";
import { printedQueues } from "./printed.js";
import { type QueuedMessage, queuedMessage } from "./queued-message.js";
import { decodeAs } from "./read-publication.js";

/** A message in a queue, decoded as one version of an event. */
export interface QueuedEvent<Version extends EventVersion> extends QueuedMessage {
  readonly event: PayloadOf<Version>;
}

/** A message that waits for its next attempt. */
export interface WaitingRetry extends QueuedMessage {
  /** The next attempt. */
  readonly attempt: number;
  /** The whole delay in milliseconds. */
  readonly delayMs: number;
}

/** The current state of a queue. All members except `exists` and `name` throw if it does not exist. */
export interface TestQueue {
  readonly name: string;
  readonly exists: boolean;
  /** Messages that wait for a consumer. */
  readonly ready: number;
  /** Messages that a consumer holds. */
  readonly unacked: number;
  readonly consumers: number;
  /** All messages, the ready ones first, in delivery order. */
  messages(): readonly QueuedMessage[];
  /** Those that a consumer would read as this version. */
  messages<Version extends EventVersion>(version: Version): Promise<readonly QueuedEvent<Version>[]>;
  /** The messages in its dead-letter queue, the oldest first. */
  dead(): readonly DeadLetter[];
  /** The messages in its retry queues, by delay. */
  retries(): readonly WaitingRetry[];
  /** The rest of the queue's state in the broker. */
  view(): QueueView;
  /** Removes the ready messages and returns how many. */
  purge(): number;
  /** Deletes it with its messages, as if by an operator's mistake; its consumers are cancelled. */
  delete(): void;
  /** Cancels its consumers as the broker does on a failover; returns how many. */
  cancelConsumers(): number;
}

/** `hosts` are the virtual hosts to search; the first one that has the queue counts. */
export function testQueue(hosts: () => readonly VirtualHostView[], name: string): TestQueue {
  const find = (): { readonly host: VirtualHostView; readonly queue: QueueView } | undefined => {
    for (const host of hosts()) {
      const queue = host.queue(name);
      if (queue !== undefined) return { host, queue };
    }
    return undefined;
  };
  const found = (): NonNullable<ReturnType<typeof find>> => {
    const there = find();
    if (there !== undefined) return there;
    throw new Error([`Queue "${name}" not found.`, ...hosts().map(printedQueues)].join("\n"));
  };
  function messages(): readonly QueuedMessage[];
  function messages<Version extends EventVersion>(version: Version): Promise<readonly QueuedEvent<Version>[]>;
  function messages(version?: EventVersion): unknown {
    return version === undefined ? found().queue.messages().map(queuedMessage) : events(version);
  }
  const events = async (version: EventVersion): Promise<unknown> => {
    const loaded = await loadVersion(version);
    return found()
      .queue.messages()
      .flatMap((view) => {
        const decoded = decodeAs(loaded, view);
        return decoded.kind === "event" ? [{ ...queuedMessage(view), event: decoded.payload }] : [];
      });
  };
  return {
    name,
    get exists() {
      return find() !== undefined;
    },
    get ready() {
      return found().queue.ready;
    },
    get unacked() {
      return found().queue.unacked;
    },
    get consumers() {
      return found().queue.consumers;
    },
    messages,
    dead() {
      const { host, queue } = found();
      return deadLettersOf(host, queue);
    },
    retries: () => retriesOf(found().host, name),
    view: () => found().queue,
    purge: () => found().host.purge(name),
    delete: () => void found().host.deleteQueue(name),
    cancelConsumers: () => found().host.cancelConsumers(name),
  };
}

function retriesOf(host: VirtualHostView, name: string): readonly WaitingRetry[] {
  const prefix = `${name}.retry.`;
  const queues = host
    .queues()
    .filter((queue) => queue.name.startsWith(prefix))
    .map((queue) => ({ queue, delayMs: Number(queue.name.slice(prefix.length)) }));
  return queues
    .sort((a, b) => a.delayMs - b.delayMs)
    .flatMap(({ queue, delayMs }) =>
      queue.messages().map((view) => {
        const message = queuedMessage(view);
        return { ...message, delayMs, attempt: Number(message.headers[ATTEMPT_HEADER]) };
      }),
    );
}
