import { types } from "node:util";

/**
 * Whether a value is what its readers will parse from `JSON.stringify(value)`. Where it is not certain, the answer is
 * no: for `NaN`, `undefined`, holes of arrays, `toJSON`, members that JSON leaves out, proxies, and instances of classes.
 * A getter must give the same value whenever it is read.
 */
export function isAsParsed(value: unknown): boolean {
  try {
    return isPlain(value);
  } catch {
    return false; // a getter that throws, or the end of the stack
  }
}

function isPlain(value: unknown): boolean {
  switch (typeof value) {
    case "string":
    case "boolean":
      return true;
    case "number":
      return Number.isFinite(value);
    case "object":
      return value === null || isPlainObject(value);
    default:
      return false;
  }
}

function isPlainObject(value: object): boolean {
  if (types.isProxy(value) || (value as { readonly toJSON?: unknown }).toJSON !== undefined) return false;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) if (!isPlain(value[index])) return false;
    return Object.getPrototypeOf(value) === Array.prototype;
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  let members = 0;
  for (const name in value) {
    members += 1;
    if (!isPlain((value as Readonly<Record<string, unknown>>)[name])) return false;
  }
  // what is not enumerable is not written
  return Object.getOwnPropertyNames(value).length === members;
}
