import type { Socket } from "node:net";
import { clearTimeout, setTimeout } from "node:timers";

/** How long a client may take for each step, in milliseconds. */
const MOST_MS = {
  /** As RabbitMQ's `handshake_timeout` has it by default. */
  handshake: 10_000,
  /** To answer `connection.close`, and to end. */
  closing: 3_000,
  /** To close the socket after it has closed the connection itself. */
  "client's end": 30_000,
  /** The same as for closing, when the broker itself ends. */
  "shut-down": 200,
} as const;

/** Destroys a connection's socket when its client takes too long. */
export class SocketDeadline {
  readonly #socket: Socket;
  #timer: NodeJS.Timeout | undefined;

  constructor(socket: Socket, step: keyof typeof MOST_MS) {
    this.#socket = socket;
    this.restart(step);
  }

  restart(step: keyof typeof MOST_MS): void {
    this.stop();
    this.#timer = setTimeout(() => this.#socket.destroy(), MOST_MS[step]).unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
