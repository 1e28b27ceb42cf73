import type { EventVersion, Validation } from "./event-version.js";
import { ValidatorError } from "./publish-error.js";

/** Validates an event against the reader's or the writer's form. Throws `ValidatorError` if the validator throws. */
export function checkEvent<Payload>(
  version: EventVersion<string, string, Payload>,
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
