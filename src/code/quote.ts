import { escapeUnits, replaceUnsafe } from "./unsafe-characters.js";

/**
 * A value as a TypeScript literal. Everything that comes out of a contract into code goes through here: no text can
 * end the literal, start a comment or an interpolation, or break a line.
 */
export function quote(value: string | number | boolean | null): string {
  if (typeof value === "number") return String(Object.is(value, -0) ? 0 : value);
  return replaceUnsafe(JSON.stringify(value), escapeUnits);
}

/**
 * A property's name as written before the `:`; quoted only if it is not a plain identifier, and never the form that
 * sets a prototype.
 */
export function quoteKey(name: string): string {
  if (name === "__proto__") return '["__proto__"]';
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name) ? name : quote(name);
}

/** Lines longer than this are broken, where they can be. */
const widest = 100;

/** A JSON value as a TypeScript expression, on one line where it fits behind this indentation. */
export function quoteJson(value: unknown, indent = ""): string {
  const line = quoteOnLine(value);
  if (indent.length + line.length <= widest || typeof value !== "object" || value === null) return line;
  const inner = `${indent}  `;
  if (Array.isArray(value))
    return `[\n${value.map((item) => `${inner}${quoteJson(item, inner)},\n`).join("")}${indent}]`;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{\n${members.map(([key, member]) => `${inner}${quoteKey(key)}: ${quoteJson(member, inner)},\n`).join("")}${indent}}`;
}

function quoteOnLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(quoteOnLine).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([key, inner]) => `${quoteKey(key)}: ${quoteOnLine(inner)}`);
    return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
  }
  return value === undefined ? "undefined" : quote(value as string | number | boolean | null);
}
