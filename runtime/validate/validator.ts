import type { Validation, Validator } from "../contract/event-version.js";
import { ValidatorError } from "../errors/publish-error.js";
import { distinctFailures } from "./distinct-failures.js";
import type { Failures } from "./failures.js";

/** A function as the generator writes it: `true`, or `false` with its failures on the function. */
export interface Check {
  (value: unknown): boolean;
  errors?: Failures | null;
}

/** Failures that are listed of one event; the others are counted. */
const LISTED = 100;

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
      throw new ValidatorError("an event", error);
    }
    const { errors } = check;
    // The function outlives the message; what it last reported must not.
    check.errors = null;
    const reported = errors?.list() ?? [];
    const distinct = distinctFailures(reported);
    const failures = distinct.slice(0, LISTED);
    const unlisted = (errors?.length ?? 0) - reported.length + distinct.length - failures.length;
    return { valid: false, failures, omitted: unlisted };
  };
}
