import type { Delivery, Mode } from "./messages.js";

/** The child's handlers: each call is reported to `tell`, and ends as the mode says. */
export class Handlers {
  mode: Mode = "return";
  readonly #tell: (deliveries: readonly Delivery[]) => void;
  readonly #held = new Map<number, () => void>();
  #untold: Delivery[] = [];
  #serial = 0;

  constructor(tell: (deliveries: readonly Delivery[]) => void) {
    this.#tell = tell;
  }

  /** The handler that the client calls. */
  readonly handle = async (orderId: string | undefined): Promise<void> => {
    const serial = ++this.#serial;
    // One message for all calls of a tick: a poison message comes thousands of times a second.
    if (this.#untold.push({ serial, orderId }) === 1) setImmediate(() => this.#flush());
    if (this.mode === "throw") throw new Error("the handler failed");
    if (this.mode === "hold") await new Promise<void>((resolve) => this.#held.set(serial, resolve));
  };

  /** Ends held calls. */
  settle(serials: readonly number[]): void {
    for (const serial of serials) {
      this.#held.get(serial)?.();
      this.#held.delete(serial);
    }
  }

  #flush(): void {
    const deliveries = this.#untold;
    this.#untold = [];
    this.#tell(deliveries);
  }
}
