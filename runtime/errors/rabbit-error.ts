import { replyCode } from "./amqplib-error.js";

/** Details of an error that its message states in words. */
export interface ErrorDetails {
  /** AMQP reply code, if the broker sent one that is not on the cause. */
  readonly code?: number | undefined;
  /** Name of the queue, exchange, virtual host or node concerned. */
  readonly entity?: string | undefined;
  /** What to do; default: the class's own hint. */
  readonly advice?: string | undefined;
}

/** The base class of all errors that this SDK throws on purpose. Its text never contains a password. */
export class RabbitError extends Error {
  /** What to do about errors of this class in general. */
  static readonly advice: string = "read the message and the cause";
  /** AMQP 0-9-1 reply code of the broker, such as 403 or 406; absent if the broker sent none. */
  declare readonly code?: number;
  /** Name of the queue, exchange, virtual host or node concerned, if any. */
  declare readonly entity?: string;
  /** What to do, as a sentence. */
  readonly advice: string;
  constructor(message: string, cause?: unknown, { code, entity, advice }: ErrorDetails = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.advice = advice ?? new.target.advice;
    const reply = code ?? replyCodeOf(cause);
    // a property without a value would be printed as `code: undefined`
    if (reply !== undefined) this.code = reply;
    if (entity !== undefined) this.entity = entity;
  }
}

/** The reply code of an error, or of its cause. */
function replyCodeOf(error: unknown): number | undefined {
  let each = error;
  for (let depth = 0; depth < 5 && typeof each === "object" && each !== null; depth += 1) {
    const code = replyCode(each);
    if (code !== undefined) return code;
    each = "cause" in each ? each.cause : undefined;
  }
  return undefined;
}

/** The options, the contract, or both are incomplete or contradictory; the message says what to change. */
export class ConfigurationError extends RabbitError {
  static override readonly advice: string = "change the options or contract.json as the message says";
  /** A publish that rejects with this error was not sent. */
  readonly certainty: "not-sent" = "not-sent";
}

/** The `Rabbit`, publisher or consumer is closed. A publish that rejects with this error was not sent. */
export class ClosedError extends RabbitError {
  static override readonly advice: string = "use it before it is closed, or connect again";
  readonly certainty: "not-sent" = "not-sent";
}

/** A message of a batch was marked as failed after the handler call had ended; its outcome is already decided. */
export class BatchEndedError extends RabbitError {
  static override readonly advice: string =
    "await all work of a batch in its handler, and stop the work when the signal fires";
}

/**
 * The broker refused the user name and password (AMQP 403 in the handshake), or does not offer this authentication
 * mechanism.
 */
export class AuthenticationError extends RabbitError {
  static override readonly advice: string =
    "check user, password and auth_mechanism; the broker's log has details. The user guest may log in only from the broker's own host";
}

/** The virtual host does not exist, or this user has no access to it (AMQP 530). */
export class VhostError extends RabbitError {
  static override readonly advice: string =
    "create the virtual host (rabbitmqctl add_vhost), grant the user permissions in it (rabbitmqctl set_permissions), or map its name with vhosts";
  readonly vhost: string;
  constructor(message: string, vhost: string, cause?: unknown, details: ErrorDetails = {}) {
    super(message, cause, { entity: vhost, ...details });
    this.vhost = vhost;
  }
}

/** No connection within `startTimeout`, or TLS was refused; `cause` is the last attempt's error. */
export class ConnectError extends RabbitError {
  static override readonly advice: string =
    "check host, port and TLS options, and that the broker is running and reachable from this host";
}

/**
 * The broker did not answer in time: it was unreachable, silent, or blocked the connection; `cause` says which.
 * `publisher()`, `consumer()`, `pause()` and `resume()` reject with it after `startTimeout`.
 */
export class BrokerTimeoutError extends RabbitError {
  static override readonly advice: string =
    "check the broker (its alarms, its network), then try again; startTimeout sets how long to wait";
}

/**
 * The connection has reached its maximum number of channels (`channel_max`); each publisher and consumer has its own.
 */
export class ChannelLimitError extends RabbitError {
  static override readonly advice: string =
    "share publishers and consumers instead of making one per call, close those that are no longer needed, or raise channel_max";
}

/**
 * A limit set by an operator is reached: connections, channels or queues of a virtual host, a user or a node. A
 * connection is retried until `startTimeout`, since others may close theirs.
 */
export class ResourceLimitError extends RabbitError {
  static override readonly advice: string =
    "close or delete what is no longer needed, or raise the limit (rabbitmqctl set_vhost_limits, set_user_limits)";
}

/** The permission that a user lacks, in RabbitMQ's terms. */
export interface RefusedAccess {
  /** `topic`: for the routing key, by the user's topic permissions. */
  readonly kind: "queue" | "exchange" | "topic";
  readonly vhost: string;
  /** The missing permission; `undefined` if neither the broker's text nor the refused method reveals it. */
  readonly permission: "configure" | "write" | "read" | undefined;
}

/** The user lacks a permission for a queue or exchange (AMQP 403). */
export class PermissionError extends RabbitError {
  static override readonly advice: string =
    'grant the missing permission (rabbitmqctl set_permissions; rabbitgen topology --service prints what a service needs), or connect with declare: "check" or "none" if an operator creates queues and exchanges';
  readonly kind: RefusedAccess["kind"];
  readonly vhost: string;
  /** The missing permission; absent if neither the broker's text nor the refused method reveals it. */
  declare readonly permission?: NonNullable<RefusedAccess["permission"]>;
  constructor(
    message: string,
    { kind, vhost, permission }: RefusedAccess,
    cause: unknown,
    details: ErrorDetails,
  ) {
    super(message, cause, details);
    this.kind = kind;
    this.vhost = vhost;
    if (permission !== undefined) this.permission = permission;
  }
}

/**
 * The broker refuses a declaration for another reason: an unknown or invalid argument, a reserved name, or a queue that
 * is exclusive to another connection.
 */
export class DeclarationRefusedError extends RabbitError {
  static override readonly advice: string =
    "change the name, type or arguments as the broker's message says, in contract.json or in the call";
  /** The refused argument, such as `x-max-length`; absent if the broker names none. */
  declare readonly argument?: string;
  constructor(
    message: string,
    cause: unknown,
    details: ErrorDetails & { readonly argument?: string | undefined },
  ) {
    super(message, cause, details);
    if (details.argument !== undefined) this.argument = details.argument;
  }
}

/**
 * A queue or exchange exists with other settings than requested (AMQP 406 inequivalent arg). rabbitgen never deletes
 * it: the settings of an existing queue cannot change.
 */
export class TopologyMismatchError extends RabbitError {
  static override readonly advice: string =
    'request the same settings, use the existing queue with queue: { name, declare: "check" }, or choose another name';
  readonly kind: "queue" | "exchange";
  /** Name of the queue or exchange. */
  declare readonly entity: string;
  /** The setting that differs, such as `x-queue-type` or `durable`. */
  readonly argument: string;
  /** What this SDK requests, as the broker prints it. */
  readonly requested: string;
  /** What exists, as the broker prints it. */
  readonly existing: string;
  constructor(
    kind: "queue" | "exchange",
    entity: string,
    difference: { readonly argument: string; readonly requested: string; readonly existing: string },
    cause: unknown,
  ) {
    super(
      `${kind} "${entity}" exists with ${difference.argument} = ${difference.existing}, but this service requests ` +
        `${difference.requested}: request the same (in contract.json, or in the call; null leaves out an argument), ` +
        `${kind === "queue" ? 'use it unchanged with queue: { name, declare: "check" }' : 'connect with declare: "check" to use it unchanged'}, ` +
        `or move the messages to ${kind === "queue" ? "a queue" : "an exchange"} of another name`,
      cause,
      { entity },
    );
    this.kind = kind;
    this.argument = difference.argument;
    this.requested = difference.requested;
    this.existing = difference.existing;
  }
}

/** A required queue or exchange does not exist, and `declare` does not allow this service to create it. */
export class TopologyMissingError extends RabbitError {
  static override readonly advice: string =
    'declare it before this service starts, or let this service declare it: remove declare: "check" or "none" from connect() and from the queue';
  readonly kind: "queue" | "exchange";
  /** Name of the queue or exchange. */
  declare readonly entity: string;
  constructor(kind: "queue" | "exchange", entity: string, cause: unknown) {
    super(`${kind} "${entity}" does not exist, and declare does not allow this service to create it`, cause, {
      entity,
    });
    this.kind = kind;
  }
}
