import { parseDuration } from "../../templates/runtime/parse-duration.js";
import type { Finding } from "../finding.js";
import type { Consumption } from "./contract.js";
import { nearestWord } from "./nearest-word.js";
import { joinPointer } from "./pointer.js";
import {
  type ArgumentValue,
  argumentsOfOthers,
  pluginArguments,
  type QueueArgument,
  type QueueType,
  queueArguments,
} from "./queue-arguments.js";
import { isReserved } from "./reserved-names.js";
import { bytes, shortString, tooLong } from "./short-string.js";
import { findingAt, type Said, type SourceFile } from "./source-file.js";

/** What `contract.json` may say as the value of an argument. */
type Value = string | number | boolean;

/**
 * What of the arguments of a service's queue RabbitMQ refuses, ignores, or takes for something else. Of a queue that is
 * taken over as it is only what no queue of its type can have.
 */
export function checkQueueArguments(
  { queue }: Consumption,
  pointer: string,
  source: SourceFile,
): readonly Finding[] {
  const findings = argumentFindings(queue, pointer, source);
  return queue?.declare === "check" ? findings.filter(({ severity }) => severity === "error") : findings;
}

function argumentFindings(queue: Consumption["queue"], pointer: string, source: SourceFile): Finding[] {
  const type = queue?.type ?? "quorum";
  return Object.entries(queue?.arguments ?? {}).flatMap(([name, value]) => {
    const at = joinPointer(`${pointer}/queue/arguments`, name);
    const known = queueArguments.get(name);
    if (known === undefined)
      return pluginArguments.has(name) ? [] : [findingAt(source, at, unknown(name), "key")];
    if (value === null) return []; // leaves out an argument of the SDK's own
    const ofType = known.types.includes(type);
    if (!ofType) return [findingAt(source, at, otherType(name, known, type), "key")];
    const wrong = wrongValue(name, known, value, type) ?? wrongName(name, known, value);
    return [
      ...(wrong ? [findingAt(source, at, wrong)] : []),
      ...(known.outdated === undefined ? [] : [findingAt(source, at, outdated(name, known.outdated), "key")]),
    ];
  });
}

function unknown(name: string): Said {
  const owner = argumentsOfOthers.get(name);
  const near = owner === undefined ? nearestWord(name, [...queueArguments.keys()]) : undefined;
  const message =
    owner === undefined
      ? `RabbitMQ has no queue argument ${JSON.stringify(name)}, and ignores it.`
      : `${JSON.stringify(name)} is ${owner}; as an argument of a queue RabbitMQ ignores it.`;
  const help = near === undefined ? removal : `Did you mean ${JSON.stringify(near)}?`;
  return { rule: "queue-argument-unknown", severity: "warning", message, help };
}

function otherType(name: string, { types, unchecked, instead }: QueueArgument, type: QueueType): Said {
  const owner =
    types.length === 0 ? "a stream, which the SDK does not declare" : `a ${types.join(" or ")} queue`;
  const help = instead ?? removal;
  if (unchecked?.includes("type"))
    return ignored(`RabbitMQ ignores ${JSON.stringify(name)} of a ${type} queue: it is for ${owner}.`, help);
  return invalid(`RabbitMQ refuses a ${type} queue with ${JSON.stringify(name)}: it is for ${owner}.`, help);
}

function wrongValue(name: string, known: QueueArgument, value: Value, type: QueueType): Said | undefined {
  const shown = shownValue(value);
  if (!isTaken(known.value, value)) {
    const expected = expectation(known.value);
    const help = helpFor(known.value, value);
    return known.unchecked?.includes("value")
      ? ignored(`RabbitMQ ignores ${JSON.stringify(name)} with ${shown}: it takes ${expected}.`, help)
      : invalid(`RabbitMQ refuses ${JSON.stringify(name)} with ${shown}: it takes ${expected}.`, help);
  }
  if (name !== "x-overflow" || value !== "reject-publish-dlx" || type === "classic") return undefined;
  return ignored(
    `RabbitMQ ignores "${name}" with ${shown} of a quorum queue, which drops its oldest message when it is full.`,
    'Write "reject-publish".',
  );
}

/** The exchange and the routing key of dead letters, which RabbitMQ only reads when it has one. */
function wrongName(name: string, { value: { kind } }: QueueArgument, value: Value): Said | undefined {
  if (kind !== "name" || typeof value !== "string") return undefined;
  if (bytes(value) > shortString) return tooLong(`value of "${name}"`, value);
  if (name !== "x-dead-letter-exchange" || !isReserved(value)) return undefined;
  return invalid(
    `There is no exchange ${JSON.stringify(value)}, and nobody can declare it: RabbitMQ reserves names that begin with amq.`,
    "Use an exchange of your own, or remove it, so that dead letters go to the dead-letter queue of the SDK.",
  );
}

/** RabbitMQ's integers have 64 bits, with a sign; amqplib sends larger numbers as floating-point ones. */
const largest = 2 ** 63;

function isTaken(wanted: ArgumentValue, value: Value): boolean {
  switch (wanted.kind) {
    case "boolean":
      return typeof value === "boolean";
    case "name":
      return typeof value === "string";
    case "choice":
      return wanted.choices.some((choice) => choice === value);
    case "integer": {
      const { least = -largest, most = largest } = wanted;
      return typeof value === "number" && value >= least && value <= most && Math.abs(value) < largest;
    }
  }
}

/** What an argument takes, to stand behind "it takes". */
export function expectation(wanted: ArgumentValue): string {
  switch (wanted.kind) {
    case "boolean":
      return "true or false";
    case "name":
      return "a string";
    case "choice":
      return wanted.choices.map((choice) => JSON.stringify(choice)).join(", ");
    case "integer": {
      const { least, most, unit } = wanted;
      const what = unit === undefined ? "a whole number" : `a whole number of ${unit}`;
      if (most !== undefined) return `${what} from ${least ?? 0} to ${most}`;
      return least === undefined ? what : `${what} from ${least}`;
    }
  }
}

function helpFor(wanted: ArgumentValue, value: Value): string {
  if (wanted.kind === "choice") {
    const near = typeof value === "string" ? nearestWord(value, wanted.choices) : undefined;
    return near === undefined ? "Use one of these." : `Did you mean ${JSON.stringify(near)}?`;
  }
  const meant = typeof value === "string" ? meantValue(wanted, value.trim()) : undefined;
  if (meant !== undefined && isTaken(wanted, meant)) return `Write ${meant}, without quotes.`;
  return "Correct the value.";
}

/** What a string most likely stands for. */
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
  return typeof value === "string" ? `the string ${JSON.stringify(value)}` : String(value);
}

function outdated(name: string, sentence: string): Said {
  return ignored(`${JSON.stringify(name)} is outdated. ${sentence}`, removal);
}

function invalid(message: string, help: string): Said {
  return { rule: "queue-argument-invalid", severity: "error", message, help };
}

function ignored(message: string, help: string): Said {
  return { rule: "queue-argument-ignored", severity: "warning", message, help };
}

/** The arguments of a queue can never change, not even those without an effect. */
const removal = "Remove it, unless the queue exists with it and so has to be declared with it.";
