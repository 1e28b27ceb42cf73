import { createServer, type Server as NetServer } from "node:net";
import { setImmediate } from "node:timers";
import { AmqpError } from "../protocol/amqp-error.js";
import type { ConnectionView } from "../views.js";
import type { BrokerState } from "./broker-state.js";
import { Connection } from "./connection.js";

/** Takes connections, and writes what they have to send at the end of each round of the event loop. */
export class Server {
  readonly #net: NetServer;
  readonly #connections = new Set<Connection>();
  readonly #toFlush = new Set<Connection>();
  #lastId = 0;
  #scheduled = false;

  constructor(broker: BrokerState) {
    this.#net = createServer({ allowHalfOpen: true, keepAlive: false }, (socket) => {
      const connection = new Connection(++this.#lastId, socket, broker, (one) => this.#flushLater(one));
      this.#connections.add(connection);
      socket.once("close", () => {
        this.#connections.delete(connection);
        this.#toFlush.delete(connection);
      });
    });
  }

  /** Resolves with the port that it listens on; rejects if that is taken. */
  listen(port: number, host: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#net.once("error", reject);
      this.#net.listen({ port, host, backlog: 1024 }, () => {
        this.#net.off("error", reject);
        this.#net.on("error", () => {}); // a failing accept concerns that one client
        const address = this.#net.address();
        resolve(typeof address === "object" && address !== null ? address.port : port);
      });
    });
  }

  /** The connections that finished their handshake. */
  get running(): Connection[] {
    return [...this.#connections].filter(({ running }) => running);
  }

  applyFaults(): void {
    for (const connection of this.#connections) connection.applyFaults();
  }

  drop(filter: (connection: ConnectionView) => boolean): number {
    const chosen = this.running.filter((connection) => filter(connection.view()));
    for (const connection of chosen) connection.reset();
    return chosen.length;
  }

  forceClose(reason: string, filter: (connection: ConnectionView) => boolean): number {
    const chosen = this.running.filter((connection) => filter(connection.view()));
    for (const connection of chosen) connection.fail(new AmqpError("CONNECTION_FORCED", reason));
    return chosen.length;
  }

  /** Stops listening and ends all connections; resolves when no socket is left. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#net.close(() => resolve()));
    for (const connection of this.#connections) connection.shutDown();
    this.#flush();
    await closed;
  }

  #flushLater(connection: Connection): void {
    this.#toFlush.add(connection);
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => this.#flush());
  }

  #flush(): void {
    this.#scheduled = false;
    const connections = [...this.#toFlush];
    this.#toFlush.clear();
    for (const connection of connections) connection.flush();
  }
}
