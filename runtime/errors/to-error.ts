import { types } from "node:util";

/** Whatever was thrown, as an `Error` that can be read: handlers may throw `undefined`, a string, or a trap. */
export function toError(thrown: unknown): Error {
  try {
    // its getters may throw, and so may those of a proxy around it
    if (isError(thrown)) return isText(thrown.name) && isText(thrown.message) ? thrown : unreadable();
    return new Error(thrown === undefined ? "undefined was thrown" : String(thrown));
  } catch {
    return unreadable();
  }
}

/** Also of another realm, as Node's own errors are in a test runner that gives each file globals of its own. */
function isError(thrown: unknown): thrown is Error {
  return thrown instanceof Error || types.isNativeError(thrown);
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

function unreadable(): Error {
  return new Error("something without a readable text was thrown");
}

/** The AMQP reply code that amqplib puts on an error of the broker, such as 404 or 406. */
export function replyCode(error: unknown): number | undefined {
  const code: unknown = isError(error) && "code" in error ? error.code : undefined;
  return typeof code === "number" ? code : undefined;
}
