/** Where a value violates its schema: one entry per failing location, as in JSON Schema's "basic" output. */
export interface Failure {
  /** JSON Pointer (RFC 6901) into the event; `""` is the event itself. */
  readonly path: string;
  /** The schema keyword that rejects the value, such as `required` or `maxLength`. */
  readonly keyword: string;
  /** A message without the path, such as `must be string`. */
  readonly message: string;
}

/** The result of a validator: the same value with its type, or every failing location. */
export type Validation<Payload> =
  | { readonly valid: true; readonly value: Payload }
  | { readonly valid: false; readonly failures: readonly Failure[]; readonly omitted: number };

/**
 * Checks an unknown value against one form of an event's schema; never changes the value. Throws only a
 * `ValidatorError`, if the generated code itself fails.
 */
export type Validator<Payload> = (value: unknown) => Validation<Payload>;

/** The two forms of a schema. */
export interface Validators<Payload> {
  /** The schema as written: what a consumer accepts. */
  readonly reader: Validator<Payload>;
  /** The schema with undeclared properties rejected: what a publisher may send. */
  readonly writer: Validator<Payload>;
}

/** Loads the module of a schema's validators on first use, since a service uses few of many events. */
export type LoadValidators<Payload> = () => Promise<Validators<Payload>>;

/** An exchange as the contract defines it. rabbitgen declares every exchange durable. */
export interface Exchange {
  readonly name: string;
  readonly type: "topic" | "direct" | "fanout" | "headers";
}

/** A routing key placeholder that is filled from the payload; lists the property names that lead to the value. */
export interface PayloadWord {
  readonly payload: readonly string[];
}

/** A routing key placeholder whose value is passed to `publish` under this name. */
export interface PublishWord<Word extends string = string> {
  readonly publish: Word;
}

/** Placeholder values by name; each is one word of a routing key: not empty, without `.`, `*` and `#`. */
export type RoutingKeyWords<Word extends string = string> = Readonly<Record<Word, string>>;

/** A part of a routing key: text, or a placeholder. */
export type RoutingKeyPart<Word extends string = string> = string | PayloadWord | PublishWord<Word>;

/** The headers that `event.json` declares for all versions of an event. */
export interface DeclaredHeaders<Headers> {
  /** What a consumer validates: publishers may add headers of their own. Names match exactly. */
  readonly names: readonly string[];
  /** Validates headers as strings; undeclared headers of a publisher are rejected unless the schema allows them. */
  readonly validators: LoadValidators<Headers>;
}

/**
 * One version of one event: every constant on the wire, and how to load its validators. Generated, one literal per
 * version, so that a reviewer can read what the SDK sends.
 */
export interface EventVersion<
  Name extends string = string,
  Version extends string = string,
  Payload = unknown,
  Headers = unknown,
> {
  readonly event: Name;
  /** The version's label, which is its file name: `v1`, `v2`, … or in the contract's own style, such as `1.0.0`. */
  readonly version: Version;
  /** Both the `content_type` property and the `content-type` header of each message. */
  readonly contentType: string;
  /** 2: persistent (AMQP 0-9-1, `delivery-mode`). */
  readonly deliveryMode: 2;
  readonly exchange: Exchange;
  /** As in the contract, with placeholders: `order.{region}.paid`. */
  readonly routingKey: string;
  /** The parts of a routing key with placeholders; if absent, each message is published with `routingKey`. */
  readonly routingKeyParts?: readonly RoutingKeyPart[];
  /** The publisher's virtual host; `undefined` means the one in the connection URL. */
  readonly vhost: string | undefined;
  /** `body` puts `version` and `event` before the payload's own properties. */
  readonly envelope: "headers" | "body";
  /** How a message that reaches no queue is handled for its publisher: `UnroutableError`, or ignored. */
  readonly unroutable: "error" | "ignore";
  /** The declared headers; if absent, a publisher may send any, and a consumer validates none. */
  readonly headers?: DeclaredHeaders<Headers>;
  readonly validators: LoadValidators<Payload>;
}

/** A version whose routing key has placeholders that must be passed to `publish`. */
export interface RoutedEventVersion<
  Name extends string,
  Version extends string,
  Payload,
  Word extends string,
  Headers = unknown,
> extends EventVersion<Name, Version, Payload, Headers> {
  readonly routingKeyParts: readonly RoutingKeyPart<Word>[];
}

/** All versions of one event in this SDK; the argument of `rabbit.consumer`. */
export interface EventFamily<
  Name extends string = string,
  Versions extends Readonly<Record<string, EventVersion>> = Readonly<Record<string, EventVersion>>,
> {
  readonly event: Name;
  readonly versions: Versions;
  /** The version assumed for a message that names none; if absent, such a message is dead-lettered. */
  readonly unversioned?: string;
}

/** The payload type of an event version: `PayloadOf<typeof orderPaidV1>`. */
export type PayloadOf<Version extends EventVersion> =
  Version extends EventVersion<string, string, infer Payload> ? Payload : never;

/** The placeholders that must be passed to `publish` for an event version; `never` if there are none. */
export type WordOf<Version extends EventVersion> = Version extends {
  readonly routingKeyParts: readonly (infer Part)[];
}
  ? Part extends { readonly publish: infer Word extends string }
    ? Word
    : never
  : never;

/** The type of an event version's declared headers, `unknown` if there are none: `HeadersOf<typeof orderPaidV1>`. */
export type HeadersOf<Version extends EventVersion> =
  Version extends EventVersion<string, string, unknown, infer Headers> ? Headers : never;

/** The versions of a family. */
export function versionsOf(family: EventFamily): readonly EventVersion[] {
  return Object.values(family.versions);
}
