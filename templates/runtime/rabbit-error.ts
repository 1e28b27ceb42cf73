/** The common parent of every error that this SDK throws on purpose. Its text never holds a password. */
export class RabbitError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
  }
}

/** The options, the contract, or both do not say enough, or contradict each other; the text says what to do. */
export class ConfigurationError extends RabbitError {}

/** The `Rabbit`, publisher or consumer was closed. A publish that rejects with it was not sent. */
export class ClosedError extends RabbitError {
  readonly certainty: "not-sent" = "not-sent";
}

/** The broker refused user name and password (AMQP 403 in the handshake). */
export class AuthenticationError extends RabbitError {}

/** The virtual host does not exist, or this user may not enter it (AMQP 530). */
export class VhostError extends RabbitError {
  readonly vhost: string;
  constructor(message: string, vhost: string, cause?: unknown) {
    super(message, cause);
    this.vhost = vhost;
  }
}

/** No connection within `startTimeout`, or TLS was refused; `cause` is the last attempt's error. */
export class ConnectError extends RabbitError {}

/**
 * The broker did not answer in time: it was away, silent, or blocked the connection; `cause` says which. `publisher()`,
 * `consumer()`, `pause()` and `resume()` reject with it after `startTimeout`.
 */
export class BrokerTimeoutError extends RabbitError {}

/** The connection has as many channels as it may (`channel_max`); each publisher and consumer has one of its own. */
export class ChannelLimitError extends RabbitError {}

/**
 * A queue or exchange exists with other settings than the ones asked for (AMQP 406 inequivalent arg).
 * rabbitgen never deletes it: settings of an existing queue cannot change.
 */
export class TopologyMismatchError extends RabbitError {
  readonly kind: "queue" | "exchange";
  /** Name of the queue or exchange. */
  readonly entity: string;
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
        `${difference.requested}: ask for the same (in contract.json, or in the call), connect with declare: "check" to ` +
        `use it as it is, or move the messages to ${kind === "queue" ? "a queue" : "an exchange"} of another name`,
      cause,
    );
    this.kind = kind;
    this.entity = entity;
    this.argument = difference.argument;
    this.requested = difference.requested;
    this.existing = difference.existing;
  }
}

/** A queue or exchange that has to be there is not, and `declare` says that this service may not make it. */
export class TopologyMissingError extends RabbitError {
  readonly kind: "queue" | "exchange";
  /** Name of the queue or exchange. */
  readonly entity: string;
  constructor(kind: "queue" | "exchange", entity: string, cause: unknown) {
    super(`${kind} "${entity}" does not exist; this service expects somebody else to declare it`, cause);
    this.kind = kind;
    this.entity = entity;
  }
}
