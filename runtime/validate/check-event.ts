import type { Validation } from "../contract/event-version.js";
import { ValidatorError } from "../errors/publish-error.js";
import type { LoadedVersion } from "./loaded-version.js";

/** Validates an event against the reader's or the writer's form. Throws `ValidatorError` if the validator throws. */
export function checkEvent<Payload>(
  version: LoadedVersion<string, string, Payload>,
  form: "reader" | "writer",
  event: unknown,
): Validation<Payload> {
  try {
    return version[form](event);
  } catch (error) {
    const thrown = error instanceof ValidatorError ? error.cause : error;
    throw new ValidatorError(`${version.event} ${version.version}`, thrown);
  }
}

/** The same for headers; those of an event that declares none are valid. Throws `ValidatorError` as `checkEvent` does. */
export function checkHeaderValues(
  { event, headers: declared }: LoadedVersion,
  form: "reader" | "writer",
  headers: Readonly<Record<string, unknown>>,
): Validation<unknown> {
  if (declared === undefined) return { valid: true, value: headers };
  try {
    return declared[form](headers);
  } catch (error) {
    const thrown = error instanceof ValidatorError ? error.cause : error;
    throw new ValidatorError(`the headers of ${event}`, thrown);
  }
}
