import { RabbitError, TopologyMismatchError, TopologyMissingError } from "./rabbit-error.js";
import { toError } from "./to-error.js";

const INEQUIVALENT =
  /inequivalent arg '([^']*)' for (queue|exchange) '([^']*)' in vhost '.*': received (.*?) but current is (.*?)"?$/s;
const NOT_FOUND = /NOT_FOUND - no (queue|exchange) '([^']*)' in vhost '/;

/**
 * The broker's refusal of a declaration as an error of this SDK: 406 "inequivalent arg" as `TopologyMismatchError`, 404
 * as `TopologyMissingError`; any other error as it is.
 */
export function topologyError(thrown: unknown): Error {
  const error = toError(thrown);
  if (error instanceof RabbitError) return error;
  const missing = NOT_FOUND.exec(error.message);
  if (missing !== null) {
    const [, kind, entity = ""] = missing;
    return new TopologyMissingError(kind === "exchange" ? "exchange" : "queue", entity, error);
  }
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
