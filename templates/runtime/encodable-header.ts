import { Buffer } from "node:buffer";

/** Deeper tables are dropped: nobody means them, and amqplib encodes them by recursion. */
const DEEPEST = 32;

/**
 * A header value as amqplib decoded it, in a form that amqplib encodes again as the same value; `undefined` for what it
 * cannot. It takes numbers of a great size for 64-bit integers, which they need not fit.
 */
export function encodableHeader(value: unknown, depth = 0): unknown {
  if (depth > DEEPEST) return undefined;
  if (typeof value === "number") return Number.isSafeInteger(value) ? value : { "!": "double", value };
  if (typeof value === "string" || typeof value === "boolean" || value === null) return value;
  if (Buffer.isBuffer(value)) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => encodableHeader(item, depth + 1));
  if (typeof value !== "object") return undefined;
  if ("!" in value) return isTimestamp(value) || isDecimal(value) ? value : undefined;
  const members = Object.entries(value).map(([name, member]) => [name, encodableHeader(member, depth + 1)]);
  return Object.fromEntries(members);
}

function isTimestamp(value: object): boolean {
  return "value" in value && Reflect.get(value, "!") === "timestamp" && Number.isSafeInteger(value.value);
}

function isDecimal(value: object): boolean {
  return "value" in value && Reflect.get(value, "!") === "decimal" && typeof value.value === "object";
}
