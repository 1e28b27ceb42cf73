import { nearestWord, parseDuration, shown } from "../options/known-options.js";
import {
  type ArgumentValue,
  argumentsOfOthers,
  expectation,
  isTaken,
  pluginArguments,
  type QueueArgument,
  type QueueType,
  queueArguments,
} from "./queue-arguments.js";
import type { DeclareMode, QueuePlan } from "./queue-plan.js";
import { workQueue } from "./queue-topology.js";

/** A problem with one argument of a queue. */
export interface ArgumentFault {
  /** `unknown` to RabbitMQ; refused (406); or accepted and ignored. */
  readonly kind: "unknown" | "invalid" | "ignored";
  /** Whether it concerns the argument regardless of its value. */
  readonly isAboutName: boolean;
  readonly message: string;
  readonly help: string;
}

type Value = string | number | boolean;

/**
 * Finds arguments that RabbitMQ does not have, refuses or ignores; `null`, which leaves out an argument, is none of
 * these.
 */
export function judgeQueueArgument(
  name: string,
  value: Value | null | undefined,
  type: QueueType,
): readonly ArgumentFault[] {
  const known = queueArguments.get(name);
  if (known === undefined) return pluginArguments.has(name) ? [] : [unknown(name)];
  if (value === null || value === undefined) return [];
  if (!known.types.includes(type)) return [otherType(name, known, type)];
  const wrong = wrongValue(name, known, value, type);
  return [
    ...(wrong === undefined ? [] : [wrong]),
    ...(known.outdated === undefined ? [] : [outdated(name, known.outdated)]),
  ];
}

function unknown(name: string): ArgumentFault {
  const owner = argumentsOfOthers.get(name);
  const near = owner === undefined ? nearestWord(name, [...queueArguments.keys()]) : undefined;
  const message =
    owner === undefined
      ? `RabbitMQ has no queue argument ${JSON.stringify(name)} and ignores it.`
      : `${JSON.stringify(name)} is ${owner}; RabbitMQ ignores it as a queue argument.`;
  const help = near === undefined ? removal : `Did you mean ${JSON.stringify(near)}?`;
  return { kind: "unknown", isAboutName: true, message, help };
}

function otherType(
  name: string,
  { types, unchecked, instead }: QueueArgument,
  type: QueueType,
): ArgumentFault {
  const owner =
    types.length === 0 ? "a stream, which the SDK does not declare" : `a ${types.join(" or ")} queue`;
  const isIgnored = unchecked?.includes("type") === true;
  const message = isIgnored
    ? `RabbitMQ ignores ${JSON.stringify(name)} on a ${type} queue: it applies only to ${owner}.`
    : `RabbitMQ refuses a ${type} queue with ${JSON.stringify(name)}: it applies only to ${owner}.`;
  return { kind: isIgnored ? "ignored" : "invalid", isAboutName: true, message, help: instead ?? removal };
}

function wrongValue(
  name: string,
  known: QueueArgument,
  value: Value,
  type: QueueType,
): ArgumentFault | undefined {
  const shown = shownValue(value);
  if (!isTaken(known.value, value)) {
    const isIgnored = known.unchecked?.includes("value") === true;
    const verb = isIgnored ? "ignores" : "refuses";
    const message = `RabbitMQ ${verb} ${JSON.stringify(name)} with ${shown}: it must be ${expectation(known.value)}.`;
    const help = helpFor(known.value, value);
    return { kind: isIgnored ? "ignored" : "invalid", isAboutName: false, message, help };
  }
  if (name !== "x-overflow" || value !== "reject-publish-dlx" || type === "classic") return undefined;
  const message = `RabbitMQ ignores "${name}" with ${shown} on a quorum queue, which drops its oldest message when it is full.`;
  return { kind: "ignored", isAboutName: false, message, help: 'Use "reject-publish".' };
}

function helpFor(wanted: ArgumentValue, value: Value): string {
  if (wanted.kind === "choice") {
    const near = typeof value === "string" ? nearestWord(value, wanted.choices) : undefined;
    return near === undefined ? "Use one of these." : `Did you mean ${JSON.stringify(near)}?`;
  }
  const meant = typeof value === "string" ? meantValue(wanted, value.trim()) : undefined;
  if (meant !== undefined && isTaken(wanted, meant)) return `Use ${meant}, without quotes.`;
  return "Correct the value.";
}

/** The value that a string most likely stands for. */
function meantValue(wanted: ArgumentValue, text: string): number | boolean | undefined {
  if (wanted.kind === "boolean") return text === "true" || text === "false" ? text === "true" : undefined;
  if (wanted.kind !== "integer") return undefined;
  if (/^-?\d{1,15}$/.test(text)) return Number(text);
  if (wanted.unit !== "ms") return undefined;
  try {
    return parseDuration(text);
  } catch {
    return undefined;
  }
}

function shownValue(value: Value): string {
  return typeof value === "string" ? `the string ${JSON.stringify(value)}` : shown(value);
}

function outdated(name: string, sentence: string): ArgumentFault {
  const message = `${JSON.stringify(name)} is obsolete. ${sentence}`;
  return { kind: "ignored", isAboutName: true, message, help: removal };
}

/** Arguments of a queue can never change, not even those without an effect. */
const removal = "Remove it, unless the queue already exists with it; then it must stay.";

const TYPES: readonly QueueType[] = ["quorum", "classic"];

/**
 * Arguments of a queue that RabbitMQ ignores. `lint` finds them in `contract.json`; this finds those passed in code.
 * Refused arguments are left to the broker, since newer versions may accept more; the `DeclarationRefusedError` then
 * names the argument.
 */
export function givenArgumentFaults(plan: QueuePlan, mode: DeclareMode): readonly string[] {
  const { queue, isTakenOver, givenArguments } = plan;
  const isDeclared = mode === "assert" && !isTakenOver;
  const found = Object.entries(givenArguments).flatMap(([name, value]) => {
    if (name === "x-queue-type") return [];
    if (value === null && isLeftOut(name, plan)) return [];
    if (value === null)
      return [`"${name}": null has no effect, since the SDK does not set it for this queue. Remove it.`];
    return judged(name, value, plan)
      .filter(({ kind }) => (kind === "invalid" ? !isDeclared : !isTakenOver))
      .map(({ message, help }) => `${message} ${help}`);
  });
  const weak = isDeclared && isAtMostOnce(plan) ? [AT_MOST_ONCE] : [];
  return [...found, ...weak].map((text) => `queue "${queue.name}": ${text}`);
}

const AT_MOST_ONCE =
  '"x-overflow": null turns off x-dead-letter-strategy "at-least-once", which RabbitMQ supports only with "reject-publish": messages beyond the delivery limit can be lost when a node fails. Leave x-overflow to the SDK, or also set "x-dead-letter-strategy": null.';

function judged(
  name: string,
  value: string | number | boolean,
  { queue }: QueuePlan,
): readonly ArgumentFault[] {
  const configured = TYPES.filter((type) => type === queue.arguments["x-queue-type"]);
  // the type of an existing queue may be unknown
  const possible = (configured.length > 0 ? configured : TYPES).map((type) =>
    judgeQueueArgument(name, value, type),
  );
  return possible.find((faults) => faults.every(({ kind }) => kind !== "invalid")) ?? possible[0] ?? [];
}

/** Whether the SDK would set the argument. */
function isLeftOut(name: string, { queue, isTakenOver, isPerInstance }: QueuePlan): boolean {
  if (isTakenOver) return false;
  const type = queue.arguments["x-queue-type"] === "classic" ? "classic" : "quorum";
  return (
    Object.hasOwn(workQueue(queue.name, type, 1).arguments, name) || (isPerInstance && name === "x-expires")
  );
}

function isAtMostOnce({ queue }: QueuePlan): boolean {
  const { "x-dead-letter-strategy": strategy, "x-overflow": overflow } = queue.arguments;
  return strategy === "at-least-once" && overflow === undefined;
}
