import { type Inbox, InboxGate } from "../../runtime/consume/consumer-options.js";
import { consumerPlan } from "../../runtime/consume/consumer-plan.js";
import { Delivery, DeliveryChannel } from "../../runtime/consume/delivery.js";
import { DeliveryProcessor } from "../../runtime/consume/delivery-processor.js";
import {
  checkHandlers,
  type HandlerTable,
  type VersionHandlers,
} from "../../runtime/consume/event-consumer.js";
import { MessageMover } from "../../runtime/consume/message-mover.js";
import type { QueueSettings, RetrySettings } from "../../runtime/contract/contract.js";
import type { EventFamily, Failure } from "../../runtime/contract/event-version.js";
import type { DeadLetterReason } from "../../runtime/errors/dead-letter-reason.js";
import { EventHub } from "../../runtime/observe/rabbit-events.js";
import { loadFamily } from "../../runtime/validate/validator.js";
import {
  type EventMessage,
  firstDelivery,
  laterDelivery,
  type RawHandlerMessage,
} from "./delivered-message.js";
import { afterReal } from "./real-time.js";
import type { RecordedEvent } from "./recording-publisher.js";

/** Options of `testHandler`: the consumer options that affect one message, and the test's own. */
export interface TestHandlerOptions {
  /** The attempt, from 1. Default 1. */
  readonly attempt?: number;
  /** As for the consumer; default: the SDK's. */
  readonly retry?: RetrySettings;
  /** As for the consumer; default `test.<event>`. */
  readonly queue?: string | QueueSettings;
  /** As for the consumer. When it expires, the message's `signal` fires. */
  readonly handlerTimeout?: string | number;
  readonly inbox?: Inbox;
  /** Fires to lose the delivering channel: the message's `signal` fires too, and the outcome no longer counts. */
  readonly lost?: AbortSignal;
  /** The publishers that the handler uses; what they record during the call is in `published`. */
  readonly publishers?: readonly { readonly published: readonly RecordedEvent[] }[];
}

/** The result of a handler's call. */
export type HandlerResult = { readonly published: readonly RecordedEvent[] } & (
  | {
      readonly settlement: "ack";
      /** `duplicate`: the inbox had seen the message, and no handler was called. */
      readonly reason: "duplicate" | undefined;
      readonly delayMs: undefined;
      readonly error: undefined;
      readonly failures: readonly [];
    }
  | {
      readonly settlement: "retry";
      /** The message of `error`. */
      readonly reason: string;
      /** Milliseconds until the next attempt. */
      readonly delayMs: number;
      readonly error: Error;
      readonly failures: readonly [];
    }
  | {
      readonly settlement: "dead-letter";
      readonly reason: DeadLetterReason;
      readonly delayMs: undefined;
      readonly error: Error;
      /** The locations where the message violates its schema. */
      readonly failures: readonly Failure[];
    }
);

type Outcome = HandlerResult extends infer Result
  ? Result extends unknown
    ? Omit<Result, "published">
    : never
  : never;

/**
 * Passes one message to the handler of its version as a consumer does, without a broker: it is decoded and validated,
 * the handler has `attempt`, `signal` and `inbox`, and what it throws is handled by the consumer's retry settings.
 * Nothing is awaited: the delay of a later attempt is in the result. Rejects with `ConfigurationError` for what
 * `rabbit.consumer` rejects.
 */
export async function testHandler<const Family extends EventFamily>(
  event: Family,
  handlers: VersionHandlers<Family>,
  message: EventMessage<Family> | RawHandlerMessage,
  options: TestHandlerOptions = {},
): Promise<HandlerResult> {
  const {
    attempt = 1,
    queue = `test.${event.event}`,
    retry,
    handlerTimeout,
    inbox,
    publishers = [],
  } = options;
  const table = { [event.event]: handlers } as unknown as HandlerTable;
  checkHandlers([event], table);
  const family = await loadFamily(event);
  const plan = consumerPlan([family], { queue, retry, handlerTimeout }, {});
  const given = message as EventMessage<EventFamily> | RawHandlerMessage;
  const delivered = laterDelivery(firstDelivery(family, given), attempt, plan);
  const { outcome, hub } = outcomeOf();
  const channel = deliveryChannel(options.lost);
  const mover = new MessageMover({
    plan,
    service: "test",
    copier: { copy: async () => true },
    hub,
    closing: AbortSignal.abort(), // no wait between attempts
    abandon: new AbortController().signal,
  });
  const processor = new DeliveryProcessor({
    plan,
    handlers: table,
    mover,
    hub,
    inbox: inbox && new InboxGate(inbox),
    instrumentation: {},
    peer: () => ({ node: undefined, vhost: "/" }),
    outcome: () => {},
  });
  const { maxAttempts } = plan.retry;
  const counted = plan.queue.arguments["x-queue-type"] === "quorum";
  const before = publishers.map(({ published }) => published.length);
  const delivery = new Delivery(delivered, { queue: plan.queue.name, maxAttempts, counted }, channel);
  const letEnd = afterReal(Number.POSITIVE_INFINITY, () => {}); // the runtime's own timers do not keep the process alive
  try {
    await processor.process(delivery);
  } finally {
    letEnd();
  }
  const published = publishers.flatMap((one, index) => one.published.slice(before[index]));
  return { ...outcome(), published };
}

/** The hub that receives the message's outcome, in the runtime's own events. */
function outcomeOf(): { readonly hub: EventHub; readonly outcome: () => Outcome } {
  const hub = new EventHub();
  const none = { delayMs: undefined, error: undefined, failures: [] } as const;
  let outcome: Outcome = { settlement: "ack", reason: undefined, ...none };
  const retried = (error: Error, delayMs: number): void => {
    outcome = { settlement: "retry", reason: error.message, delayMs, error, failures: [] };
  };
  hub.on("retry", ({ cause, delayMs }) => retried(cause, delayMs));
  hub.on("dead-letter", ({ reason, cause, failures }) => {
    outcome = { settlement: "dead-letter", reason, delayMs: undefined, error: cause, failures };
  });
  hub.on("duplicate", () => {
    outcome = { settlement: "ack", reason: "duplicate", ...none };
  });
  hub.on("settle-lost", () => retried(new Error("the delivering channel was lost"), 0));
  return { hub, outcome: () => outcome };
}

/** A channel whose settlements have no effect, and which ends when `lost` fires. */
function deliveryChannel(lost: AbortSignal | undefined): DeliveryChannel {
  const settle = (): void => {};
  return new DeliveryChannel({
    ack: settle,
    reject: settle,
    nack: settle,
    prependListener: (_, closed) => {
      if (lost?.aborted) closed();
      else lost?.addEventListener("abort", closed, { once: true });
    },
  });
}
