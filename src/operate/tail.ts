import type { Channel, ConsumeMessage } from "amqplib";
import { type Failure, versionsOf } from "../../runtime/contract/event-version.js";
import { eventBindings } from "../../runtime/routing/event-bindings.js";
import type { LoadedFamily } from "../../runtime/validate/validator.js";
import { type BrokerConnections, closeChannel } from "./broker-connections.js";
import { decodePublished } from "./decode-published.js";
import { identify } from "./read-dead-letter.js";

/** One message as it was published. */
export interface TailedMessage {
  /** When this process received it, in milliseconds since the epoch. */
  readonly received: number;
  /** When it was published, by its `timestamp`, in seconds as AMQP has it; `undefined` if it has none. */
  readonly timestamp: number | undefined;
  readonly vhost: string;
  readonly exchange: string;
  readonly routingKey: string;
  readonly event: string | undefined;
  readonly version: string | undefined;
  /** Its `app_id`. */
  readonly service: string | undefined;
  readonly messageId: string | undefined;
  readonly bytes: number;
  /** What a consumer of all events would make of it; `undefined`: it is valid. */
  readonly fault:
    | { readonly reason: string; readonly why: string; readonly failures: readonly Failure[] }
    | undefined;
  readonly content: Buffer;
}

/** What to watch, and what to do with it. */
export interface TailOptions {
  /** All events of the contract: others may come by the same routing key. */
  readonly families: readonly LoadedFamily[];
  /** Names of the events to show; at least one. */
  readonly events: ReadonlySet<string>;
  readonly max: number | undefined;
  readonly signal: AbortSignal;
  /** Called with each message; the next one comes when the promise resolves. */
  readonly show: (message: TailedMessage) => Promise<void>;
  /** Called with how many messages were skipped so far, at least. */
  readonly skipped: (count: number) => void;
  /** Called when everything that is published from now on will be seen. */
  readonly started: () => void;
}

/** Messages that wait for this process at the broker. */
export const MOST_WAITING = 1_000;
/** Messages of which the broker keeps that they were skipped, until this process has counted them. */
const MOST_UNCOUNTED = 10_000;
/** Messages on their way to this process. */
const PREFETCH = 100;

/**
 * Watches events until it is stopped. In each virtual host there is a queue of its own, bound as the events' consumers
 * are, which only this connection may use and which goes with it. It is bounded: of more messages than it holds the
 * oldest go to a second such queue, where they are counted only.
 */
export async function tail(connections: BrokerConnections, options: TailOptions): Promise<void> {
  const { families, events, signal, max = Number.POSITIVE_INFINITY } = options;
  const watched = families.filter(({ event }) => events.has(event));
  const vhosts = new Set(watched.flatMap(versionsOf).map(({ vhost }) => vhost));
  const ended = new AbortController();
  const line = new Line(options, () => ended.abort(), max);
  const ending = new Promise<void>((resolve, reject) => {
    const fail = (error: unknown): void => reject(connections.failure(error));
    connections.lost.addEventListener("abort", () => fail(connections.lost.reason), { once: true });
    for (const each of [signal, ended.signal])
      each.addEventListener("abort", () => resolve(), { once: true });
    if (signal.aborted) resolve();
    line.failed = fail;
  });
  const channels: Awaited<ReturnType<BrokerConnections["channel"]>>[] = [];
  try {
    for (const vhost of vhosts) {
      const channel = await connections.channel(vhost);
      channels.push(channel);
      const here = watched.filter((family) => versionsOf(family)[0]?.vhost === vhost);
      await watch(channel, here, line, connections.vhostName(vhost), (error) => line.failed(error));
    }
    options.started();
  } catch (error) {
    ending.catch(() => {});
    throw connections.failure(error);
  }
  await ending;
  line.stop();
  for (const channel of channels) await closeChannel(connections, channel);
}

async function watch(
  channel: Channel,
  families: readonly LoadedFamily[],
  line: Line,
  vhost: string,
  failed: (error: Error) => void,
): Promise<void> {
  const own = { exclusive: true, autoDelete: true, durable: false } as const;
  const skipped = await channel.assertQueue("", {
    ...own,
    arguments: { "x-max-length": MOST_UNCOUNTED, "x-overflow": "drop-head" },
  });
  const queue = await channel.assertQueue("", {
    ...own,
    arguments: {
      "x-max-length": MOST_WAITING,
      "x-overflow": "drop-head",
      "x-dead-letter-exchange": "",
      "x-dead-letter-routing-key": skipped.queue,
    },
  });
  const all = families.flatMap((family) => eventBindings(family, undefined, false));
  const bindings = new Map(all.map((each) => [JSON.stringify([each.exchange.name, each.routingKey]), each]));
  channel.on("error", failed);
  await channel.prefetch(PREFETCH);
  await channel.consume(skipped.queue, (message) => {
    if (message === null) return failed(new Error("the broker deleted this command's queue"));
    channel.ack(message);
    line.skip();
  });
  await channel.consume(queue.queue, (message) => {
    if (message === null) return failed(new Error("the broker deleted this command's queue"));
    line.add({ message, vhost, done: () => channel.ack(message) });
  });
  for (const { exchange, routingKey } of bindings.values())
    await channel.bindQueue(queue.queue, exchange.name, routingKey);
}

/** A message in hand. */
interface InHand {
  readonly message: ConsumeMessage;
  readonly vhost: string;
  readonly done: () => void;
}

/** Shows messages one after the other, each when the one before is on its way to its reader. */
class Line {
  failed: (error: unknown) => void = () => {};
  readonly #options: TailOptions;
  readonly #end: () => void;
  #last: Promise<void> = Promise.resolve();
  #left: number;
  #skipped = 0;
  #stopped = false;

  constructor(options: TailOptions, end: () => void, max: number) {
    this.#options = options;
    this.#end = end;
    this.#left = max;
  }

  add(each: InHand): void {
    this.#last = this.#last.then(() => this.#show(each)).catch((error: unknown) => this.failed(error));
  }

  skip(): void {
    this.#skipped += 1;
    if (!this.#stopped) this.#options.skipped(this.#skipped);
  }

  stop(): void {
    this.#stopped = true;
  }

  async #show({ message, vhost, done }: InHand): Promise<void> {
    if (this.#stopped || this.#left <= 0) return;
    const { families, events, show } = this.#options;
    const tailed = tailedMessage(message, vhost, families);
    const isOther =
      tailed.event !== undefined && !events.has(tailed.event) && isKnown(families, tailed.event);
    if (!isOther) {
      await show(tailed);
      this.#left -= 1;
    }
    if (!this.#stopped) done();
    if (this.#left <= 0) this.#end();
  }
}

function isKnown(families: readonly LoadedFamily[], name: string): boolean {
  return families.some(({ event }) => event === name);
}

function tailedMessage(
  message: ConsumeMessage,
  vhost: string,
  families: readonly LoadedFamily[],
): TailedMessage {
  const { content, fields, properties } = message;
  const { decoded } = decodePublished(message, families);
  const identity = identify(message, families);
  const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
  return {
    received: Date.now(),
    timestamp: typeof properties.timestamp === "number" ? properties.timestamp : undefined,
    vhost,
    exchange: fields.exchange,
    routingKey: fields.routingKey,
    ...identity,
    service: text(properties.appId),
    messageId: text(properties.messageId),
    bytes: content.length,
    fault: decoded.kind === "event" ? undefined : decoded,
    content,
  };
}
