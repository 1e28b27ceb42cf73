import type { Failure, Validation, Validator } from "../contract/event-version.js";
import { ValidatorError } from "../errors/publish-error.js";

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

/**
 * What generated functions reported, each failure once and in order. Several schemas may ask the same of one place: the
 * writer's form applies a schema as written and once more with its members closed. That `then` or `else` fails is left
 * out, since what fails in it is there; the writer's form also has conditions of its own.
 */
export function distinctFailures(reported: readonly Reported[]): Failure[] {
  const distinct = new Map<string, Failure>();
  const causes = reported.filter(({ keyword }) => keyword !== "if");
  for (const { instancePath, keyword, params } of causes.length > 0 ? causes : reported) {
    const message = failureMessage(keyword, params);
    const key = JSON.stringify([instancePath, message]);
    if (!distinct.has(key)) distinct.set(key, { path: instancePath, keyword, message });
  }
  return [...distinct.values()];
}

/** What the generated functions report: ajv's error objects, without texts. */
export interface Reported {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/**
 * Failures that are kept of one message, the same ones several times perhaps; the others are counted only, so that a
 * hostile message cannot fill the memory.
 */
const kept = 400;

/**
 * The list in which a generated function gathers its failures. It counts all of them as an array would, since the
 * functions read and set `length` to try alternatives, and keeps the first 400.
 */
export class Failures {
  /** How many failures there are, kept or not. */
  length = 0;
  readonly #kept: Reported[] = [];

  push(reported: Reported): void {
    if (this.length < kept) this.#kept[this.length] = reported;
    this.length += 1;
  }

  concat(other: Failures): this {
    const reported = other.list();
    for (const each of reported) this.push(each);
    this.length += other.length - reported.length;
    return this;
  }

  /** The first 400 of those that still count. */
  list(): readonly Reported[] {
    return this.#kept.slice(0, this.length);
  }
}

/** Adds a failure to a list that may not be there yet. */
export function fail(failures: Failures | null, reported: Reported): Failures {
  const list = failures ?? new Failures();
  list.push(reported);
  return list;
}

/** Makes a sentence of what a schema keyword refused, such as `must be string`; the place stands beside it. */
export function failureMessage(keyword: string, params: Readonly<Record<string, unknown>>): string {
  const words = sentences[keyword];
  return words ? words(params) : `must satisfy "${keyword}"`;
}

type Params = Readonly<Record<string, unknown>>;

const sentences: Readonly<Record<string, (params: Params) => string>> = {
  type: ({ type }) => `must be ${Array.isArray(type) ? type.join(" or ") : String(type)}`,
  const: ({ allowedValue }) => `must be ${json(allowedValue)}`,
  enum: ({ allowedValues }) => `must be one of ${json(allowedValues).replace(/^\[|\]$/g, "")}`,
  required: ({ missingProperty }) => `must have the property ${json(missingProperty)}`,
  dependentRequired: ({ missingProperty, property }) =>
    `must have the property ${json(missingProperty)}, since it has ${json(property)}`,
  additionalProperties: ({ additionalProperty }) => `must not have the property ${json(additionalProperty)}`,
  unevaluatedProperties: ({ unevaluatedProperty }) =>
    `must not have the property ${json(unevaluatedProperty)}`,
  propertyNames: ({ propertyName }) => `must not have a property of the name ${json(propertyName)}`,
  minLength: ({ limit }) => `must have at least ${String(limit)} characters`,
  maxLength: ({ limit }) => `must have at most ${String(limit)} characters`,
  minItems: ({ limit }) => `must have at least ${String(limit)} items`,
  maxItems: ({ limit }) => `must have at most ${String(limit)} items`,
  items: ({ limit }) => `must have at most ${String(limit)} items`,
  unevaluatedItems: () => "must not have further items",
  minProperties: ({ limit }) => `must have at least ${String(limit)} properties`,
  maxProperties: ({ limit }) => `must have at most ${String(limit)} properties`,
  minimum: ({ limit }) => `must be at least ${String(limit)}`,
  maximum: ({ limit }) => `must be at most ${String(limit)}`,
  exclusiveMinimum: ({ limit }) => `must be greater than ${String(limit)}`,
  exclusiveMaximum: ({ limit }) => `must be less than ${String(limit)}`,
  multipleOf: ({ multipleOf }) => `must be a multiple of ${String(multipleOf)}`,
  pattern: ({ pattern }) => `must match the pattern ${json(pattern)}`,
  format: ({ format }) => `must be of the format ${String(format)}`,
  distinctItems: () => "must not have two equal items",
  contains: ({ minContains, maxContains }) =>
    `must contain ${maxContains === undefined ? "at least" : "between"} ${String(minContains)}${
      maxContains === undefined ? "" : ` and ${String(maxContains)}`
    } items of the kind that is asked for`,
  anyOf: () => "must match one of the alternatives",
  oneOf: ({ passingSchemas }) =>
    passingSchemas
      ? "must match one alternative only, and matches several"
      : "must match one of the alternatives",
  not: () => "must not be of the kind that is excluded",
  if: ({ failingKeyword }) => `must match what "${String(failingKeyword)}" says`,
  "false schema": () => "must not be there",
};

/** JSON text, cut to what a line of a log can bear. */
function json(value: unknown): string {
  const text = JSON.stringify(value) ?? "undefined";
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
