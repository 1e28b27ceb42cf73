import { randomUUID } from "node:crypto";
import { type Channel, type ChannelModel, type ConfirmChannel, connect, type Options } from "amqplib";
import type { ContractBench } from "./bench.js";
import { type BenchKind, type Difference, expectedOf } from "./differences.js";
import { RawClient } from "./raw-client.js";

/** What one case works with; everything that it makes is closed and deleted after the case. */
export class Stage {
  readonly url: string;
  readonly kind: BenchKind;
  readonly #bench: ContractBench;
  readonly #queues: string[] = [];
  readonly #exchanges: string[] = [];
  readonly #models: ChannelModel[] = [];
  readonly #raws: RawClient[] = [];
  #main: Promise<ChannelModel> | undefined;

  constructor(bench: ContractBench) {
    this.#bench = bench;
    this.url = bench.url;
    this.kind = bench.kind;
  }

  /** What this bench's broker must do where the two RabbitMQs differ. */
  expected<Value>(difference: Difference<Value>): Value {
    return expectedOf(difference, this.kind);
  }

  /** A name of this case alone. A queue or an exchange of this name is deleted after the case. */
  name(hint = "n"): string {
    const name = unique(hint);
    this.#queues.push(name);
    this.#exchanges.push(name);
    return name;
  }

  /** Deletes an exchange with a name of its own after the case. */
  removes(exchange: string): void {
    this.#exchanges.push(exchange);
  }

  /** A connection of its own; `parameters` are those of amqplib's URL, such as `frameMax`. */
  async connect(parameters: Readonly<Record<string, string | number>> = {}): Promise<ChannelModel> {
    return this.#connected(this.#address(this.url, parameters));
  }

  /** A connection as the user `limited`, who has all permissions on what begins with `contract.own.`, and reads `contract.read.`. */
  async connectLimited(): Promise<ChannelModel> {
    const url = new URL(this.url);
    url.username = url.password = "limited";
    await this.#bench.prepared();
    return this.#connected(url.href);
  }

  /** The URL for a user, a password or a virtual host that the bench prepared or that is missing. */
  async urlOf(parts: {
    readonly user?: string;
    readonly password?: string;
    readonly vhost?: string;
  }): Promise<string> {
    await this.#bench.prepared();
    const url = new URL(this.url);
    if (parts.user !== undefined) url.username = parts.user;
    if (parts.password !== undefined) url.password = parts.password;
    if (parts.vhost !== undefined) url.pathname = `/${encodeURIComponent(parts.vhost)}`;
    return url.href;
  }

  /** A connection to a URL of `urlOf`. */
  async connectTo(url: string): Promise<ChannelModel> {
    return this.#connected(url);
  }

  /** A channel on the case's main connection. */
  async channel(): Promise<Channel> {
    return quiet(await (await this.main()).createChannel());
  }

  /** A channel in confirm mode on the case's main connection. */
  async confirmChannel(): Promise<ConfirmChannel> {
    return quiet(await (await this.main()).createConfirmChannel());
  }

  /** The connection that the case's channels are on unless it asks for another. */
  main(): Promise<ChannelModel> {
    this.#main ??= this.connect();
    return this.#main;
  }

  /** A socket to the broker, before the handshake. */
  async raw(): Promise<RawClient> {
    const raw = await RawClient.connect(this.url);
    this.#raws.push(raw);
    return raw;
  }

  /** Declares a queue of this case and gives its name. */
  async queue(channel: Channel, options: Options.AssertQueue = {}): Promise<string> {
    const name = unique("q");
    this.#queues.push(name);
    return (await channel.assertQueue(name, { durable: false, ...options })).queue;
  }

  /** Declares a quorum queue of this case and gives its name. */
  quorumQueue(channel: Channel, args: Readonly<Record<string, unknown>> = {}): Promise<string> {
    return this.queue(channel, { durable: true, arguments: { "x-queue-type": "quorum", ...args } });
  }

  /** Declares an exchange of this case and gives its name. */
  async exchange(channel: Channel, type: string, options: Options.AssertExchange = {}): Promise<string> {
    const name = unique("x");
    this.#exchanges.push(name);
    return (await channel.assertExchange(name, type, { durable: false, ...options })).exchange;
  }

  /** Leaves nothing behind. */
  async clear(): Promise<void> {
    for (const raw of this.#raws) raw.destroy();
    for (const model of this.#models) await model.close().catch(() => {});
    await this.#bench.remove({ queues: this.#queues, exchanges: this.#exchanges });
  }

  async #connected(url: string): Promise<ChannelModel> {
    const model = await connect(url, { noDelay: true });
    model.on("error", () => {});
    this.#models.push(model);
    return model;
  }

  #address(url: string, parameters: Readonly<Record<string, string | number>>): string {
    const address = new URL(url);
    for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, `${value}`);
    return address.href;
  }
}

function unique(hint: string): string {
  return `contract.${hint}.${randomUUID().slice(0, 8)}`;
}

/** Without a listener, an error of a channel would end the process. */
export function quiet<Kind extends Channel>(channel: Kind): Kind {
  channel.on("error", () => {});
  return channel;
}
