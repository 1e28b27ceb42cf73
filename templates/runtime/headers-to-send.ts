import { checkHeaderValues } from "./check-event.js";
import { checkHeaders } from "./check-headers.js";
import type { DeclaredHeaders } from "./event-version.js";
import type { LoadedVersion } from "./loaded-version.js";
import { InvalidEventHeadersError } from "./publish-error.js";
import type { PublishOptions } from "./publish-options.js";
import { withTraceContext } from "./trace-context.js";

/** Headers of ours: strings all. */
export type HeaderTable = Readonly<Record<string, string>>;

/**
 * The headers of a message: the caller's, the trace context and those of `base`, which is what a message without others
 * has. Throws `InvalidEventHeadersError` if the caller's break what the event declares, or what `checkHeaders` throws.
 */
export function headersToSend(
  version: LoadedVersion,
  { headers, trace }: PublishOptions,
  base: HeaderTable,
): HeaderTable {
  const { headers: declared } = version;
  if (declared === undefined)
    return headers === undefined && trace === undefined
      ? base
      : complete(withTraceContext(headers ?? {}, trace), base);
  const given = present(headers ?? {});
  const all = withTraceContext(given, trace);
  refuseInvalid(version, all === given ? given : { ...picked(all, declared), ...given });
  return complete(all, base);
}

/**
 * The same with what an observation adds. Undeclared headers are its own affair, as they are in tracing; where it writes a
 * declared one that is invalid it throws, too.
 */
export function headersWithAdded(
  version: LoadedVersion,
  added: HeaderTable,
  headers: HeaderTable,
  base: HeaderTable,
): HeaderTable {
  const { headers: declared } = version;
  const all = { ...added, ...headers };
  if (declared?.names.some((name) => Object.hasOwn(added, name)))
    refuseInvalid(version, picked(all, declared));
  return complete(all, base);
}

function complete(headers: HeaderTable, base: HeaderTable): HeaderTable {
  checkHeaders(headers);
  return { ...headers, ...base };
}

function refuseInvalid(version: LoadedVersion, headers: HeaderTable): void {
  const validation = checkHeaderValues(version, "writer", headers);
  if (validation.valid === false)
    throw new InvalidEventHeadersError(version.event, validation.failures, validation.omitted);
}

/** A copy, so that what is validated is what is sent; as in a payload, what is `undefined` is absent. */
function present(headers: HeaderTable): HeaderTable {
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
}

/** The declared ones among some headers. */
function picked(headers: HeaderTable, { names }: DeclaredHeaders<unknown>): HeaderTable {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => names.includes(name)));
}
