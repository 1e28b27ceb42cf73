import { clearInterval, setInterval } from "node:timers";

/** Sends heartbeats, and ends the connection of a client that is silent for too long. */
export class Heartbeat {
  #received = false;
  #silent = 0;
  readonly #timer: NodeJS.Timeout;

  /** Beats twice in the negotiated time of `seconds`, and gives up when it has passed twice without a byte. */
  constructor(seconds: number, send: () => void, expired: () => void) {
    this.#timer = setInterval(() => {
      send();
      this.#silent = this.#received ? 0 : this.#silent + 1;
      this.#received = false;
      if (this.#silent >= 4) expired();
    }, seconds * 500).unref();
  }

  received(): void {
    this.#received = true;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
