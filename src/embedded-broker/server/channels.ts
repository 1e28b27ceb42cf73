import type { VirtualHost } from "../model/virtual-host.js";
import { AmqpError } from "../protocol/amqp-error.js";
import type { Access } from "./access.js";
import type { BrokerState } from "./broker-state.js";
import { Channel } from "./channel.js";
import type { Connection } from "./connection.js";

/** The channels of a connection, by their numbers. */
export class Channels {
  /** How many may be open at once; 0 for any number. */
  max = 0;
  readonly #connection: Connection;
  readonly #broker: BrokerState;
  readonly #channels = new Map<number, Channel>();
  readonly #confirming = new Set<Channel>();

  constructor(connection: Connection, broker: BrokerState) {
    this.#connection = connection;
    this.#broker = broker;
  }

  get size(): number {
    return this.#channels.size;
  }

  get confirming(): boolean {
    return this.#confirming.size > 0;
  }

  /** A channel begins with the first frame for it; whether that is `channel.open`, the channel itself checks. */
  at(number: number, vhost: VirtualHost, access: Access): Channel {
    const known = this.#channels.get(number);
    if (known !== undefined) return known;
    if (this.max !== 0 && this.size >= this.max) {
      throw new AmqpError(
        "NOT_ALLOWED",
        `number of channels opened (${this.size}) has reached the negotiated channel_max (${this.max})`,
      );
    }
    const channel = new Channel(number, this.#connection, this.#broker, vhost, access);
    this.#channels.set(number, channel);
    return channel;
  }

  /** Removes a channel that is closed. */
  forget(channel: Channel): void {
    this.#channels.delete(channel.number);
    this.#confirming.delete(channel);
  }

  /** The channel has confirms to send. */
  confirmLater(channel: Channel): void {
    this.#confirming.add(channel);
  }

  sendConfirms(): void {
    if (this.#broker.faults.confirmsHeld) return;
    for (const channel of this.#confirming) channel.sendConfirms();
    this.#confirming.clear();
  }

  /** Ends the consumers of all channels, and gives back what they hold. */
  close(): void {
    for (const channel of this.#channels.values()) {
      if (channel.state === "closing") continue;
      channel.sendConfirms();
      channel.cleanUp();
    }
    this.#channels.clear();
    this.#confirming.clear();
  }
}
