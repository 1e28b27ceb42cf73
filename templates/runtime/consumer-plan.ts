import type { ConsumerOptions } from "./consumer-options.js";
import type { ConsumeSettings } from "./contract.js";
import type { EventFamily, Exchange } from "./event-version.js";
import type { RetryPlan } from "./failure-policy.js";
import { versionsOf } from "./identify-event.js";
import { parseDuration } from "./parse-duration.js";
import { deadLetterQueue, type QueueDeclaration, workQueue } from "./queue-topology.js";
import { ConfigurationError } from "./rabbit-error.js";

/** Everything that a consumer does, settled: options over `contract.json` over defaults. Durations in milliseconds. */
export interface ConsumerPlan {
  readonly families: readonly EventFamily[];
  readonly vhost: string | undefined;
  readonly queue: QueueDeclaration;
  readonly deadLetters: QueueDeclaration;
  readonly bindings: readonly { readonly exchange: Exchange; readonly routingKey: string }[];
  readonly prefetch: number;
  readonly retry: RetryPlan;
  readonly handlerTimeout: number;
}

const DELIVERY_LIMIT = 20;
const LONGEST_HANDLER_MS = 29 * 60_000; // the broker takes the channel away after 30 (`consumer_timeout`)

/** Throws `ConfigurationError`, which says what to write where. */
export function consumerPlan(
  families: readonly EventFamily[],
  options: Omit<ConsumerOptions<unknown>, "handlers">,
  consumes: Readonly<Record<string, ConsumeSettings>>,
): ConsumerPlan {
  const names = families.map(({ event }) => event).join(", ");
  if (families.length === 0) throw new ConfigurationError("a consumer needs at least one event");
  const settings = families.flatMap(({ event }) =>
    Object.hasOwn(consumes, event) ? (consumes[event] ?? []) : [],
  );
  const versions = families.flatMap(versionsOf);
  const vhosts = new Set(versions.map(({ vhost }) => vhost));
  if (vhosts.size > 1)
    throw new ConfigurationError(`${names} live in different virtual hosts: one consumer each`);
  const queue = chooseQueue(names, options, settings);
  const retry = retryPlan({ ...settings[0]?.retry, ...options.retry });
  const counted = retry.strategy === "hold" || retry.strategy === "requeue";
  if (counted && queue.type === "classic") {
    throw new ConfigurationError(
      `retry strategy "${retry.strategy}" needs a quorum queue: a classic one counts no deliveries`,
    );
  }
  const prefetch = options.prefetch ?? settings[0]?.prefetch ?? 1;
  if (!Number.isInteger(prefetch) || prefetch < 1 || prefetch > 65_535) {
    throw new ConfigurationError(`prefetch must be a whole number from 1 to 65535, not ${prefetch}`);
  }
  const handlerTimeout = parseDuration(options.handlerTimeout ?? "5m");
  if (handlerTimeout < 1 || handlerTimeout > LONGEST_HANDLER_MS)
    throw new ConfigurationError("handlerTimeout must be from 1ms to 29m");
  const limit = counted ? Math.max(DELIVERY_LIMIT, 2 * retry.maxAttempts) : DELIVERY_LIMIT;
  return {
    families,
    vhost: versions[0]?.vhost,
    queue: workQueue(queue.name, queue.type ?? "quorum", limit),
    deadLetters: deadLetterQueue(queue.name),
    bindings: distinct(versions.map(({ exchange, routingKey }) => ({ exchange, routingKey }))),
    prefetch,
    retry,
    handlerTimeout,
  };
}

function chooseQueue(
  names: string,
  options: Omit<ConsumerOptions<unknown>, "handlers">,
  settings: readonly ConsumeSettings[],
): NonNullable<ConsumeSettings["queue"]> {
  if (options.queue !== undefined)
    return typeof options.queue === "string" ? { name: options.queue } : options.queue;
  const [first, ...others] = settings.flatMap(({ queue }) => queue ?? []);
  if (first === undefined) {
    throw new ConfigurationError(
      `no queue for ${names}: pass { queue: "…" } to rabbit.consumer, or name it in contract.json under services.<service>.consumes`,
    );
  }
  const different = others.find(({ name }) => name !== first.name);
  if (different === undefined) return first;
  throw new ConfigurationError(
    `${names} have different queues in contract.json (${first.name}, ${different.name}): pass { queue }`,
  );
}

function retryPlan({
  strategy = "delay",
  delays = ["1s", "10s", "60s"],
  maxAttempts = 5,
}: NonNullable<ConsumeSettings["retry"]>): RetryPlan {
  if (!Number.isInteger(maxAttempts) || maxAttempts < 1)
    throw new ConfigurationError("retry.maxAttempts must be a whole number from 1");
  if (delays.length === 0) throw new ConfigurationError("retry.delays is empty");
  return { strategy, delays: delays.map((delay) => parseDuration(delay)), maxAttempts };
}

function distinct<Item>(items: readonly Item[]): readonly Item[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
