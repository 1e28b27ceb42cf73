import { AmqpError } from "../protocol/amqp-error.js";
import { type FieldTable, type FieldValue, integerOf, textOf } from "../protocol/field-value.js";

/** What the arguments of a queue say; absent ones are undefined. */
export interface QueueSettings {
  readonly type: "classic" | "quorum";
  /** Milliseconds. */
  readonly messageTtl: number | undefined;
  /** Milliseconds without use after which the queue is deleted. */
  readonly expires: number | undefined;
  readonly maxLength: number | undefined;
  readonly maxLengthBytes: number | undefined;
  readonly overflow: "drop-head" | "reject-publish" | "reject-publish-dlx";
  readonly deadLetterExchange: string | undefined;
  readonly deadLetterRoutingKey: string | undefined;
  /** A dead letter is kept until a queue has taken it. */
  readonly deadLetterAtLeastOnce: boolean;
  /** Undefined for no limit. */
  readonly deliveryLimit: number | undefined;
  readonly singleActiveConsumer: boolean;
  readonly maxPriority: number;
}

/** RabbitMQ 4's delivery limit of a quorum queue that sets none. */
const defaultDeliveryLimit = 20;

/** The largest time that RabbitMQ takes: ten years in milliseconds. */
const longestTime = 315_360_000_000;

const common = [
  "x-expires",
  "x-message-ttl",
  "x-dead-letter-exchange",
  "x-dead-letter-routing-key",
  "x-max-length",
  "x-max-length-bytes",
  "x-overflow",
  "x-single-active-consumer",
  "x-queue-type",
  "x-queue-leader-locator",
];

/** The arguments of each queue type; one of another type is refused, and one of no type is ignored. */
export const queueArguments: Readonly<Record<QueueSettings["type"], ReadonlySet<string>>> = {
  classic: new Set([
    ...common,
    "x-max-priority",
    "x-queue-mode",
    "x-queue-version",
    "x-queue-master-locator",
  ]),
  quorum: new Set([
    ...common,
    "x-dead-letter-strategy",
    "x-delivery-limit",
    "x-quorum-initial-group-size",
    "x-max-in-memory-length",
    "x-max-in-memory-bytes",
  ]),
};

const streamArguments = ["x-max-age", "x-stream-max-segment-size-bytes", "x-initial-cluster-size"];

type Check = (field: FieldValue, all: FieldTable) => string | undefined;

/** What is wrong with a value, in Erlang's notation as RabbitMQ reports it. */
const checks: Readonly<Record<string, Check>> = {
  "x-expires": (field) => (integerOf(field) === 0 ? "{value_zero,0}" : time(field)),
  "x-message-ttl": time,
  "x-dead-letter-exchange": text,
  "x-dead-letter-routing-key": (field, all) =>
    text(field) ?? (all.has("x-dead-letter-exchange") ? undefined : "routing_key_but_no_dlx_defined"),
  "x-dead-letter-strategy": oneOf(["at-most-once", "at-least-once"], () => "invalid_dlx_strategy"),
  "x-max-length": notNegative,
  "x-max-length-bytes": notNegative,
  "x-max-in-memory-length": notNegative,
  "x-max-in-memory-bytes": notNegative,
  "x-max-priority": (field) =>
    notNegative(field) ?? ((integerOf(field) ?? 0) > 255 ? `{max_value_exceeded,${field.value}}` : undefined),
  "x-overflow": oneOf(["drop-head", "reject-publish", "reject-publish-dlx"], () => "invalid_overflow"),
  "x-queue-mode": oneOf(["default", "lazy"], (mode) => `"unsupported queue mode '${mode}'"`),
  "x-queue-version": (field) =>
    notNegative(field) ??
    ([1, 2].includes(Number(field.value)) ? undefined : `"unsupported queue version '${field.value}'"`),
  "x-single-active-consumer": (field) =>
    field.type === "bool" ? undefined : `{unacceptable_type,${field.type}}`,
  "x-quorum-initial-group-size": (field) =>
    notNegative(field) ?? (integerOf(field) === 0 ? "{value_zero,0}" : undefined),
  "x-queue-leader-locator": oneOf(["client-local", "balanced"], () => "invalid_queue_locator_arg"),
};

/** Whether this many messages, or bytes of bodies, exceed the queue's limit. */
export function exceedsLimits(
  { maxLength, maxLengthBytes }: QueueSettings,
  count: number,
  bytes: number,
): boolean {
  return (
    (maxLength !== undefined && count > maxLength) || (maxLengthBytes !== undefined && bytes > maxLengthBytes)
  );
}

/** Reads a queue's arguments; throws 406 with RabbitMQ's text for a value or an argument that its type refuses. */
export function readQueueSettings(table: FieldTable, queue: string): QueueSettings {
  const type = typeOf(table, queue);
  const known = queueArguments[type];
  for (const [name, check] of Object.entries(checks)) {
    const field = known.has(name) ? table.get(name) : undefined;
    const problem = field === undefined ? undefined : check(field, table);
    if (problem !== undefined) throw invalid(name, queue, problem);
  }
  const others = new Set([...queueArguments.classic, ...queueArguments.quorum, ...streamArguments]);
  for (const name of table.keys()) {
    if (others.has(name) && !known.has(name)) {
      throw new AmqpError(
        "PRECONDITION_FAILED",
        `invalid arg '${name}' for ${queue} of queue type rabbit_${type}_queue`,
      );
    }
  }
  const overflow = (textOf(table.get("x-overflow")) ?? "drop-head") as QueueSettings["overflow"];
  const limit = integerOf(table.get("x-delivery-limit")) ?? defaultDeliveryLimit;
  // RabbitMQ logs a warning and drops from the head instead
  const unsupported = type === "quorum" && overflow === "reject-publish-dlx";
  return {
    type,
    messageTtl: integerOf(table.get("x-message-ttl")),
    expires: integerOf(table.get("x-expires")),
    maxLength: integerOf(table.get("x-max-length")),
    maxLengthBytes: integerOf(table.get("x-max-length-bytes")),
    overflow: unsupported ? "drop-head" : overflow,
    deadLetterExchange: textOf(table.get("x-dead-letter-exchange")),
    deadLetterRoutingKey: textOf(table.get("x-dead-letter-routing-key")),
    // at-least-once works only together with this overflow; otherwise RabbitMQ falls back to at-most-once
    deadLetterAtLeastOnce:
      textOf(table.get("x-dead-letter-strategy")) === "at-least-once" && overflow === "reject-publish",
    deliveryLimit: type === "classic" || limit < 0 ? undefined : limit,
    singleActiveConsumer: table.get("x-single-active-consumer")?.value === true,
    maxPriority: integerOf(table.get("x-max-priority")) ?? 0,
  };
}

function typeOf(table: FieldTable, queue: string): QueueSettings["type"] {
  const field = table.get("x-queue-type");
  if (field === undefined) return "classic";
  if (field.type !== "longstr") throw invalid("x-queue-type", queue, `{unacceptable_type,${field.type}}`);
  const type = field.value.toString();
  if (type === "classic" || type === "quorum") return type;
  if (type === "stream") throw new AmqpError("NOT_IMPLEMENTED", "the embedded broker has no streams");
  throw invalid("x-queue-type", queue, `"unsupported queue type '${type}'"`);
}

function invalid(name: string, queue: string, problem: string): AmqpError {
  return new AmqpError("PRECONDITION_FAILED", `invalid arg '${name}' for ${queue}: ${problem}`);
}

function integer(field: FieldValue): string | undefined {
  return integerOf(field) === undefined ? `"expected integer, got ${field.type}"` : undefined;
}

function notNegative(field: FieldValue): string | undefined {
  return integer(field) ?? (Number(field.value) < 0 ? `{value_negative,${field.value}}` : undefined);
}

function time(field: FieldValue): string | undefined {
  return (
    notNegative(field) ?? (Number(field.value) > longestTime ? `{value_too_large,${field.value}}` : undefined)
  );
}

function text(field: FieldValue): string | undefined {
  return field.type === "longstr" ? undefined : `{unacceptable_type,${field.type}}`;
}

function oneOf(values: readonly string[], problem: (value: string) => string): Check {
  return (field) =>
    text(field) ?? (values.includes(String(field.value)) ? undefined : problem(String(field.value)));
}
