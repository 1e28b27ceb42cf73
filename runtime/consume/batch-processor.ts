import { toError } from "../errors/amqplib-error.js";
import { BatchEndedError } from "../errors/rabbit-error.js";
import {
  type Instrumentation,
  type ObservedBatch,
  observeBatch,
  type Peer,
  type Settlement,
} from "../observe/instrumentation.js";
import type { EventHub } from "../observe/rabbit-events.js";
import { Deadlines } from "../timing/waiting.js";
import type { DecodedEvent } from "../wire/decode-message.js";
import { BatchInbox, type Fate, failureOf, fatesOf, type InboxVerdicts } from "./batch-fates.js";
import type { Inbox } from "./consumer-options.js";
import { type Delivery, HandlerCall } from "./delivery.js";
import type { DeliveryGuard } from "./delivery-guard.js";
import {
  type Admission,
  type AdmissionSettings,
  admit,
  HandlerMessage,
  receivedMessage,
} from "./delivery-processor.js";
import type { AnyBatchHandler, BatchContext, BatchItem } from "./event-consumer.js";

/** One message that may be part of a batch. */
export interface Admitted extends DecodedEvent {
  readonly delivery: Delivery;
  readonly handler: AnyBatchHandler;
}

/** A batch being handled. Neither promise rejects. */
export interface BatchWork {
  /** The handler call has ended, and everything that can be settled at once is settled. */
  readonly ended: Promise<unknown>;
  /** Settled when every message is settled. */
  readonly works: readonly Promise<unknown>[];
}

/** What a batch processor works with. */
export interface BatchProcessorSettings extends AdmissionSettings<AnyBatchHandler> {
  readonly guard: DeliveryGuard;
  readonly hub: EventHub;
  readonly inbox: Inbox | undefined;
  readonly instrumentation: Instrumentation;
  readonly peer: () => Peer;
  /** How a handler call went at this attempt; `undefined` for a success or a deliberate rejection. */
  readonly outcome: (failure: Error | undefined, attempt: number) => void;
}

/** One call of a handler. */
interface Call {
  readonly batch: readonly Admitted[];
  readonly items: readonly BatchItem[];
  readonly marks: BatchMarks;
  readonly verdicts: InboxVerdicts;
  readonly handle: (items: readonly BatchItem[]) => Promise<void> | void;
}

/** Takes deliveries from decoding through their batch to their single settlement. */
export class BatchProcessor {
  readonly #settings: BatchProcessorSettings;
  readonly #inbox: BatchInbox | undefined;
  readonly #deadlines = new Deadlines<HandlerCall>();

  constructor(settings: BatchProcessorSettings) {
    this.#settings = settings;
    this.#inbox = settings.inbox && new BatchInbox(settings.inbox);
  }

  /** Decodes a delivery; returns a promise, which never rejects, for one that no handler may see. */
  admit(delivery: Delivery): Admitted | Promise<unknown> | undefined {
    const { guard } = this.#settings;
    guard.arrived(delivery);
    let read: Admission<AnyBatchHandler> | Promise<unknown>;
    try {
      read = admit(delivery, this.#settings);
    } catch (error) {
      read = Promise.reject(error);
    }
    if (!(read instanceof Promise)) return { ...read.decoded, delivery, handler: read.handler };
    const dying = read;
    return guard.around(delivery, () => dying);
  }

  /** Calls the handler of a batch of one version, and settles each message separately. */
  handle(batch: readonly Admitted[]): BatchWork {
    // deferred, so that its deliveries count as in progress when the handler starts
    const settling = Promise.resolve().then(() => this.#run(batch));
    const works = batch.map(({ delivery }, place) => {
      const settled = async (): Promise<unknown> => (await settling)[place];
      return this.#settings.guard.around(delivery, settled) ?? settling;
    });
    return { ended: settling.catch(() => {}), works };
  }

  /**
   * Resolves when the call has ended, with the settling of each message; messages that need no copy are settled by
   * then.
   */
  async #run(batch: readonly Admitted[]): Promise<readonly Promise<unknown>[]> {
    const [first] = batch;
    if (first === undefined || first.delivery.lost.aborted) return []; // the broker redelivers
    const { plan, instrumentation, peer, outcome: report } = this.#settings;
    const { event, version } = first.version;
    const { handler } = first;
    const observed = observeBatch(instrumentation, () =>
      batch.map((one) => receivedMessage(one.delivery, one.version, peer())),
    );
    const running = new HandlerCall(plan.handlerTimeout);
    const context: BatchContext = {
      event,
      version,
      get signal() {
        return running.signal;
      },
    };
    const marks = new BatchMarks();
    const verdicts: InboxVerdicts = new Map();
    const items = batch.map((one, place) => ({
      event: one.payload,
      message: new HandlerMessage(one.delivery, one.version, running, one.headers),
      fail: (error: unknown) => marks.mark(place, error),
    }));
    const handle: Call["handle"] = (some) => observed.run(() => handler(some, context));
    const call: Call = { batch, items, marks, verdicts, handle };
    const { calls } = first.delivery.channel;
    const outcome = await running.run(() => this.#call(call), calls, this.#deadlines);
    const fates = fatesOf({ size: batch.length, outcome, marks: marks.end(), verdicts });
    const failure = failureOf(fates);
    if (outcome.kind !== "abandoned")
      report(failure?.cause, batch[failure?.place ?? 0]?.delivery.attempt ?? 1);
    return batch.map((one, place) =>
      this.#settle(one, place, fates[place] ?? { kind: "abandoned" }, observed),
    );
  }

  /** Calls the handler with the messages that are new to the inbox. */
  #call({ batch, items, marks, verdicts, handle }: Call): Promise<void> | void {
    const [first] = batch;
    if (this.#inbox === undefined || first === undefined) return handle(items);
    const ids = batch.map(({ delivery }) => delivery.messageId);
    const source = { queue: first.delivery.queue, event: first.version.event };
    return this.#inbox.pass(ids, source, verdicts, async (places) => {
      if (!marks.isOpen) return () => false; // the inbox used up all the time
      await handle(places.flatMap((place) => items[place] ?? []));
      return (place) => !marks.has(place);
    });
  }

  async #settle(one: Admitted, place: number, fate: Fate, observed: ObservedBatch): Promise<void> {
    const settlement = await this.#settled(one, fate);
    observed.settled(place, settlement, fate.kind === "failed" ? fate.error : undefined);
  }

  /** What can be settled at once is settled when it returns. */
  #settled({ delivery, version }: Admitted, fate: Fate): Promise<Settlement> | Settlement {
    const { mover, hub } = this.#settings;
    if (fate.kind === "failed") return mover.failed(delivery, version, toError(fate.error));
    // at the deadline of `close` the closing channel returns it
    if (fate.kind === "abandoned")
      return delivery.lost.aborted ? mover.outcomeLost(delivery, version) : "lost";
    if (!delivery.ack()) return mover.outcomeLost(delivery, version);
    if (fate.kind === "handled") return "ack";
    hub.emit("duplicate", delivery.info);
    return "duplicate";
  }
}

/** The messages of one batch that its handler marked as failed, by position. */
export class BatchMarks {
  readonly #errors = new Map<number, unknown>();
  #isOpen = true;

  /** Whether the handler call is still running. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** The first error of a message counts. Throws `BatchEndedError` once the call has ended. */
  mark(place: number, error: unknown): void {
    if (!this.#isOpen)
      throw new BatchEndedError(
        "fail() was called too late: the handler of this batch had already returned, thrown or timed out",
      );
    if (!this.#errors.has(place)) this.#errors.set(place, error);
  }

  has(place: number): boolean {
    return this.#errors.has(place);
  }

  /** Accepts no further marks, and returns the existing ones. */
  end(): ReadonlyMap<number, unknown> {
    this.#isOpen = false;
    return this.#errors;
  }
}
