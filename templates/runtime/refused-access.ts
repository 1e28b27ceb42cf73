import { closingMethodOf } from "./closing-method.js";
import type { RefusedAccess } from "./rabbit-error.js";

/** Of queues and exchanges; RabbitMQ 4.0 says which access it is, 3.10 does not. */
const OF_RESOURCE =
  /(?:(configure|write|read) )?access to (queue|exchange) '(.*?)' in vhost '(.*?)' refused for user/s;
const OF_TOPIC =
  /(?:(write|read) )?access to topic '(.*?)' in exchange '.*' in vhost '(.*?)' refused for user/s;

/**
 * What each method needs of a user, by class and method id, where it is one thing for a kind of resource: RabbitMQ's
 * documentation, "Access control". `queue.declare` needs two things of its queue, to configure it, and to read it where it
 * dead-letters; of the exchange that takes the dead letters it needs one.
 */
const NEEDED: Readonly<Record<string, Partial<Record<RefusedAccess["kind"], RefusedAccess["permission"]>>>> =
  {
    "40.10": { exchange: "configure" },
    "50.10": { exchange: "write" },
    "50.20": { queue: "write", exchange: "read", topic: "read" },
    "60.20": { queue: "read" },
    "60.40": { exchange: "write", topic: "write" },
  };

/** The access that the broker's text refuses, and the name that it is about; `undefined` for any other text. */
export function refusedAccess(
  text: string,
  cause: Error,
): (RefusedAccess & { readonly entity: string }) | undefined {
  const resource = OF_RESOURCE.exec(text);
  if (resource !== null) {
    const [, said, kind, entity = "", vhost = ""] = resource;
    return access(kind === "queue" ? "queue" : "exchange", entity, vhost, said, cause);
  }
  const topic = OF_TOPIC.exec(text);
  if (topic === null) return undefined;
  const [, said, entity = "", vhost = ""] = topic;
  return access("topic", entity, vhost, said, cause);
}

function access(
  kind: RefusedAccess["kind"],
  entity: string,
  vhost: string,
  said: string | undefined,
  cause: Error,
): RefusedAccess & { readonly entity: string } {
  return { kind, entity, vhost, permission: (said as RefusedAccess["permission"]) ?? neededFor(kind, cause) };
}

/** The method that was refused is on amqplib's error, as the broker's `channel.close` names it. */
function neededFor(kind: RefusedAccess["kind"], cause: Error): RefusedAccess["permission"] {
  const method = closingMethodOf(cause);
  return method === undefined ? undefined : NEEDED[`${method.classId}.${method.methodId}`]?.[kind];
}
