import type { Validation, Validator } from "./event-version.js";
import { failureMessage } from "./failure-message.js";
import type { Failures } from "./failures.js";

/** A function as the generator writes it: `true`, or `false` with its failures on the function. */
export interface Check {
  (value: unknown): boolean;
  errors?: Failures | null;
}

/** Makes a {@link Validator} of a generated function. */
export function validator<Payload>(check: Check): Validator<Payload> {
  return (value: unknown): Validation<Payload> => {
    if (check(value)) return { valid: true, value: value as Payload };
    const { errors } = check;
    const failures = (errors?.list() ?? []).map(({ instancePath, keyword, params }) => ({
      path: instancePath,
      keyword,
      message: failureMessage(keyword, params),
    }));
    // The function outlives the message; what it last reported must not.
    check.errors = null;
    return { valid: false, failures, omitted: (errors?.length ?? 0) - failures.length };
  };
}
