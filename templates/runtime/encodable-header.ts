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
  const members = Object.entries(value)
    .filter(([name]) => Buffer.byteLength(name) <= 255)
    .map(([name, member]) => [name, encodableHeader(member, depth + 1)]);
  return Object.fromEntries(members);
}

function isTimestamp(value: object): boolean {
  const seconds: unknown = Reflect.get(value, "value");
  return Reflect.get(value, "!") === "timestamp" && Number.isSafeInteger(seconds) && Number(seconds) >= 0;
}

/** `digits` with so many decimal places: 32 and 8 bits without a sign. */
function isDecimal(value: object): boolean {
  const decimal: unknown = Reflect.get(value, "value");
  if (Reflect.get(value, "!") !== "decimal" || typeof decimal !== "object" || decimal === null) return false;
  return (
    isUnsigned(Reflect.get(decimal, "digits"), 2 ** 32) && isUnsigned(Reflect.get(decimal, "places"), 2 ** 8)
  );
}

function isUnsigned(value: unknown, end: number): boolean {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) < end;
}
