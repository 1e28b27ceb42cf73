import type { Failure, Validation, Validator } from "./event-version.js";
import type { Failures, Reported } from "./failures.js";

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
    const failures = (errors?.list() ?? []).map(failureOf);
    check.errors = null;
    return { valid: false, failures, omitted: (errors?.length ?? 0) - failures.length };
  };
}

function failureOf({ instancePath, keyword, message = "is not valid", params }: Reported): Failure {
  const name = params["additionalProperty"] ?? params["unevaluatedProperty"];
  if (typeof name === "string") return { path: instancePath, keyword, message: `must not have the property ${quote(name)}` };
  const allowed = params["allowedValues"];
  if (Array.isArray(allowed)) return { path: instancePath, keyword, message: `must be one of ${quote(allowed).slice(1, -1)}` };
  const constant = params["allowedValue"];
  if (keyword === "const") return { path: instancePath, keyword, message: `must be ${quote(constant)}` };
  return { path: instancePath, keyword, message };
}

/** JSON text, cut to what a line of a log can bear. */
function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? "undefined";
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
