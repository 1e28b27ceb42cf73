import type {
  DeclaredHeaders,
  EventFamily,
  EventVersion,
  Failure,
  LoadValidators,
  Validation,
  Validator,
  Validators,
} from "../contract/event-version.js";
import { toError } from "../errors/amqplib-error.js";
import { ValidatorError } from "../errors/publish-error.js";
import { ConfigurationError } from "../errors/rabbit-error.js";

/** A generated function: returns `true`, or `false` with its failures on the function. */
export interface Check {
  (value: unknown): boolean;
  errors?: Failures | null;
}

/** The maximum number of failures listed per event; the others are counted. */
const LISTED = 100;

const tooDeep: Validation<never> = {
  valid: false,
  failures: [{ path: "", keyword: "$ref", message: "is nested too deeply" }],
  omitted: 0,
};

/** Creates a {@link Validator} from a generated function. */
export function validator<Payload>(check: Check): Validator<Payload> {
  return (value: unknown): Validation<Payload> => {
    try {
      if (check(value)) return { valid: true, value: value as Payload };
    } catch (error) {
      // A recursive schema follows the message as deep as it goes, which can exhaust the stack.
      if (error instanceof RangeError) return tooDeep;
      throw new ValidatorError("an event", error);
    }
    const { errors } = check;
    // The function outlives the message; its last failures must not.
    check.errors = null;
    const reported = errors?.list() ?? [];
    const distinct = distinctFailures(reported);
    const failures = distinct.slice(0, LISTED);
    const unlisted = (errors?.length ?? 0) - reported.length + distinct.length - failures.length;
    return { valid: false, failures, omitted: unlisted };
  };
}

/**
 * Failures of generated functions, each once and in order. Several schemas may apply the same keyword to one value: the
 * writer's form applies a schema as written and again with its objects closed. The failure of `then` or `else` itself
 * is left out, since its cause is listed; the writer's form also has conditions of its own.
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

/** The failures of generated functions: ajv's error objects, without messages. */
export interface Reported {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/**
 * The failures that are kept for one message, possibly with duplicates; the others are only counted, so that a hostile
 * message cannot exhaust memory.
 */
const kept = 400;

/**
 * The list in which a generated function collects its failures. It counts all of them like an array, since the
 * functions read and set `length` to try alternatives, and keeps the first 400.
 */
export class Failures {
  /** How many failures there are, including those not kept. */
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

/** Appends a failure to a list that may not exist yet. */
export function fail(failures: Failures | null, reported: Reported): Failures {
  const list = failures ?? new Failures();
  list.push(reported);
  return list;
}

/** The message for a keyword that rejected a value, such as `must be string`; the location is shown separately. */
export function failureMessage(keyword: string, params: Readonly<Record<string, unknown>>): string {
  const words = sentences[keyword];
  return words ? words(params) : `must satisfy "${keyword}"`;
}

type Params = Readonly<Record<string, unknown>>;

const sentences: Readonly<Record<string, (params: Params) => string>> = {
  type: ({ type }) => `must be ${Array.isArray(type) ? type.join(" or ") : String(type)}`,
  const: ({ allowedValue }) => `must be ${json(allowedValue)}`,
  enum: ({ allowedValues }) => `must be one of ${json(allowedValues).replace(/^\[|\]$/g, "")}`,
  required: ({ missingProperty }) => `must have property ${json(missingProperty)}`,
  dependentRequired: ({ missingProperty, property }) =>
    `must have property ${json(missingProperty)} because it has ${json(property)}`,
  additionalProperties: ({ additionalProperty }) => `must not have property ${json(additionalProperty)}`,
  unevaluatedProperties: ({ unevaluatedProperty }) => `must not have property ${json(unevaluatedProperty)}`,
  propertyNames: ({ propertyName }) => `must not have a property named ${json(propertyName)}`,
  minLength: ({ limit }) => `must have at least ${String(limit)} characters`,
  maxLength: ({ limit }) => `must have at most ${String(limit)} characters`,
  minItems: ({ limit }) => `must have at least ${String(limit)} items`,
  maxItems: ({ limit }) => `must have at most ${String(limit)} items`,
  items: ({ limit }) => `must have at most ${String(limit)} items`,
  unevaluatedItems: () => "must not have additional items",
  minProperties: ({ limit }) => `must have at least ${String(limit)} properties`,
  maxProperties: ({ limit }) => `must have at most ${String(limit)} properties`,
  minimum: ({ limit }) => `must be at least ${String(limit)}`,
  maximum: ({ limit }) => `must be at most ${String(limit)}`,
  exclusiveMinimum: ({ limit }) => `must be greater than ${String(limit)}`,
  exclusiveMaximum: ({ limit }) => `must be less than ${String(limit)}`,
  multipleOf: ({ multipleOf }) => `must be a multiple of ${String(multipleOf)}`,
  pattern: ({ pattern }) => `must match pattern ${json(pattern)}`,
  format: ({ format }) => `must match format "${String(format)}"`,
  distinctItems: () => "must not have duplicate items",
  contains: ({ minContains, maxContains }) =>
    `must contain ${maxContains === undefined ? "at least" : "between"} ${String(minContains)}${
      maxContains === undefined ? "" : ` and ${String(maxContains)}`
    } items that match "contains"`,
  anyOf: () => 'must match a schema in "anyOf"',
  oneOf: ({ passingSchemas }) =>
    passingSchemas
      ? 'must match exactly one schema in "oneOf", but matches several'
      : 'must match a schema in "oneOf"',
  not: () => 'must not match the schema in "not"',
  if: ({ failingKeyword }) => `must match the schema in "${String(failingKeyword)}"`,
  "false schema": () => "is not allowed",
};

/** JSON text, cut to fit a log line. */
function json(value: unknown): string {
  const text = JSON.stringify(value) ?? "undefined";
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

/** The declared headers of an event with their validators. */
export interface LoadedHeaders<Headers = unknown> extends DeclaredHeaders<Headers>, Validators<Headers> {}

/** A version with its validators, for reading and writing messages. */
export interface LoadedVersion<
  Name extends string = string,
  Version extends string = string,
  Payload = unknown,
  Headers = unknown,
> extends EventVersion<Name, Version, Payload, Headers>,
    Validators<Payload> {
  readonly headers?: LoadedHeaders<Headers>;
}

/** All versions of an event with their validators. */
export type LoadedFamily = EventFamily<string, Readonly<Record<string, LoadedVersion>>>;

/** Loads the validators of a version. Rejects with `ConfigurationError` if their module cannot be loaded. */
export async function loadVersion<Name extends string, Version extends string, Payload, Headers>(
  version: EventVersion<Name, Version, Payload, Headers>,
): Promise<LoadedVersion<Name, Version, Payload, Headers>> {
  const { headers, ...rest } = version;
  const what = `${version.event} ${version.version}`;
  const [own, ofHeaders] = await Promise.all([
    loaded(version.validators, what),
    headers && loaded(headers.validators, `the headers of ${version.event}`),
  ]);
  if (headers === undefined || ofHeaders === undefined) return { ...rest, ...own };
  return { ...rest, ...own, headers: { ...headers, ...ofHeaders } };
}

/** Loads the validators of all versions of an event, as {@link loadVersion} does. */
export async function loadFamily({ versions, ...family }: EventFamily): Promise<LoadedFamily> {
  const all = Object.entries(versions).map(
    async ([label, version]) => [label, await loadVersion(version)] as const,
  );
  return { ...family, versions: Object.fromEntries(await Promise.all(all)) };
}

/** The validators alone: an import returns a module namespace, which has other members in some builds. */
async function loaded<Value>(load: LoadValidators<Value>, what: string): Promise<Validators<Value>> {
  try {
    const { reader, writer } = await load();
    return { reader, writer };
  } catch (error) {
    const cause = toError(error);
    throw new ConfigurationError(
      `the validators of ${what} cannot be loaded: ${cause.message}; deploy every file of the generated folder`,
      cause,
    );
  }
}

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

/**
 * Validates declared headers; an event that declares none accepts any. Throws `ValidatorError` as `checkEvent` does.
 */
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
