import {
  type BatchOutcome,
  guarded,
  type HandlerObservation,
  type Instrumentation,
  type ReceivedMessage,
  runObserved,
  type Settlement,
} from "./instrumentation.js";

/** How one batch is watched. */
export interface ObservedBatch {
  run<Result>(handler: () => Result): Result;
  /** What became of the message at that place; once for each. */
  settled(place: number, settlement: Settlement, error?: unknown): void;
}

const UNOBSERVED: ObservedBatch = { run: (handler) => handler(), settled: () => {} };

/** As one batch, or message by message by an instrumentation that does not know of batches. */
export function observeBatch(
  instrumentation: Instrumentation,
  messages: () => readonly ReceivedMessage[],
): ObservedBatch {
  if (instrumentation.handleBatch !== undefined) return asBatch(instrumentation, messages());
  return instrumentation.handle === undefined ? UNOBSERVED : oneByOne(instrumentation, messages());
}

function asBatch(instrumentation: Instrumentation, messages: readonly ReceivedMessage[]): ObservedBatch {
  const observation = guarded(() => instrumentation.handleBatch?.(messages));
  const outcomes = new Map<number, BatchOutcome>();
  return {
    run: (handler) => runObserved(observation, handler),
    settled: (place, settlement, error) => {
      outcomes.set(place, { settlement, error });
      if (observation === undefined || outcomes.size < messages.length) return;
      const inOrder = [...outcomes].sort(([a], [b]) => a - b).map(([, outcome]) => outcome);
      guarded(() => observation.ended(inOrder));
    },
  };
}

function oneByOne(instrumentation: Instrumentation, messages: readonly ReceivedMessage[]): ObservedBatch {
  const observations = messages.map((message): HandlerObservation | undefined =>
    guarded(() => instrumentation.handle?.(message)),
  );
  return {
    run: (handler) => handler(),
    settled: (place, settlement, error) => void guarded(() => observations[place]?.ended(settlement, error)),
  };
}
