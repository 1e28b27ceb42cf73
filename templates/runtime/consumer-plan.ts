import { Buffer } from "node:buffer";
import { type BatchPlan, batchPlan, callsInTurn, prefetchOf } from "./batch-plan.js";
import type { BreakerSettings } from "./breaker.js";
import { checkQueueName } from "./check-queue-name.js";
import type { AnyBind, AnyConsumerOptions } from "./consumer-options.js";
import type { Bind, ConsumeSettings, QueueSettings } from "./contract.js";
import type { DeclareMode } from "./declare-topology.js";
import { type Binding, eventBindings } from "./event-bindings.js";
import type { EventFamily } from "./event-version.js";
import type { RetryPlan } from "./failure-policy.js";
import { versionsOf } from "./identify-event.js";
import { shown } from "./known-options.js";
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
export interface ConsumerPlan<Family extends EventFamily = EventFamily> {
  readonly families: readonly Family[];
  readonly vhost: string | undefined;
  readonly queue: QueueDeclaration;
  /** Whether the queue is somebody else's, used as it is: its arguments are those that the user says of it. */
  readonly isTakenOver: boolean;
  /** Whether the queue is this consumer's alone, and goes when it has had no consumer for a while. */
  readonly isPerInstance: boolean;
  /** Arguments of the queue that the call gives itself; `lint` has seen those of `contract.json`. */
  readonly givenArguments: WantedArguments;
  readonly deadLetters: QueueDeclaration;
  readonly bindings: readonly Binding[];
  readonly prefetch: number;
  /** `undefined`: single messages. */
  readonly batch: BatchPlan | undefined;
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
export function consumerPlan<Family extends EventFamily>(
  families: readonly Family[],
  options: Omit<AnyConsumerOptions, "handlers">,
  consumes: Readonly<Record<string, ConsumeSettings>>,
  declare: DeclareMode = "assert",
): ConsumerPlan<Family> {
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
  const batch = batchPlan(options.batch, retry.strategy);
  const prefetch = prefetchOf({ option: options.prefetch, contract: settings[0]?.prefetch }, batch);
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
  const timeout = batch
    ? batchTimeout(options.handlerTimeout, work, batch, prefetch)
    : handlerTimeout(options.handlerTimeout, work);
  checkHold(retry, timeout, work);
  return {
    families,
    vhost: versions[0]?.vhost,
    queue: work,
    isTakenOver,
    isPerInstance,
    givenArguments: options.queue === undefined ? {} : own,
    deadLetters: deadLetterQueue(queue.name),
    bindings: planBindings(families, options.bind, consumes, declare),
    prefetch,
    batch,
    retry: { ...retry, longestHold: longestHold(work) - timeout },
    handlerTimeout: timeout,
    breaker: breakerSettings(options.breaker, counted),
    deadLetterStack: options.deadLetterStack ?? true,
  };
}

/** What the queue is bound with for each event: as the options say, else as `contract.json` does. */
function planBindings(
  families: readonly EventFamily[],
  wanted: AnyBind | undefined,
  consumes: Readonly<Record<string, ConsumeSettings>>,
  declare: DeclareMode,
): readonly Binding[] {
  const byEvent = bindByEvent(families, wanted);
  const bindings = families.flatMap((family) => {
    const { event } = family;
    const settings = Object.hasOwn(consumes, event) ? consumes[event] : undefined;
    const own = Object.hasOwn(byEvent, event) ? byEvent[event] : undefined;
    return eventBindings(family, own === undefined ? settings?.bind : own, declare === "assert");
  });
  return distinct(bindings);
}

function bindByEvent(
  families: readonly EventFamily[],
  wanted: AnyBind | undefined,
): Readonly<Record<string, Bind | undefined>> {
  if (wanted === undefined) return {};
  const events = families.map(({ event }) => event);
  if (isForOne(wanted)) {
    const [only = "", second] = events;
    if (second === undefined) return { [only]: wanted };
    throw new ConfigurationError(
      `bind must say which event it is for, as in { bind: { ${JSON.stringify(only)}: "…" } }: the consumer has ${events.join(", ")}`,
    );
  }
  const strange = Object.keys(wanted).find((name) => !events.includes(name));
  if (strange === undefined) return wanted;
  throw new ConfigurationError(
    `bind names ${JSON.stringify(strange)}, and the consumer has ${events.join(", ")}`,
  );
}

function isForOne(bind: AnyBind): bind is Bind {
  return typeof bind !== "object" || bind === null || Array.isArray(bind);
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
  const said = own["x-consumer-timeout"];
  const limit = typeof said === "number" && said >= 0 ? said : CONSUMER_TIMEOUT_MS; // RabbitMQ ignores other values
  return Math.max(limit / 2, limit - TIMEOUT_MARGIN_MS);
}

function handlerTimeout(wanted: string | number | undefined, queue: QueueDeclaration): number {
  const longest = longestHold(queue);
  const ms = wanted === undefined ? Math.min(5 * 60_000, longest) : parseDuration(wanted, "handlerTimeout");
  if (ms >= 1 && ms <= longest) return ms;
  throw new ConfigurationError(
    `handlerTimeout is ${shown(wanted)}, and must be at least "1ms" and at most "${longest}ms": the broker takes the channel from whoever holds a message for longer (consumer_timeout, 30 min); x-consumer-timeout among the arguments of queue "${queue.name}" raises that from RabbitMQ 3.12 on`,
  );
}

/** A message of a batch is also held while it waits for others, and while the batches in front of it are handled. */
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
    `handlerTimeout is ${shown(wanted)}, and must be at least "1ms" and at most "${longest}ms" for batches of ${batch.size} at prefetch ${prefetch}: a message may wait for ${calls - 1} other calls, and the broker takes the channel from whoever holds a message for longer (consumer_timeout, 30 min); a smaller prefetch, or x-consumer-timeout among the arguments of queue "${queue.name}" from RabbitMQ 3.12 on, raises that`,
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
    `retry.delays[${over}]: a delay of ${delays[over]} ms cannot be held after a handler's ${timeout} ms: the broker waits 30 min for a message; write at most "${longest}ms", or use strategy "delay"`,
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

function chooseQueue(
  names: string,
  options: Omit<AnyConsumerOptions, "handlers">,
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
  const inMs = delays.map((delay, index) => parseDuration(delay, `retry.delays[${index}]`));
  return { strategy, delays: inMs, maxAttempts };
}

/** Without options that are `undefined`: those fall back, as ones that are not there. */
function given<Options extends object>(options: Options | undefined): Partial<Options> {
  const entries = Object.entries(options ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<Options>;
}

function distinct<Item>(items: readonly Item[]): readonly Item[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
