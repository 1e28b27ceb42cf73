import type { BrokerClock } from "../clock.js";
import type { DeathReason } from "../happening.js";
import { AmqpError } from "../protocol/amqp-error.js";
import { emptyTable } from "../protocol/field-value.js";
import type { Binding, Destination } from "./binding.js";
import { deadLetterOf, deadLetterTargets } from "./dead-letter.js";
import { Exchange, type ExchangeDefinition } from "./exchange.js";
import type { Message } from "./message.js";
import { Queue, type QueueHost } from "./queue.js";
import type { QueueDefinition } from "./queue-definition.js";
import type { QueueEntry } from "./queue-entry.js";
import type { QueueSettings } from "./queue-settings.js";
import type { ReportHappening } from "./report-happening.js";
import { resourceName } from "./resource-name.js";
import { route } from "./routing.js";

interface DeadLetter {
  readonly queue: Queue;
  readonly queued: QueueEntry;
  readonly reason: DeathReason;
}

const predeclared: readonly (readonly [name: string, type: string])[] = [
  ["", "direct"],
  ["amq.direct", "direct"],
  ["amq.fanout", "fanout"],
  ["amq.headers", "headers"],
  ["amq.match", "headers"],
  ["amq.rabbitmq.trace", "topic"],
  ["amq.topic", "topic"],
];

/** What the publish of a message led to. */
export interface Routed {
  readonly queues: readonly Queue[];
  /** A queue is full and refuses it, so the publisher gets a nack. */
  readonly refused: boolean;
}

/** The exchanges, queues and bindings of a virtual host, and the way of messages through them. */
export class VirtualHost implements QueueHost {
  readonly name: string;
  readonly clock: BrokerClock;
  readonly report: ReportHappening | undefined;
  readonly exchanges = new Map<string, Exchange>();
  readonly queues = new Map<string, Queue>();
  readonly #nextId: () => number;
  readonly #letters: DeadLetter[] = [];
  #sending = false;
  /** Letters of at-least-once queues that no queue takes; tried again whenever something is declared or bound. */
  #stuck: DeadLetter[] = [];

  constructor(name: string, clock: BrokerClock, nextId: () => number, report: ReportHappening | undefined) {
    this.name = name;
    this.clock = clock;
    this.report = report;
    this.#nextId = nextId;
    for (const [exchange, type] of predeclared) {
      const internal = exchange === "amq.rabbitmq.trace";
      this.addExchange({
        name: exchange,
        type,
        durable: true,
        autoDelete: false,
        internal,
        arguments: emptyTable,
      });
    }
  }

  /** Unique within the broker. */
  nextMessageId(): number {
    return this.#nextId();
  }

  /** Throws 404 if there is none. */
  exchange(name: string): Exchange {
    const exchange = this.exchanges.get(name);
    if (exchange === undefined) throw this.#notFound("exchange", name);
    return exchange;
  }

  /** Throws 404 if there is none, and 405 if it belongs to another connection than `user`. */
  queue(name: string, user?: object): Queue {
    const queue = this.queues.get(name);
    if (queue === undefined) throw this.#notFound("queue", name);
    const { owner } = queue.definition;
    if (owner !== undefined && user !== undefined && owner !== user) throw lockedQueue(name, this.name);
    return queue;
  }

  addExchange(definition: ExchangeDefinition): Exchange {
    const exchange = new Exchange(definition);
    this.exchanges.set(definition.name, exchange);
    this.#retryStuck();
    return exchange;
  }

  removeExchange(exchange: Exchange): void {
    if (!this.exchanges.delete(exchange.name)) return;
    for (const binding of [...exchange.outgoing.values()]) exchange.removeBinding(binding);
    this.#removeIncoming(exchange);
  }

  addQueue(definition: QueueDefinition, settings: QueueSettings): Queue {
    const queue = new Queue(definition, settings, this);
    this.queues.set(definition.name, queue);
    this.report?.({ kind: "queue-declared", queue: definition.name });
    this.#retryStuck();
    return queue;
  }

  deleteQueue(queue: Queue): void {
    if (this.queues.get(queue.name) !== queue) return;
    this.queues.delete(queue.name);
    this.#removeIncoming(queue);
    const messages = queue.ready.size + queue.unacked.size;
    queue.close();
    this.#stuck = this.#stuck.filter((letter) => letter.queue !== queue);
    this.report?.({ kind: "queue-deleted", queue: queue.name, messages });
  }

  addBinding(binding: Binding): void {
    if (binding.source.addBinding(binding)) this.#retryStuck();
  }

  removeBinding(source: Exchange, binding: Omit<Binding, "source">): void {
    if (source.removeBinding(binding) !== undefined) this.#removeUnused(source);
  }

  /** Routes a message and stores it. */
  publish(exchange: Exchange, message: Message): Routed {
    const queues = route(this, exchange, message);
    let refused = false;
    for (const queue of queues) if (!queue.enqueue(message)) refused = true;
    return { queues, refused };
  }

  /**
   * Letters wait in a row until the ones before are stored: a letter may push another one out of its queue, and so
   * on through a long chain of queues.
   */
  deadLetter(queue: Queue, queued: QueueEntry, reason: DeathReason): void {
    this.#letters.push({ queue, queued, reason });
    if (this.#sending) return;
    this.#sending = true;
    try {
      for (let index = 0; index < this.#letters.length; index++)
        this.#send(this.#letters[index] as DeadLetter);
    } finally {
      this.#letters.length = 0;
      this.#sending = false;
    }
  }

  /** Ends all timers. */
  close(): void {
    for (const queue of this.queues.values()) queue.close();
    this.queues.clear();
    this.exchanges.clear();
    this.#stuck = [];
  }

  #send(letter: DeadLetter): void {
    const { queue, queued, reason } = letter;
    const { message } = queued;
    if (queue.settings.deadLetterExchange === undefined) {
      this.report?.({ kind: "dropped", message: message.view(), queue: queue.name, reason });
      return;
    }
    const dead = deadLetterOf(message, queue, reason, this.clock.now());
    const targets = deadLetterTargets(this, dead, reason);
    if (targets.length === 0 && queue.settings.deadLetterAtLeastOnce) {
      this.#stuck.push(letter);
      return;
    }
    this.report?.({
      kind: "dead-lettered",
      message: dead.view(),
      queue: queue.name,
      reason,
      exchange: dead.exchange,
      queues: targets.map(({ name }) => name),
    });
    for (const target of targets) target.enqueue(dead);
  }

  #retryStuck(): void {
    for (const { queue, queued, reason } of this.#stuck.splice(0)) this.deadLetter(queue, queued, reason);
  }

  #removeIncoming(destination: Destination): void {
    for (const binding of [...destination.incoming]) {
      binding.source.removeBinding(binding);
      this.#removeUnused(binding.source);
    }
  }

  /** An exchange with `auto-delete` goes with its last binding. */
  #removeUnused(exchange: Exchange): void {
    if (exchange.definition.autoDelete && exchange.outgoing.size === 0) this.removeExchange(exchange);
  }

  #notFound(kind: "queue" | "exchange", name: string): AmqpError {
    return new AmqpError("NOT_FOUND", `no ${resourceName(kind, name, this.name)}`);
  }
}

export function lockedQueue(name: string, vhost: string): AmqpError {
  return new AmqpError(
    "RESOURCE_LOCKED",
    `cannot obtain exclusive access to locked ${resourceName("queue", name, vhost)}. It could be originally ` +
      "declared on another connection or the exclusive property value does not match that of the original declaration.",
  );
}
