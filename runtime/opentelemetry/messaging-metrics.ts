import type { Attributes, Meter } from "@opentelemetry/api";

/** The instruments that the conventions require of a client (https://opentelemetry.io/docs/specs/semconv/messaging/messaging-metrics/). */
export interface MessagingMetrics {
  /** One publish; `wasSent` is false if it failed before it was written. */
  published(seconds: number, attributes: Attributes, wasSent: boolean): void;
  /** Handled deliveries with the same settlement. */
  consumed(count: number, attributes: Attributes): void;
  /** One handler call. */
  processed(seconds: number, attributes: Attributes): void;
}

const SECONDS = {
  unit: "s",
  advice: {
    explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
  },
};
const MESSAGES = { unit: "{message}" };

/** Creates the instruments. */
export function messagingMetrics(meter: Meter): MessagingMetrics {
  const operation = meter.createHistogram("messaging.client.operation.duration", {
    ...SECONDS,
    description: "Duration of messaging operation initiated by a producer or consumer client.",
  });
  const sent = meter.createCounter("messaging.client.sent.messages", {
    ...MESSAGES,
    description: "Number of messages producer attempted to send to the broker.",
  });
  const consumed = meter.createCounter("messaging.client.consumed.messages", {
    ...MESSAGES,
    description: "Number of messages that were delivered to the application.",
  });
  const processing = meter.createHistogram("messaging.process.duration", {
    ...SECONDS,
    description: "Duration of processing operation.",
  });
  return {
    published: (seconds, attributes, wasSent) => {
      operation.record(seconds, attributes);
      if (wasSent) sent.add(1, attributes);
    },
    consumed: (count, attributes) => consumed.add(count, attributes),
    processed: (seconds, attributes) => processing.record(seconds, attributes),
  };
}

/** Calls a handler and reports when it is done, if that is before the message is settled. */
export function timed<Result>(handler: () => Result, done: () => void): Result {
  let result: Result;
  try {
    result = handler();
  } catch (error) {
    done();
    throw error;
  }
  if (result instanceof Promise) result.then(done, done); // another thenable may start its work again if `then` is called twice
  return result;
}
