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
import { failureMessage } from "./failure-message.js";

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

/** Node's codes for an `import()` in a script that a test runner's `vm` runs without support for it, as jest does. */
const WITHOUT_IMPORT: ReadonlySet<unknown> = new Set([
  "ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING",
  "ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING_FLAG",
]);
/** The text of the same error in the first releases of Node 20, where jest reports it. */
const OF_JEST = /supports ES Modules in the VM API/;

/** The validators alone: an import returns a module namespace, which has other members in some builds. */
async function loaded<Value>(load: LoadValidators<Value>, what: string): Promise<Validators<Value>> {
  try {
    const { reader, writer } = await load();
    return { reader, writer };
  } catch (error) {
    const cause = toError(error);
    throw new ConfigurationError(
      `the validators of ${what} cannot be loaded: ${cause.message}; ${remedy(cause)}`,
      cause,
      { advice: "change the deployment, or how the code is compiled and run, as the message says" },
    );
  }
}

function remedy(cause: Error): string {
  const isJest = "code" in cause ? WITHOUT_IMPORT.has(cause.code) : OF_JEST.test(cause.message);
  return isJest
    ? 'in jest, set NODE_OPTIONS=--experimental-vm-modules, or compile import() to require: "module": "commonjs" for ts-jest, or @swc/jest'
    : "deploy every file of the generated folder";
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
