import { replyCode } from "./amqplib-error.js";

/** What an error is about, where its message says it in words. */
export interface ErrorDetails {
  /** AMQP reply code, if the broker gave one that is not on the cause. */
  readonly code?: number | undefined;
  /** Name of the queue, exchange, virtual host or node that it is about. */
  readonly entity?: string | undefined;
  /** What to do; default: the class's own. */
  readonly advice?: string | undefined;
}

/** The common parent of every error that this SDK throws on purpose. Its text never holds a password. */
export class RabbitError extends Error {
  /** What to do about an error of this class, in general. */
  static readonly advice: string = "read the message and the cause";
  /** AMQP 0-9-1 reply code of the broker, such as 403 or 406; `undefined` if the broker gave none. */
  readonly code: number | undefined;
  /** Name of the queue, exchange, virtual host or node that it is about, if it is about one. */
  readonly entity: string | undefined;
  /** What to do, in words. */
  readonly advice: string;
  constructor(message: string, cause?: unknown, { code, entity, advice }: ErrorDetails = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.code = code ?? replyCodeOf(cause);
    this.entity = entity;
    this.advice = advice ?? new.target.advice;
  }
}

/** Of an error, or of what it was caused by. */
function replyCodeOf(error: unknown): number | undefined {
  let each = error;
  for (let depth = 0; depth < 5 && typeof each === "object" && each !== null; depth += 1) {
    const code = replyCode(each);
    if (code !== undefined) return code;
    each = "cause" in each ? each.cause : undefined;
  }
  return undefined;
}

/** The options, the contract, or both do not say enough, or contradict each other; the text says what to do. */
export class ConfigurationError extends RabbitError {
  static override readonly advice: string = "change the options or contract.json as the message says";
  /** A publish that rejects with it was not sent. */
  readonly certainty: "not-sent" = "not-sent";
}

/** The `Rabbit`, publisher or consumer was closed. A publish that rejects with it was not sent. */
export class ClosedError extends RabbitError {
  static override readonly advice: string = "use it before it is closed, or connect again";
  readonly certainty: "not-sent" = "not-sent";
}

/** A message of a batch was marked as failed when the handler's call had ended; what becomes of it is decided by then. */
export class BatchEndedError extends RabbitError {
  static override readonly advice: string =
    "await all work of a batch in its handler, and stop it when the signal fires";
}

/** The broker refused user name and password (AMQP 403 in the handshake), or does not take this way to log in. */
export class AuthenticationError extends RabbitError {
  static override readonly advice: string =
    "check user, password and auth_mechanism; the broker's log says more. The user guest may log in from the broker's own host only";
}

/** The virtual host does not exist, or this user may not enter it (AMQP 530). */
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
    "check host, port and TLS options, and that the broker runs and can be reached from here";
}

/**
 * The broker did not answer in time: it was away, silent, or blocked the connection; `cause` says which. `publisher()`,
 * `consumer()`, `pause()` and `resume()` reject with it after `startTimeout`.
 */
export class BrokerTimeoutError extends RabbitError {
  static override readonly advice: string =
    "look for the cause at the broker (its alarms, its network), then try again; startTimeout sets how long to wait";
}

/** The connection has as many channels as it may (`channel_max`); each publisher and consumer has one of its own. */
export class ChannelLimitError extends RabbitError {
  static override readonly advice: string =
    "share publishers and consumers instead of making one per call, close those that are no longer needed, or raise channel_max";
}

/**
 * A limit that an operator set is reached: connections, channels or queues of a virtual host, a user or a node. A
 * connection is tried again until `startTimeout`, since others may close theirs.
 */
export class ResourceLimitError extends RabbitError {
  static override readonly advice: string =
    "close or delete what is no longer needed, or raise the limit (rabbitmqctl set_vhost_limits, set_user_limits)";
}

/** What a user is refused: RabbitMQ's own words for it. */
export interface RefusedAccess {
  /** `topic`: the routing key, by the user's topic permissions. */
  readonly kind: "queue" | "exchange" | "topic";
  readonly vhost: string;
  /** What the user lacks; `undefined` if the broker does not say it, and the refused method does not either. */
  readonly permission: "configure" | "write" | "read" | undefined;
}

/** The user lacks a permission for a queue or exchange (AMQP 403). */
export class PermissionError extends RabbitError {
  static override readonly advice: string =
    'grant the user what it lacks (rabbitmqctl set_permissions; rabbitgen topology --service prints what a service needs), or connect with declare: "check" or "none" where an operator makes queues and exchanges';
  readonly kind: RefusedAccess["kind"];
  readonly vhost: string;
  readonly permission: RefusedAccess["permission"];
  constructor(
    message: string,
    { kind, vhost, permission }: RefusedAccess,
    cause: unknown,
    details: ErrorDetails,
  ) {
    super(message, cause, details);
    this.kind = kind;
    this.vhost = vhost;
    this.permission = permission;
  }
}

/**
 * The broker refuses a declaration for another reason: an argument that it does not know or that has a wrong value, a
 * reserved name, a queue that another connection has for itself.
 */
export class DeclarationRefusedError extends RabbitError {
  static override readonly advice: string =
    "change the name, type or arguments as the broker's message says, in contract.json or in the call";
  /** The argument that it refuses, such as `x-max-length`. */
  readonly argument: string | undefined;
  constructor(
    message: string,
    cause: unknown,
    details: ErrorDetails & { readonly argument?: string | undefined },
  ) {
    super(message, cause, details);
    this.argument = details.argument;
  }
}

/**
 * A queue or exchange exists with other settings than the ones asked for (AMQP 406 inequivalent arg).
 * rabbitgen never deletes it: settings of an existing queue cannot change.
 */
export class TopologyMismatchError extends RabbitError {
  static override readonly advice: string =
    'ask for the same settings, take the queue over with queue: { name, declare: "check" }, or use another name';
  readonly kind: "queue" | "exchange";
  /** Name of the queue or exchange. */
  declare readonly entity: string;
  /** The setting that differs, such as `x-queue-type` or `durable`. */
  readonly argument: string;
  /** What this SDK asks for, as the broker prints it. */
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
      `${kind} "${entity}" exists with ${difference.argument} = ${difference.existing}, and this service asks for ` +
        `${difference.requested}: ask for the same (in contract.json, or in the call; null leaves out an argument), ` +
        `${kind === "queue" ? 'take it over as it is with queue: { name, declare: "check" }' : 'connect with declare: "check" to use it as it is'}, ` +
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

/** A queue or exchange that has to be there is not, and `declare` says that this service may not make it. */
export class TopologyMissingError extends RabbitError {
  static override readonly advice: string =
    'have it declared before this service starts, or let this service declare it: leave out declare: "check" and "none", of connect() and of the queue';
  readonly kind: "queue" | "exchange";
  /** Name of the queue or exchange. */
  declare readonly entity: string;
  constructor(kind: "queue" | "exchange", entity: string, cause: unknown) {
    super(`${kind} "${entity}" does not exist, and this service expects somebody else to declare it`, cause, {
      entity,
    });
    this.kind = kind;
  }
}
