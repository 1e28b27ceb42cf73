import type { RetrySettings } from "./contract.js";

/** Options of `rabbit.consumer`; each falls back to what `contract.json` says of this service and event. */
export interface ConsumerOptions<Handlers> {
  readonly handlers: Handlers;
  /** Name, or name and type. Type default: `quorum`. Durable always. */
  readonly queue?: string | { readonly name: string; readonly type?: "quorum" | "classic" };
  /** Messages that this process works on at a time. Default 1. */
  readonly prefetch?: number;
  readonly retry?: RetrySettings;
  /** Time of one handler call, in milliseconds or such as `"30s"`; below the broker's 30 minutes. Default `"5m"`. */
  readonly handlerTimeout?: string | number;
}
