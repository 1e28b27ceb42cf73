import type { Validation, Validator } from "./event-version.js";
import { failureMessage } from "./failure-message.js";
import type { Failures } from "./failures.js";

/** A function as the generator writes it: `true`, or `false` with its failures on the function. */
export interface Check {
  (value: unknown): boolean;
  errors?: Failures | null;
}

const tooDeep: Validation<never> = {
  valid: false,
  failures: [{ path: "", keyword: "$ref", message: "must not be nested so deeply" }],
  omitted: 0,
};

/** Makes a {@link Validator} of a generated function. */
export function validator<Payload>(check: Check): Validator<Payload> {
  return (value: unknown): Validation<Payload> => {
    try {
      if (check(value)) return { valid: true, value: value as Payload };
    } catch (error) {
      // A recursive schema follows the message as deep as it goes; the end of the stack comes first.
      if (error instanceof RangeError) return tooDeep;
      throw error;
    }
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
