import type { ConsumeSettings } from "../contract/contract.js";
import type { EventFamily } from "../contract/event-version.js";
import { ConfigurationError } from "../errors/rabbit-error.js";
import { checkOptionNames, type OptionNames, parseDuration, shown } from "../options/known-options.js";
import type { RetryPlan } from "../retry/retry.js";
import type { DeclareMode } from "../topology/queue-plan.js";
import { countsDeliveries, type QueuePlan, queuePlan, settingsOf } from "../topology/queue-plan.js";
import type { QueueDeclaration } from "../topology/queue-topology.js";
import type { AnyConsumerOptions, BatchOptions } from "./consumer-options.js";

/** The resolved settings of a consumer: options over `contract.json` over defaults. Durations in milliseconds. */
export interface ConsumerPlan<Family extends EventFamily = EventFamily> extends QueuePlan<Family> {
  readonly prefetch: number;
  /** `undefined`: single messages. */
  readonly batch: BatchPlan | undefined;
  readonly retry: RetryPlan;
  readonly handlerTimeout: number;
  /** `undefined`: never pauses. */
  readonly breaker: BreakerSettings | undefined;
  /** Whether dead letters carry the stack of their error. */
  readonly deadLetterStack: boolean;
}

/** The broker closes the channel after `consumer_timeout`, 30 min unless its operator or the queue overrides it. */
export const CONSUMER_TIMEOUT_MS: number = 30 * 60_000;
const TIMEOUT_MARGIN_MS = 60_000;

/** Throws a `ConfigurationError` that says what to change. */
export function consumerPlan<Family extends EventFamily>(
  families: readonly Family[],
  options: Omit<AnyConsumerOptions, "handlers">,
  consumes: Readonly<Record<string, ConsumeSettings>>,
  declare: DeclareMode = "assert",
): ConsumerPlan<Family> {
  const queue = queuePlan(families, options, consumes, declare);
  const batch = batchPlan(options.batch, queue.retry.strategy);
  const contract = settingsOf(families, consumes)[0]?.prefetch;
  const prefetch = prefetchOf({ option: options.prefetch, contract }, batch);
  const timeout = batch
    ? batchTimeout(options.handlerTimeout, queue.queue, batch, prefetch)
    : handlerTimeout(options.handlerTimeout, queue.queue);
  checkHold(queue.retry, timeout, queue.queue);
  return {
    ...queue,
    prefetch,
    batch,
    retry: { ...queue.retry, longestHold: longestHold(queue.queue) - timeout },
    handlerTimeout: timeout,
    breaker: breakerSettings(options.breaker, countsDeliveries(queue.retry)),
    deadLetterStack: options.deadLetterStack ?? true,
  };
}

/** Milliseconds that a message may be held: the handler's time plus a held wait. */
function longestHold({ arguments: own }: QueueDeclaration): number {
  const configured = own["x-consumer-timeout"];
  const limit = typeof configured === "number" && configured >= 0 ? configured : CONSUMER_TIMEOUT_MS; // RabbitMQ ignores other values
  return Math.max(limit / 2, limit - TIMEOUT_MARGIN_MS);
}

function handlerTimeout(wanted: string | number | undefined, queue: QueueDeclaration): number {
  const longest = longestHold(queue);
  const ms = wanted === undefined ? Math.min(5 * 60_000, longest) : parseDuration(wanted, "handlerTimeout");
  if (ms >= 1 && ms <= longest) return ms;
  throw new ConfigurationError(
    `handlerTimeout is ${shown(wanted)}, but must be between "1ms" and "${Math.floor(longest)}ms": the broker closes the channel of a consumer that holds a delivery longer (consumer_timeout, 30 min); from RabbitMQ 3.12 on, the argument x-consumer-timeout of queue "${queue.name}" raises that limit`,
  );
}

/** A message of a batch is also held while it waits for others, and while earlier batches are handled. */
function batchTimeout(
  wanted: string | number | undefined,
  queue: QueueDeclaration,
  batch: BatchPlan,
  prefetch: number,
): number {
  const calls = callsInTurn(prefetch, batch);
  const longest = Math.floor((longestHold(queue) - batch.withinMs) / calls);
  const ms = wanted === undefined ? Math.min(5 * 60_000, longest) : parseDuration(wanted, "handlerTimeout");
  if (ms >= 1 && ms <= longest) return ms;
  throw new ConfigurationError(
    `handlerTimeout is ${shown(wanted)}, but must be between "1ms" and "${Math.floor(longest)}ms" for batches of ${batch.size} at prefetch ${prefetch}: a message may wait for ${calls - 1} other calls, and the broker closes the channel of a consumer that holds a delivery longer (consumer_timeout, 30 min); lower prefetch, or raise that limit with the argument x-consumer-timeout of queue "${queue.name}" (RabbitMQ 3.12 or later)`,
  );
}

function checkHold(
  { strategy, delays }: Pick<RetryPlan, "strategy" | "delays">,
  timeout: number,
  queue: QueueDeclaration,
): void {
  const longest = longestHold(queue) - timeout;
  const over = strategy === "hold" ? delays.findIndex((delay) => delay > longest) : -1;
  if (over < 0) return;
  throw new ConfigurationError(
    `retry.delays[${over}]: a message cannot be held for ${Math.round(delays[over] ?? 0)} ms after a handler's ${Math.round(timeout)} ms: the broker waits at most 30 min; use at most "${Math.floor(longest)}ms", or strategy "delay"`,
  );
}

function breakerSettings(
  options: AnyConsumerOptions["breaker"] = {},
  countsRetries: boolean,
): BreakerSettings | undefined {
  if (options === false) return undefined;
  const { failures = 10, pause = "1s", maxPause = "60s" } = options;
  if (!Number.isInteger(failures) || failures < 1)
    throw new ConfigurationError("breaker.failures must be a whole number from 1");
  return {
    failures,
    countsRetries,
    pauseMs: parseDuration(pause, "breaker.pause"),
    maxPauseMs: parseDuration(maxPause, "breaker.maxPause"),
  };
}

/** A consumer's batch settings, resolved. */
export interface BatchPlan {
  readonly size: number;
  readonly withinMs: number;
}

/** Where a consumer's prefetch was set, if anywhere. */
export interface GivenPrefetch {
  readonly option: number | undefined;
  readonly contract: number | undefined;
}

const NAMES: OptionNames<BatchOptions> = { size: true, within: true };
const WITHIN_MS = 200;
const LONGEST_WITHIN_MS = 5 * 60_000;
const MOST = 65_535;

/** Throws `ConfigurationError` for batch settings that cannot work. */
export function batchPlan(
  options: BatchOptions | undefined,
  strategy: RetryPlan["strategy"],
): BatchPlan | undefined {
  if (options === undefined) return undefined;
  checkOptionNames("batch", options, NAMES);
  const { size, within = WITHIN_MS } = options;
  if (!isCount(size))
    throw new ConfigurationError(`batch.size must be a whole number from 1 to ${MOST}, not ${shown(size)}`);
  const withinMs = parseDuration(within, "batch.within");
  if (withinMs < 1 || withinMs > LONGEST_WITHIN_MS)
    throw new ConfigurationError(`batch.within must be between "1ms" and "5m", not ${shown(within)}`);
  if (strategy === "hold")
    throw new ConfigurationError(
      'retry strategy "hold" keeps order by holding back the messages behind a failed one, but in a batch those are already handled: use "delay", "requeue" or "none" with batch, or consume single messages',
    );
  return { size, withinMs };
}

/** How many messages a consumer may hold: from the options, from `contract.json`, or one batch. */
export function prefetchOf({ option, contract }: GivenPrefetch, batch: BatchPlan | undefined): number {
  const prefetch = option ?? contract ?? batch?.size ?? 1;
  if (!isCount(prefetch))
    throw new ConfigurationError(`prefetch must be a whole number from 1 to ${MOST}, not ${shown(prefetch)}`);
  if (batch === undefined || prefetch >= batch.size) return prefetch;
  const [where, advice] =
    option === undefined
      ? [" of contract.json", `pass prefetch: ${batch.size} or more to rabbit.consumer`]
      : ["", `raise it, or omit prefetch to default to ${batch.size}`];
  throw new ConfigurationError(
    `prefetch ${prefetch}${where} is below batch.size ${batch.size}, so no batch could ever be full: ${advice}`,
  );
}

/**
 * How many consecutive handler calls a message may have to wait for, including its own: batches are handled one at a
 * time, earlier ones may be full, and the one running when the message arrives may be small.
 */
export function callsInTurn(prefetch: number, { size }: BatchPlan): number {
  return Math.ceil(prefetch / size) + 1;
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MOST;
}

/** When a consumer pauses because its handlers fail repeatedly. */
export interface BreakerSettings {
  /** Consecutive failed first attempts. */
  readonly failures: number;
  /** Whether later attempts also count; used where a retried message is not overtaken by others. */
  readonly countsRetries: boolean;
  /** Milliseconds of the first pause; each further one in a row is twice as long. */
  readonly pauseMs: number;
  /** Milliseconds of the longest pause. */
  readonly maxPauseMs: number;
}
