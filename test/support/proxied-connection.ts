import type { Buffer } from "node:buffer";
import { connect as connectSocket, type Socket } from "node:net";
import { type Frame, FrameReader, type Method } from "./amqp-frames.js";

/** Which way bytes go. */
export type Direction = "to broker" | "to client";

/** The conditions between the two sides at the moment; one for all connections of a proxy. */
export interface Weather {
  /** Bytes of these directions vanish. */
  readonly silent: ReadonlySet<Direction>;
  /** Bytes of these directions wait. */
  readonly holding: ReadonlySet<Direction>;
  /** Called for each method before it passes; may strike the connection. */
  readonly passing: (method: Method, connection: ProxiedConnection) => void;
  /** Called with each frame that passes to the client. */
  readonly reading?: (bytes: Buffer) => void;
}

/** One connection through a proxy: two sockets, and what has not been passed on. */
export class ProxiedConnection {
  readonly #client: Socket;
  readonly #broker: Socket;
  readonly #weather: Weather;
  readonly #held: Record<Direction, Buffer[]> = { "to broker": [], "to client": [] };
  #silent = false;
  #sides = 2;

  constructor(client: Socket, target: URL, weather: Weather, closed: () => void) {
    this.#client = client;
    this.#broker = connectSocket(Number(target.port), target.hostname);
    this.#weather = weather;
    for (const [socket, other, direction] of [
      [client, this.#broker, "to broker"],
      [this.#broker, client, "to client"],
    ] as const) {
      const frames = new FrameReader();
      socket.setNoDelay(true);
      socket.on("error", () => {});
      socket.on("data", (chunk) => this.#pass(frames.read(chunk), other, direction));
      // a black hole lets no end through either: the broker gives up on a silent client, too, and often sooner
      const isUnheard = (): boolean =>
        this.#silent || (direction === "to client" && weather.silent.has(direction));
      socket.on("end", () => isUnheard() || other.end());
      socket.on("close", () => {
        if (!isUnheard()) other.destroy();
        this.#sides -= 1;
        if (this.#sides === 0) closed();
      });
    }
  }

  /** Whether the client has it open. */
  get open(): boolean {
    return !this.#client.destroyed;
  }

  /** Resets both sides. */
  reset(): void {
    this.#client.resetAndDestroy();
    this.#broker.resetAndDestroy();
  }

  /** From now on each side stays connected to the proxy and receives nothing from the other, not even its end. */
  silence(): void {
    this.#silent = true;
  }

  /** Ends one side, hidden from the other. */
  halfClose(side: "client" | "broker"): void {
    this.#silent = true;
    (side === "client" ? this.#client : this.#broker).end();
  }

  /** Passes on what was held. */
  release(direction: Direction): void {
    for (const bytes of this.#held[direction].splice(0))
      (direction === "to broker" ? this.#broker : this.#client).write(bytes);
  }

  destroy(): void {
    this.#client.destroy();
    this.#broker.destroy();
  }

  #pass(frames: Iterable<Frame>, to: Socket, direction: Direction): void {
    for (const { bytes, method } of frames) {
      if (method !== undefined && !this.#silent) this.#weather.passing(method, this);
      if (this.#silent || to.destroyed || this.#weather.silent.has(direction)) continue;
      if (direction === "to client") this.#weather.reading?.(bytes);
      if (this.#weather.holding.has(direction)) this.#held[direction].push(bytes);
      else to.write(bytes);
    }
  }
}
