import type { ChannelModel, ConfirmChannel } from "amqplib";
import { connectFailure } from "../../runtime/connection/connect-failure.js";
import { destroySocket, dial } from "../../runtime/connection/connect-once.js";
import { HEARTBEAT_S } from "../../runtime/connection/connect-options.js";
import { endpoint } from "../../runtime/connection/endpoint.js";
import { replyCode, toError } from "../../runtime/errors/amqplib-error.js";
import {
  ClosedError,
  ConfigurationError,
  ConnectError,
  RabbitError,
} from "../../runtime/errors/rabbit-error.js";
import { within } from "../../runtime/timing/waiting.js";
import { topologyError } from "../../runtime/topology/topology-error.js";
import { compareText } from "../code/compare-text.js";
import type { Contract } from "../contract/contract.js";
import { listedNames } from "../contract/listed.js";

/** Milliseconds that closing may take before the socket is destroyed. */
const CLOSING_MS = 5_000;

/** Which broker, and how the contract's virtual hosts are called there. */
export interface BrokerAddress {
  /** Holds the password: never print it. */
  readonly url: string;
  readonly vhosts: ReadonlyMap<string, string>;
}

/** The virtual hosts that a contract names, sorted. */
export function vhostsOf({ events, services }: Contract): readonly string[] {
  return [...new Set([...events, ...services].flatMap(({ vhost }) => vhost ?? []))].sort(compareText);
}

/**
 * Reads `A=B` pairs from the contract's virtual hosts to the broker's. Throws `ConfigurationError` for a name that the
 * contract does not have: it would map nothing.
 */
export function readVhosts(pairs: readonly string[], known: readonly string[]): ReadonlyMap<string, string> {
  const vhosts = new Map<string, string>();
  for (const pair of pairs) {
    // a virtual host may have = in its name
    const name = known.find((one) => pair.startsWith(`${one}=`));
    if (name === undefined) {
      const names = known.length === 0 ? "none" : listedNames(known);
      throw new ConfigurationError(
        `--vhost ${pair}: must be <name in contract.json>=<name on the broker>; contract.json names ${names}`,
      );
    }
    const mapped = pair.slice(name.length + 1);
    if (mapped === "") throw new ConfigurationError(`--vhost ${pair}: the name on the broker is empty`);
    if (vhosts.has(name)) throw new ConfigurationError(`--vhost maps ${name} twice`);
    vhosts.set(name, mapped);
  }
  return vhosts;
}

/** The name that a virtual host of the contract has at the broker; `undefined`: the one in the URL. */
export function mappedVhost({ vhosts }: BrokerAddress, vhost: string | undefined): string | undefined {
  return vhost === undefined ? undefined : (vhosts.get(vhost) ?? vhost);
}

/** Connections of one command, one for each virtual host, opened when first needed. */
export class BrokerConnections {
  readonly #address: BrokerAddress;
  /** What the broker's own tools call the connection. */
  readonly #name: string;
  readonly #open = new Map<string, Promise<ChannelModel>>();
  readonly #models = new Set<ChannelModel>();
  readonly #lost = new AbortController();
  #closing = false;

  constructor(address: BrokerAddress, name: string) {
    this.#address = address;
    this.#name = name;
    this.#endpoint(undefined); // a URL that cannot be read is found before anything else is done
  }

  /** Aborted when a connection is lost, with the reason. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** Waits for some work, but no longer than the connections last; `inTime` is `undefined` then. */
  async untilLost(work: Promise<boolean>): Promise<{ readonly inTime: boolean | undefined }> {
    const { signal } = this.#lost;
    let onLost = (): void => {};
    const lost = new Promise<undefined>((resolve) => {
      onLost = () => resolve(undefined);
      signal.addEventListener("abort", onLost);
      if (signal.aborted) onLost();
    });
    const inTime = await Promise.race([work, lost]);
    signal.removeEventListener("abort", onLost);
    return { inTime };
  }

  /** The virtual host as the broker calls it. */
  vhostName(vhost: string | undefined): string {
    return this.#endpoint(vhost).vhost;
  }

  /** A channel in a virtual host of the contract. Rejects with a `RabbitError` as the SDK does. */
  async channel(vhost: string | undefined): Promise<ConfirmChannel> {
    const model = await this.model(vhost);
    try {
      const channel = await model.createConfirmChannel();
      channel.on("error", () => {}); // what is under way rejects with it; without a listener the connection would go too
      return channel;
    } catch (error) {
      throw this.failure(error);
    }
  }

  /** The connection to a virtual host of the contract. */
  model(vhost: string | undefined): Promise<ChannelModel> {
    const at = this.#endpoint(vhost);
    const known = this.#open.get(at.vhost) ?? this.#dial(vhost);
    this.#open.set(at.vhost, known);
    return known;
  }

  /** An error of amqplib or of the broker as one of the SDK's, which says what to do. */
  failure(thrown: unknown): Error {
    if (thrown instanceof RabbitError) return thrown;
    const reason: unknown = this.#lost.signal.reason;
    if (this.#lost.signal.aborted && reason instanceof Error) return reason;
    const error = toError(thrown);
    if (replyCode(error) !== undefined) return topologyError(error);
    if (error.name === "IllegalOperationError" || /Channel (?:closed|ended)/i.test(error.message))
      return new ConnectError(`the broker closed the channel: ${error.message}`, error);
    return error;
  }

  /** Closes every connection; their channels must be closed before, so that no ack is lost. */
  async close(): Promise<void> {
    this.#closing = true;
    await Promise.all(
      [...this.#models].map(async (model) => {
        const inTime = await within(model.close(), CLOSING_MS);
        if (!inTime) destroySocket(model);
      }),
    );
  }

  async #dial(vhost: string | undefined): Promise<ChannelModel> {
    const at = this.#endpoint(vhost);
    try {
      const model = await dial(at, this.#name, {}, new AbortController().signal);
      this.#models.add(model);
      let cause: unknown;
      model.on("error", (error) => {
        cause = error;
      });
      model.on("close", (error: unknown) => {
        this.#models.delete(model);
        if (this.#closing) return;
        const why = cause ?? error;
        const reason = why === undefined ? "it was closed" : toError(why).message;
        this.#lost.abort(new ConnectError(`the connection to ${at.node} was lost: ${reason}`, why));
      });
      return model;
    } catch (error) {
      throw connectFailure(error, at).error;
    }
  }

  #endpoint(vhost: string | undefined) {
    return endpoint(this.#address.url, mappedVhost(this.#address, vhost), HEARTBEAT_S);
  }
}

/**
 * Closes a channel and waits until the broker has seen what was written on it. Throws the loss of the connection: what
 * was acknowledged last may come back then.
 */
export async function closeChannel(connections: BrokerConnections, channel: ConfirmChannel): Promise<void> {
  let failed: unknown;
  const closed = channel.close().catch((error: unknown) => {
    failed = error;
  });
  // amqplib's close never settles when the socket dies meanwhile
  const { inTime } = await connections.untilLost(within(closed, CLOSING_MS));
  if (connections.lost.aborted || failed !== undefined)
    throw connections.failure(failed ?? connections.lost.reason);
  if (!inTime) throw new ClosedError("the broker did not respond when the channel was closed");
}
