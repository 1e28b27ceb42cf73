import type {
  DeclaredHeaders,
  EventFamily,
  EventVersion,
  LoadValidators,
  Validation,
  Validators,
} from "../contract/event-version.js";
import { toError } from "../errors/amqplib-error.js";
import { ValidatorError } from "../errors/publish-error.js";
import { ConfigurationError } from "../errors/rabbit-error.js";

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
