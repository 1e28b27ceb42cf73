import { Buffer } from "node:buffer";
import type { BreakerSettings } from "./breaker.js";
import { checkQueueName } from "./check-queue-name.js";
import type { ConsumerOptions } from "./consumer-options.js";
import type { ConsumeSettings, QueueSettings } from "./contract.js";
import type { DeclareMode } from "./declare-topology.js";
import type { EventFamily, Exchange } from "./event-version.js";
import type { RetryPlan } from "./failure-policy.js";
import { versionsOf } from "./identify-event.js";
import { parseDuration } from "./parse-duration.js";
import {
  deadLetterQueue,
  deliveryLimit,
  existingQueue,
  instanceQueue,
  type QueueDeclaration,
  type WantedArguments,
  workQueue,
} from "./queue-topology.js";
import { ConfigurationError } from "./rabbit-error.js";

/** Everything that a consumer does, settled: options over `contract.json` over defaults. Durations in milliseconds. */
export interface ConsumerPlan {
  readonly families: readonly EventFamily[];
  readonly vhost: string | undefined;
  readonly queue: QueueDeclaration;
  /** Whether the queue is somebody else's, used as it is: its arguments are those that the user says of it. */
  readonly isTakenOver: boolean;
  /** Whether the queue is this consumer's alone, and goes when it has had no consumer for a while. */
  readonly isPerInstance: boolean;
  readonly deadLetters: QueueDeclaration;
  readonly bindings: readonly { readonly exchange: Exchange; readonly routingKey: string }[];
  readonly prefetch: number;
  readonly retry: RetryPlan;
  readonly handlerTimeout: number;
  /** `undefined`: never pause. */
  readonly breaker: BreakerSettings | undefined;
  /** Whether dead letters carry the stack of their error. */
  readonly deadLetterStack: boolean;
}

/** Whether the broker delivers to one consumer of the queue at a time. */
export function isSingleActive({ queue }: ConsumerPlan): boolean {
  return queue.arguments["x-single-active-consumer"] === true;
}

/** The broker takes the channel away after `consumer_timeout`, 30 min unless its operator or the queue says otherwise. */
const CONSUMER_TIMEOUT_MS = 30 * 60_000;
const TIMEOUT_MARGIN_MS = 60_000;

/** Throws `ConfigurationError`, which says what to write where. */
export function consumerPlan(
  families: readonly EventFamily[],
  options: Omit<ConsumerOptions<unknown>, "handlers">,
  consumes: Readonly<Record<string, ConsumeSettings>>,
  declare: DeclareMode = "assert",
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
  const retry = {
    ...retryPlan({
      ...(queue.perInstance === true ? { strategy: "none" } : {}),
      ...settings[0]?.retry,
      ...given(options.retry),
    }),
    ownSteps: declare === "assert",
  };
  checkQueueName(queue.name, retry);
  const counted = retry.strategy === "hold" || retry.strategy === "requeue";
  if (counted && queue.type === "classic") {
    throw new ConfigurationError(
      `retry strategy "${retry.strategy}" needs a quorum queue: a classic one counts no deliveries`,
    );
  }
  if (counted && queue.declare === "check" && queue.type === undefined) {
    throw new ConfigurationError(
      `queue "${queue.name}" is taken over: retry strategy "${retry.strategy}" needs a quorum queue, say type: "quorum" if it is one`,
    );
  }
  const prefetch = options.prefetch ?? settings[0]?.prefetch ?? 1;
  if (!Number.isInteger(prefetch) || prefetch < 1 || prefetch > 65_535) {
    throw new ConfigurationError(`prefetch must be a whole number from 1 to 65535, not ${String(prefetch)}`);
  }
  const type = queue.type ?? "quorum";
  const limit = deliveryLimit(retry.maxAttempts);
  const isTakenOver = queue.declare === "check";
  const isPerInstance = queue.perInstance === true;
  const own = ownArguments(queue);
  if (isPerInstance) checkInstances(queue, retry.strategy, isTakenOver ? "check" : declare);
  const work = isTakenOver
    ? existingQueue(queue.name, queue.type, own)
    : isPerInstance
      ? instanceQueue(queue.name, type, limit, own)
      : workQueue(queue.name, type, limit, own);
  const timeout = handlerTimeout(options.handlerTimeout, work);
  checkHold(retry, timeout, work);
  return {
    families,
    vhost: versions[0]?.vhost,
    queue: work,
    isTakenOver,
    isPerInstance,
    deadLetters: deadLetterQueue(queue.name),
    bindings: distinct(versions.map(({ exchange, routingKey }) => ({ exchange, routingKey }))),
    prefetch,
    retry: { ...retry, longestHold: longestHold(work) - timeout },
    handlerTimeout: timeout,
    breaker: breakerSettings(options.breaker, counted),
    deadLetterStack: options.deadLetterStack ?? true,
  };
}

/** Of `.instance.<uuid>`. */
const INSTANCE_SUFFIX_BYTES = 46;

/** What a queue that comes and goes with an instance cannot have. */
function checkInstances(
  { name }: QueueSettings,
  strategy: RetryPlan["strategy"],
  declare: DeclareMode,
): void {
  if (declare !== "assert")
    throw new ConfigurationError(
      `queue "${name}" is perInstance, and declare is "${declare}": nobody else can declare a queue that each instance names itself`,
    );
  const over = Buffer.byteLength(name) + INSTANCE_SUFFIX_BYTES - 255;
  if (over > 0)
    throw new ConfigurationError(
      `queue "${name}" is perInstance, and its instances' names would have over 255 bytes: shorten it by ${over}`,
    );
  if (strategy === "delay")
    throw new ConfigurationError(
      `queue "${name}" is perInstance: its retry queues would outlive it; use strategy "none", "hold" or "requeue"`,
    );
}

function ownArguments({ name, type, arguments: own = {} }: QueueSettings): WantedArguments {
  const wanted = own["x-queue-type"];
  if (wanted !== undefined && wanted !== (type ?? "quorum"))
    throw new ConfigurationError(`queue "${name}": say its type with "type", not with x-queue-type`);
  return own;
}

/** Milliseconds that a message may be held, its handler's time and a held wait together. */
function longestHold({ arguments: own }: QueueDeclaration): number {
  const limit = Number(own["x-consumer-timeout"] ?? CONSUMER_TIMEOUT_MS);
  return Math.max(limit / 2, limit - TIMEOUT_MARGIN_MS);
}

function handlerTimeout(wanted: string | number | undefined, queue: QueueDeclaration): number {
  const longest = longestHold(queue);
  const ms = wanted === undefined ? Math.min(5 * 60_000, longest) : parseDuration(wanted);
  if (ms >= 1 && ms <= longest) return ms;
  throw new ConfigurationError(
    `handlerTimeout must be from 1ms to ${longest}ms: the broker takes the channel from whoever holds a message for longer (consumer_timeout, 30 min); x-consumer-timeout among the arguments of queue "${queue.name}" raises that from RabbitMQ 3.12 on`,
  );
}

function checkHold(
  { strategy, delays }: Pick<RetryPlan, "strategy" | "delays">,
  timeout: number,
  queue: QueueDeclaration,
): void {
  const longest = longestHold(queue) - timeout;
  const over = delays.find((delay) => strategy === "hold" && delay > longest);
  if (over === undefined) return;
  throw new ConfigurationError(
    `a delay of ${over} ms cannot be held after a handler's ${timeout} ms: the broker waits 30 min for a message; strategy "delay" can`,
  );
}

function breakerSettings(
  options: ConsumerOptions<unknown>["breaker"] = {},
  countsRetries: boolean,
): BreakerSettings | undefined {
  if (options === false) return undefined;
  const { failures = 10, pause = "1s", maxPause = "60s" } = options;
  if (!Number.isInteger(failures) || failures < 1)
    throw new ConfigurationError("breaker.failures must be a whole number from 1");
  return { failures, countsRetries, pauseMs: parseDuration(pause), maxPauseMs: parseDuration(maxPause) };
}

function chooseQueue(
  names: string,
  options: Omit<ConsumerOptions<unknown>, "handlers">,
  settings: readonly ConsumeSettings[],
): QueueSettings {
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
}: NonNullable<ConsumeSettings["retry"]>): Omit<RetryPlan, "ownSteps" | "longestHold"> {
  if (!Number.isInteger(maxAttempts) || maxAttempts < 1)
    throw new ConfigurationError("retry.maxAttempts must be a whole number from 1");
  if (delays.length === 0) throw new ConfigurationError("retry.delays is empty");
  return { strategy, delays: delays.map((delay) => parseDuration(delay)), maxAttempts };
}

/** Without options that are `undefined`: those fall back, as ones that are not there. */
function given<Options extends object>(options: Options | undefined): Partial<Options> {
  const entries = Object.entries(options ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<Options>;
}

function distinct<Item>(items: readonly Item[]): readonly Item[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
