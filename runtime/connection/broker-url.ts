import { ConfigurationError } from "../errors/rabbit-error.js";

/** The parts of a broker URL, decoded. Contains the password: never print it. */
export interface BrokerUrl {
  readonly protocol: "amqp" | "amqps";
  /** Both are `undefined` when the URL has neither. */
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly hostname: string;
  readonly port: number;
  /** `undefined` if the URL has no path, which means `/` (RabbitMQ URI specification). */
  readonly vhost: string | undefined;
  readonly parameters: URLSearchParams;
}

const FORM = "url is not of the form amqp://user:password@host:5672/vhost or amqps://…";
const DEFAULT_PORTS = { amqp: 5672, amqps: 5671 } as const;

/**
 * Parses a URL strictly: delimiters inside the user name, password and virtual host must be percent-encoded. Otherwise
 * part of the password could be mistaken for a host and printed as one. Throws a `ConfigurationError` that repeats
 * nothing from the URL.
 */
export function parseBrokerUrl(url: unknown): BrokerUrl {
  if (typeof url !== "string") throw new ConfigurationError(`${FORM}: not a string`);
  const text = url.trim();
  const ambiguous = ambiguity(text);
  if (ambiguous !== undefined) throw new ConfigurationError(`${FORM}: ${ambiguous}`);
  let parts: URL;
  try {
    parts = new URL(text);
  } catch {
    // the error thrown by `URL` repeats its input, including the password
    throw new ConfigurationError(`${FORM}: ${encode("a host or port that cannot be read", "/, : and @")}`);
  }
  const protocol = parts.protocol === "amqp:" ? "amqp" : parts.protocol === "amqps:" ? "amqps" : undefined;
  if (protocol === undefined)
    throw new ConfigurationError(`${FORM}: the scheme is neither amqp:// nor amqps://`);
  if (parts.hostname === "") throw new ConfigurationError(`${FORM}: the host is missing`);
  if (parts.port === "0") throw new ConfigurationError(`${FORM}: the port is 0`);
  const hasUser = parts.username !== "" || parts.password !== "";
  const path = parts.pathname.slice(1);
  return {
    protocol,
    username: hasUser ? decoded(parts.username) : undefined,
    password: hasUser ? decoded(parts.password) : undefined,
    hostname: parts.hostname.replace(/^\[|\]$/g, ""),
    port: Number(parts.port) || DEFAULT_PORTS[protocol],
    vhost: path === "" ? undefined : decoded(path),
    parameters: parts.searchParams,
  };
}

/** What a parser would silently read as a different URL from the intended one. */
function ambiguity(text: string): string | undefined {
  if (/[\s\p{Cc}]/u.test(text)) return "it contains a space or a line break";
  if (text.includes("#")) return encode("an unencoded #", "#");
  if (text.includes("\\")) return encode("an unencoded \\", "\\");
  const afterScheme = text.replace(/^[a-z][a-z0-9+.-]*:\/\//i, "");
  const end = afterScheme.search(/[/?]/);
  const authority = end < 0 ? afterScheme : afterScheme.slice(0, end);
  if (authority.split("@").length > 2) return encode("more than one @ before the host", "@");
  if (end >= 0 && afterScheme.slice(end).includes("@"))
    return encode(`an @ after the first ${afterScheme[end]}`, `${afterScheme[end]} and @`);
  return undefined;
}

function encode(found: string, characters: string): string {
  return `it contains ${found}; percent-encode ${characters} in the user name, password and virtual host (# is %23, / is %2F, : is %3A, ? is %3F, @ is %40)`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new ConfigurationError(
      `${FORM}: ${encode("a % that does not start a percent-encoded character", "%")}, and % itself as %25`,
    );
  }
}
