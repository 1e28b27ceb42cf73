import type { Connection } from "./connection.js";

/**
 * Whether a connection is blocked: like RabbitMQ, only one that publishes is, and it is notified if it supports that.
 */
export class Blocking {
  active = false;
  readonly #connection: Connection;
  #published = false;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** The client has published, or has begun to. */
  published(): void {
    if (this.#published) return;
    this.#published = true;
    this.update();
  }

  /** Follows the broker's settings. */
  update(): void {
    const { broker, running, client, output } = this.#connection;
    const reason = broker.faults.blocked;
    const active = reason !== undefined && this.#published && running;
    if (active === this.active) return;
    this.active = active;
    if (!running || !client.can("connection.blocked")) return;
    if (reason === undefined) output.send(0, "connection.unblocked", {});
    else output.send(0, "connection.blocked", { reason });
  }
}
