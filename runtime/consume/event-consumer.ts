import type { ConsumerHealth } from "../connection/health.js";
import type { CloseOptions } from "../options/known-options.js";

/** How a consumer ended: handlers that finished during `close`, and ones that were cut off. */
export interface Drained {
  readonly drained: number;
  readonly abandoned: number;
}

/** What `Consumer` offers. */
export interface EventConsumer {
  /** The queue's name. */
  readonly queue: string;
  readonly health: ConsumerHealth;
  pause(): Promise<void>;
  resume(): Promise<void>;
  close(options?: CloseOptions): Promise<Drained>;
}
