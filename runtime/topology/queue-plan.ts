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

/** The resolved settings of a consumer's queue and what belongs to it: options over `contract.json` over defaults. */
export interface QueuePlan<Family extends EventFamily = EventFamily> {
  readonly families: readonly Family[];
  readonly vhost: string | undefined;
  readonly queue: QueueDeclaration;
  /** Whether the queue is declared elsewhere and used as it is: only the arguments that the user states are known. */
  readonly isTakenOver: boolean;
  /** Whether the queue is for this consumer alone, and expires after a while without a consumer. */
  readonly isPerInstance: boolean;
  /** Queue arguments from the call itself; those in `contract.json` have been checked by `lint`. */
  readonly givenArguments: WantedArguments;
  readonly deadLetters: QueueDeclaration;
  readonly bindings: readonly Binding[];
  readonly retry: RetrySchedule;
}

/** The options of a consumer that determine what is declared. */
export interface QueueOptions {
  readonly queue?: string | QueueSettings | undefined;
  readonly bind?: AnyBind | undefined;
  readonly retry?: RetrySettings | undefined;
}

/** Throws a `ConfigurationError` that says what to change. */
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
    throw new ConfigurationError(`${names} are in different virtual hosts: create one consumer for each`);
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

/** The settings in `contract.json` for each of the events that a service consumes, if any. */
export function settingsOf(
  families: readonly EventFamily[],
  consumes: Readonly<Record<string, ConsumeSettings>>,
): readonly ConsumeSettings[] {
  return families.flatMap(({ event }) => (Object.hasOwn(consumes, event) ? (consumes[event] ?? []) : []));
}

/** Whether the attempts are the broker's deliveries, which only quorum queues count. */
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
      `retry strategy "${strategy}" needs a quorum queue: a classic queue does not count deliveries`,
    );
  }
  if (declare === "check" && type === undefined) {
    throw new ConfigurationError(
      `queue "${name}" is used as it is, and retry strategy "${strategy}" needs a quorum queue: set type: "quorum" if it is one`,
    );
  }
}

/** The binding keys for each event: from the options, or else from `contract.json`. */
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
      `bind must name the event that it applies to, as in { bind: { ${JSON.stringify(only)}: "…" } }: the consumer's events are ${events.join(", ")}`,
    );
  }
  const strange = Object.keys(wanted).find((name) => !events.includes(name));
  if (strange === undefined) return wanted;
  throw new ConfigurationError(
    `bind names ${JSON.stringify(strange)}, but the consumer's events are ${events.join(", ")}`,
  );
}

function isForOne(bind: AnyBind): bind is Bind {
  return typeof bind !== "object" || bind === null || Array.isArray(bind);
}

/** Length of `.instance.<uuid>`. */
const INSTANCE_SUFFIX_BYTES = 46;

/** Settings that a queue of one instance cannot have. */
function checkInstances(
  { name }: QueueSettings,
  strategy: RetrySchedule["strategy"],
  declare: DeclareMode,
): void {
  if (declare !== "assert")
    throw new ConfigurationError(
      `queue "${name}" is perInstance, but declare is "${declare}": only the instance itself can declare its queue, since it chooses the name`,
    );
  const over = Buffer.byteLength(name) + INSTANCE_SUFFIX_BYTES - 255;
  if (over > 0)
    throw new ConfigurationError(
      `queue "${name}" is perInstance, but the names of its instances would be longer than 255 bytes: shorten it by ${over}`,
    );
  if (strategy === "delay")
    throw new ConfigurationError(
      `queue "${name}" is perInstance, but its retry queues would outlive it: use strategy "none", "hold" or "requeue"`,
    );
}

function ownArguments({ name, type, arguments: own = {} }: QueueSettings): WantedArguments {
  const wanted = own["x-queue-type"];
  if (wanted !== undefined && wanted !== (type ?? "quorum"))
    throw new ConfigurationError(`queue "${name}": set its type with "type", not with x-queue-type`);
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
      `no queue for ${names}: pass { queue: "…" } to rabbit.consumer, or set it in contract.json under services.<service>.consumes`,
    );
  }
  const different = others.find(({ name }) => name !== first.name);
  if (different === undefined) return first;
  throw new ConfigurationError(
    `${names} have different queues in contract.json (${first.name}, ${different.name}): pass { queue } to choose one`,
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

/** Without options that are `undefined`: those use their defaults, like absent ones. */
function given<Options extends object>(options: Options | undefined): Partial<Options> {
  const entries = Object.entries(options ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<Options>;
}

function distinct<Item>(items: readonly Item[]): readonly Item[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

/**
 * Who declares queues, exchanges and bindings:
 * - `assert` (default): this service declares what it needs; existing ones must have the same settings.
 * - `check`: another party does; each must exist when this service starts, and after each reconnect.
 * - `none`: another party does, and nothing is checked: for users without any permission on exchanges.
 */
export type DeclareMode = "assert" | "check" | "none";
