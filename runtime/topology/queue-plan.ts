import { Buffer } from "node:buffer";
import type { AnyBind, Bind, ConsumeSettings, QueueSettings, RetrySettings } from "../contract/contract.js";
import { type EventFamily, versionsOf } from "../contract/event-version.js";
import { ConfigurationError } from "../errors/rabbit-error.js";
import { parseDuration } from "../options/known-options.js";
import { type Binding, eventBindings } from "../routing/event-bindings.js";
import type { RetrySchedule } from "./queue-topology.js";
import {
  checkQueueName,
  deadLetterQueue,
  deliveryLimit,
  existingQueue,
  instanceQueue,
  type QueueDeclaration,
  type WantedArguments,
  workQueue,
} from "./queue-topology.js";

/** A consumer's queue and what stands around it, settled: options over `contract.json` over defaults. */
export interface QueuePlan<Family extends EventFamily = EventFamily> {
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
  readonly retry: RetrySchedule;
}

/** The options of a consumer that say what is declared. */
export interface QueueOptions {
  readonly queue?: string | QueueSettings | undefined;
  readonly bind?: AnyBind | undefined;
  readonly retry?: RetrySettings | undefined;
}

/** Throws `ConfigurationError`, which says what to write where. */
export function queuePlan<Family extends EventFamily>(
  families: readonly Family[],
  options: QueueOptions,
  consumes: Readonly<Record<string, ConsumeSettings>>,
  declare: DeclareMode,
): QueuePlan<Family> {
  const names = families.map(({ event }) => event).join(", ");
  if (families.length === 0) throw new ConfigurationError("a consumer needs at least one event");
  const settings = settingsOf(families, consumes);
  const versions = families.flatMap(versionsOf);
  const vhosts = new Set(versions.map(({ vhost }) => vhost));
  if (vhosts.size > 1)
    throw new ConfigurationError(`${names} live in different virtual hosts: one consumer each`);
  const queue = chooseQueue(names, options, settings);
  const isTakenOver = queue.declare === "check";
  const isPerInstance = queue.perInstance === true;
  const retry = retrySchedule(
    { ...(isPerInstance ? { strategy: "none" } : {}), ...settings[0]?.retry, ...given(options.retry) },
    declare,
  );
  checkQueueName(queue.name, retry);
  if (countsDeliveries(retry)) checkCounted(queue, retry);
  const type = queue.type ?? "quorum";
  const limit = deliveryLimit(retry.maxAttempts);
  const own = ownArguments(queue);
  if (isPerInstance) checkInstances(queue, retry.strategy, isTakenOver ? "check" : declare);
  return {
    families,
    vhost: versions[0]?.vhost,
    queue: isTakenOver
      ? existingQueue(queue.name, queue.type, own)
      : isPerInstance
        ? instanceQueue(queue.name, type, limit, own)
        : workQueue(queue.name, type, limit, own),
    isTakenOver,
    isPerInstance,
    givenArguments: options.queue === undefined ? {} : own,
    deadLetters: deadLetterQueue(queue.name),
    bindings: planBindings(families, options.bind, consumes, declare),
    retry,
  };
}

/** What `contract.json` says of each of the events that a service reads, as far as it does. */
export function settingsOf(
  families: readonly EventFamily[],
  consumes: Readonly<Record<string, ConsumeSettings>>,
): readonly ConsumeSettings[] {
  return families.flatMap(({ event }) => (Object.hasOwn(consumes, event) ? (consumes[event] ?? []) : []));
}

/** Whether the attempts are the broker's deliveries, which a quorum queue alone counts. */
export function countsDeliveries({ strategy }: Pick<RetrySchedule, "strategy">): boolean {
  return strategy === "hold" || strategy === "requeue";
}

/** Whether the broker delivers to one consumer of the queue at a time. */
export function isSingleActive({ queue }: Pick<QueuePlan, "queue">): boolean {
  return queue.arguments["x-single-active-consumer"] === true;
}

function checkCounted({ name, type, declare }: QueueSettings, { strategy }: RetrySchedule): void {
  if (type === "classic") {
    throw new ConfigurationError(
      `retry strategy "${strategy}" needs a quorum queue: a classic one counts no deliveries`,
    );
  }
  if (declare === "check" && type === undefined) {
    throw new ConfigurationError(
      `queue "${name}" is taken over: retry strategy "${strategy}" needs a quorum queue, say type: "quorum" if it is one`,
    );
  }
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
  strategy: RetrySchedule["strategy"],
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

function chooseQueue(
  names: string,
  options: QueueOptions,
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

function retrySchedule(
  { strategy = "delay", delays = ["1s", "10s", "60s"], maxAttempts = 5 }: RetrySettings,
  declare: DeclareMode,
): RetrySchedule {
  if (!Number.isInteger(maxAttempts) || maxAttempts < 1)
    throw new ConfigurationError("retry.maxAttempts must be a whole number from 1");
  if (delays.length === 0) throw new ConfigurationError("retry.delays is empty");
  const inMs = delays.map((delay, index) => parseDuration(delay, `retry.delays[${index}]`));
  return { strategy, delays: inMs, maxAttempts, ownSteps: declare === "assert" };
}

/** Without options that are `undefined`: those fall back, as ones that are not there. */
function given<Options extends object>(options: Options | undefined): Partial<Options> {
  const entries = Object.entries(options ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<Options>;
}

function distinct<Item>(items: readonly Item[]): readonly Item[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

/**
 * Who makes queues, exchanges and bindings:
 * - `assert` (default): this service declares what it needs; what exists must be the same.
 * - `check`: somebody else does; each must exist when this service starts, and after each reconnect.
 * - `none`: somebody else does, and nothing is asked: for users without any permission on exchanges.
 */
export type DeclareMode = "assert" | "check" | "none";
