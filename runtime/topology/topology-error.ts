import { closingMethodOf, replyCode, toError } from "../errors/amqplib-error.js";
import {
  ConfigurationError,
  DeclarationRefusedError,
  PermissionError,
  RabbitError,
  type RefusedAccess,
  ResourceLimitError,
  TopologyMismatchError,
  TopologyMissingError,
} from "../errors/rabbit-error.js";
import { expectation, queueArguments } from "./queue-arguments.js";

// a name may contain quotes
const INEQUIVALENT =
  /inequivalent arg '([^']*)' for (queue|exchange) '(.*?)' in vhost '.*': received (.*?) but current is (.*?)"?$/s;
const NOT_FOUND = /NOT_FOUND - no (queue|exchange) '(.*?)' in vhost '/s;
const LIMIT = /limit .*reached|maximum allowed .*limit/;
const INVALID_ARGUMENT = /invalid arg '([^']*)' for (?:queue|exchange) '(.*?)' in vhost '/s;
/** The name of the refused resource in the broker's other messages. */
const QUALIFIED = /(?:queue|exchange) '(.*?)' in vhost '/s;
const NAMED = /(?:queue|exchange|queue name|exchange name) '([^']*)'/;

const NOT_FOUND_CODE = 404;

/** The broker's refusal of a declaration, or of a channel, as an SDK error; any other error is returned unchanged. */
export function topologyError(thrown: unknown): Error {
  const error = toError(thrown);
  if (error instanceof RabbitError) return error;
  const { message } = error;
  const missing = NOT_FOUND.exec(message);
  if (missing !== null) {
    const [, kind, entity = ""] = missing;
    return new TopologyMissingError(kind === "exchange" ? "exchange" : "queue", entity, error);
  }
  const match = INEQUIVALENT.exec(message);
  if (match === null) return refusal(error);
  const [, argument = "", kind, entity = "", requested = "", existing = ""] = match;
  const difference = { argument, requested: tidy(requested), existing: tidy(existing) };
  return new TopologyMismatchError(kind === "exchange" ? "exchange" : "queue", entity, difference, error);
}

function refusal(error: Error): Error {
  const code = replyCode(error);
  if (code === undefined) return isUnencodable(error) ? unencodable(error) : error;
  const text = brokerText(error);
  const refused = refusedAccess(text, error);
  if (refused !== undefined) return permissionError(refused, text, error);
  const [, argument, about] = INVALID_ARGUMENT.exec(text) ?? [];
  const entity = about ?? (QUALIFIED.exec(text) ?? NAMED.exec(text))?.[1];
  if (LIMIT.test(text)) {
    const message = `a broker limit is reached: ${text}`;
    return new ResourceLimitError(message, error, { code, entity });
  }
  const advice = refusalAdvice(code, argument);
  const message = `the broker refused a declaration: ${text}`;
  return new DeclarationRefusedError(message, error, { code, entity, argument, advice });
}

function permissionError(
  access: RefusedAccess & { readonly entity: string },
  text: string,
  error: Error,
): PermissionError {
  const { kind, entity, vhost, permission } = access;
  const lacking = permission === undefined ? "lacks a permission" : `lacks the ${permission} permission`;
  const message = `this user ${lacking} for ${kind} "${entity}" in virtual host "${vhost}": ${text}`;
  return new PermissionError(message, access, error, { code: replyCode(error), entity });
}

/** `undefined` for the class's own. */
function refusalAdvice(code: number, argument: string | undefined): string | undefined {
  if (code === NOT_FOUND_CODE)
    return "no change is needed here: the queue is known but its process is not running, so restart its node, or check the broker's log for why it stopped";
  const known = argument === undefined ? undefined : queueArguments.get(argument);
  if (known === undefined) return undefined;
  const types = known.types.length === 0 ? "a stream" : `a ${known.types.join(" or ")} queue`;
  return `${argument} must be ${expectation(known.value)}, and applies to ${types}: change it, or the queue's type, in contract.json or in the call`;
}

/** What amqplib cannot encode: an invalid AMQP value as argument, or a name over 255 bytes. */
function isUnencodable({ name }: Error): boolean {
  return name === "TypeError" || name === "RangeError";
}

function unencodable(error: Error): ConfigurationError {
  return new ConfigurationError(
    `a name or an argument of a queue or exchange cannot be encoded: ${error.message}; names have at most 255 bytes, and arguments are strings, numbers or booleans`,
    error,
  );
}

/** The broker's message, without amqplib's prefix. */
export function brokerText({ message }: Error): string {
  return /with message "(.*)"$/s.exec(message)?.[1] ?? message;
}

/** `the value 'quorum' of type 'longstr'` becomes `'quorum'`. */
function tidy(value: string): string {
  return value.replace(/^the value /, "").replace(/ of type '[^']*'$/, "");
}

/** Refusals for queues and exchanges; RabbitMQ 4.0 names the access, 3.10 does not. */
const OF_RESOURCE =
  /(?:(configure|write|read) )?access to (queue|exchange) '(.*?)' in vhost '(.*?)' refused for user/s;
const OF_TOPIC =
  /(?:(write|read) )?access to topic '(.*?)' in exchange '.*' in vhost '(.*?)' refused for user/s;

/**
 * The permission that each method needs, by class and method id, if it needs only one for a kind of resource: RabbitMQ
 * documentation, "Access control". `queue.declare` needs two for its queue: to configure it, and to read it if it
 * dead-letters; for the dead-letter exchange it needs one.
 */
const NEEDED: Readonly<Record<string, Partial<Record<RefusedAccess["kind"], RefusedAccess["permission"]>>>> =
  {
    "40.10": { exchange: "configure" },
    "50.10": { exchange: "write" },
    "50.20": { queue: "write", exchange: "read", topic: "read" },
    "60.20": { queue: "read" },
    "60.40": { exchange: "write", topic: "write" },
  };

/** The access that the broker's message refuses, and the resource's name; `undefined` for any other message. */
export function refusedAccess(
  text: string,
  cause: Error,
): (RefusedAccess & { readonly entity: string }) | undefined {
  const resource = OF_RESOURCE.exec(text);
  if (resource !== null) {
    const [, permission, kind, entity = "", vhost = ""] = resource;
    return access(kind === "queue" ? "queue" : "exchange", entity, vhost, permission, cause);
  }
  const topic = OF_TOPIC.exec(text);
  if (topic === null) return undefined;
  const [, permission, entity = "", vhost = ""] = topic;
  return access("topic", entity, vhost, permission, cause);
}

function access(
  kind: RefusedAccess["kind"],
  entity: string,
  vhost: string,
  permission: string | undefined,
  cause: Error,
): RefusedAccess & { readonly entity: string } {
  return {
    kind,
    entity,
    vhost,
    permission: (permission as RefusedAccess["permission"]) ?? neededFor(kind, cause),
  };
}

/** The refused method, which amqplib sets on its error as the broker's `channel.close` names it. */
function neededFor(kind: RefusedAccess["kind"], cause: Error): RefusedAccess["permission"] {
  const method = closingMethodOf(cause);
  return method === undefined ? undefined : NEEDED[`${method.classId}.${method.methodId}`]?.[kind];
}
