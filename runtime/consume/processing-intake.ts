import type { Instrumentation, Peer } from "../observe/instrumentation.js";
import type { EventHub } from "../observe/rabbit-events.js";
import { isSingleActive } from "../topology/queue-plan.js";
import type { LoadedFamily } from "../validate/validator.js";
import { BatchIntake } from "./batch-intake.js";
import { BatchProcessor } from "./batch-processor.js";
import type { ConsumerPlan } from "./consumer-plan.js";
import type { Delivery } from "./delivery.js";
import type { DeliveryGuard } from "./delivery-guard.js";
import { DeliveryProcessor } from "./delivery-processor.js";
import type { AnyBatchHandler, AnyHandler, HandlerTable } from "./handlers.js";
import { type Inbox, InboxGate } from "./inbox.js";
import { type DeliveryIntake, Intake, type IntakeLimits } from "./intake.js";
import type { MessageMover } from "./message-mover.js";

/** What the processing of a consumer's deliveries is built from. */
export interface ProcessingSettings {
  readonly plan: ConsumerPlan<LoadedFamily>;
  readonly handlers: HandlerTable<AnyHandler | AnyBatchHandler>;
  readonly hub: EventHub;
  readonly mover: MessageMover;
  readonly guard: DeliveryGuard;
  readonly inbox: Inbox | undefined;
  readonly instrumentation: Instrumentation;
  readonly peer: () => Peer;
  /** How a handler call went at this attempt; `undefined` for a success or a deliberate rejection. */
  readonly outcome: (failure: Error | undefined, attempt: number) => void;
}

/** The intake of a consumer, which calls its handlers with batches or with single messages. */
export function processingIntake(limits: IntakeLimits, settings: ProcessingSettings): DeliveryIntake {
  const { plan, guard, inbox, handlers } = settings;
  if (plan.batch !== undefined) {
    const processor = new BatchProcessor({
      ...settings,
      handlers: handlers as HandlerTable<AnyBatchHandler>,
    });
    return new BatchIntake({
      ...limits,
      batch: plan.batch,
      keepsOrder: isSingleActive(plan),
      longestWaitMs: plan.retry.longestHold,
      admit: (delivery) => processor.admit(delivery),
      handle: (batch) => processor.handle(batch),
    });
  }
  const gate = inbox && new InboxGate(inbox);
  const processor = new DeliveryProcessor({
    ...settings,
    handlers: handlers as HandlerTable<AnyHandler>,
    inbox: gate,
  });
  const process = (delivery: Delivery): Promise<unknown> | undefined => processor.process(delivery);
  return new Intake({
    ...limits,
    begin: (delivery) => {
      guard.arrived(delivery);
      return guard.around(delivery, process);
    },
  });
}
