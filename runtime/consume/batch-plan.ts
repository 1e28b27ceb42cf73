import { ConfigurationError } from "../errors/rabbit-error.js";
import { checkOptionNames, type OptionNames, shown } from "../options/known-options.js";
import { parseDuration } from "../options/parse-duration.js";
import type { RetryPlan } from "../retry/failure-policy.js";
import type { BatchOptions } from "./batch-options.js";

/** A consumer's batches, settled. */
export interface BatchPlan {
  readonly size: number;
  readonly withinMs: number;
}

/** Where the prefetch of a consumer was given, if it was. */
export interface GivenPrefetch {
  readonly option: number | undefined;
  readonly contract: number | undefined;
}

const NAMES: OptionNames<BatchOptions> = { size: true, within: true };
const WITHIN_MS = 200;
const LONGEST_WITHIN_MS = 5 * 60_000;
const MOST = 65_535;

/** Throws `ConfigurationError` for batches that could not work as they are asked for. */
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
    throw new ConfigurationError(`batch.within must be from 1ms to 5m, not ${shown(within)}`);
  if (strategy === "hold")
    throw new ConfigurationError(
      'retry strategy "hold" keeps order by holding back the messages behind a failed one, and in a batch those are handled already: use "delay", "requeue" or "none" with batch, or consume single messages',
    );
  return { size, withinMs };
}

/** How many messages a consumer may have in hand: what the options say, or `contract.json`, or one batch. */
export function prefetchOf({ option, contract }: GivenPrefetch, batch: BatchPlan | undefined): number {
  const prefetch = option ?? contract ?? batch?.size ?? 1;
  if (!isCount(prefetch))
    throw new ConfigurationError(`prefetch must be a whole number from 1 to ${MOST}, not ${shown(prefetch)}`);
  if (batch === undefined || prefetch >= batch.size) return prefetch;
  const [where, advice] =
    option === undefined
      ? [" of contract.json", `pass prefetch: ${batch.size} or more to rabbit.consumer`]
      : ["", `leave prefetch out, which makes it ${batch.size}, or raise it`];
  throw new ConfigurationError(
    `prefetch ${prefetch}${where} is below batch.size ${batch.size}, so that no batch would ever be full: ${advice}`,
  );
}

/**
 * How many handler calls in a row a message may have to sit through, its own included: batches are handled one by one,
 * and those in front of it may be full, while the one that runs as it comes may be small.
 */
export function callsInTurn(prefetch: number, { size }: BatchPlan): number {
  return Math.ceil(prefetch / size) + 1;
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MOST;
}
