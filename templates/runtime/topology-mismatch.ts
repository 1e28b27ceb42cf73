import { TopologyMismatchError } from "./rabbit-error.js";
import { toError } from "./to-error.js";

const INEQUIVALENT =
  /inequivalent arg '([^']*)' for (queue|exchange) '([^']*)' in vhost '.*': received (.*?) but current is (.*?)"?$/s;

/** The broker's 406 "inequivalent arg" as a `TopologyMismatchError`; any other error as it is. */
export function topologyMismatch(thrown: unknown): Error {
  const error = toError(thrown);
  const match = INEQUIVALENT.exec(error.message);
  if (match === null) return error;
  const [, argument = "", kind, entity = "", requested = "", existing = ""] = match;
  const difference = { argument, requested: tidy(requested), existing: tidy(existing) };
  return new TopologyMismatchError(kind === "exchange" ? "exchange" : "queue", entity, difference, error);
}

/** `the value 'quorum' of type 'longstr'` becomes `'quorum'`. */
function tidy(value: string): string {
  return value.replace(/^the value /, "").replace(/ of type '[^']*'$/, "");
}
