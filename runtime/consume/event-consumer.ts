import type { ConsumerHealth } from "../connection/health.js";
import type { Instrumentation } from "../observe/instrumentation.js";
import type { EventHub } from "../observe/rabbit-events.js";
import type { CloseOptions } from "../options/known-options.js";
import type { Copier } from "../retry/copier.js";
import type { DeclareMode } from "../topology/queue-plan.js";
import type { LoadedFamily } from "../validate/validator.js";
import type { ConsumerPlan } from "./consumer-plan.js";
import type { AnyBatchHandler, AnyHandler, HandlerTable } from "./handlers.js";
import type { Inbox } from "./inbox.js";

/** The result of closing a consumer: handlers that finished during `close`, and those that were cut off. */
export interface Drained {
  readonly drained: number;
  readonly abandoned: number;
}

/** The public interface of `Consumer`. */
export interface EventConsumer {
  /** The queue's name. */
  readonly queue: string;
  readonly health: ConsumerHealth;
  pause(): Promise<void>;
  resume(): Promise<void>;
  close(options?: CloseOptions): Promise<Drained>;
}

/** What a consumer is built from. */
export interface ConsumerSettings {
  readonly plan: ConsumerPlan<LoadedFamily>;
  readonly handlers: HandlerTable<AnyHandler | AnyBatchHandler>;
  readonly service: string;
  readonly declare: DeclareMode;
  readonly copier: Copier;
  readonly hub: EventHub;
  readonly inbox: Inbox | undefined;
  readonly instrumentation: Instrumentation;
  /** When the broker must deliver, on the clock of `performance.now()`. */
  readonly startBy: number;
  /** Milliseconds for the broker to answer `pause` and `resume`. */
  readonly answerTimeout: number;
  /** Called when it is closed. */
  readonly closed: () => void;
}
