/** Where a value breaks its schema: one entry per failing place, as JSON Schema's "basic" output lists them. */
export interface Failure {
  /** JSON Pointer (RFC 6901) into the event; `""` is the event itself. */
  readonly path: string;
  /** The schema keyword that rejects the value, such as `required` or `maxLength`. */
  readonly keyword: string;
  /** A sentence without the path, such as `must be string`. */
  readonly message: string;
}

/** What a validator says: the same value with its type, or every place where it fails. */
export type Validation<Payload> =
  | { readonly valid: true; readonly value: Payload }
  | { readonly valid: false; readonly failures: readonly Failure[]; readonly omitted: number };

/**
 * Checks an unknown value against one form of an event's schema, and never changes the value. Throws nothing but a
 * `ValidatorError`, when the generated code itself fails.
 */
export type Validator<Payload> = (value: unknown) => Validation<Payload>;

/** The two forms of a schema. */
export interface Validators<Payload> {
  /** The schema as written: what a consumer accepts. */
  readonly reader: Validator<Payload>;
  /** The schema with undeclared properties refused: what a publisher may send. */
  readonly writer: Validator<Payload>;
}

/** Loads the module of a schema's validators when it is first needed, since a service uses few events of many. */
export type LoadValidators<Payload> = () => Promise<Validators<Payload>>;

/** An exchange as the contract names it. rabbitgen declares every exchange durable. */
export interface Exchange {
  readonly name: string;
  readonly type: "topic" | "direct" | "fanout" | "headers";
}

/** A placeholder of a routing key whose value each message has in its payload: the names on the way to it. */
export interface PayloadWord {
  readonly payload: readonly string[];
}

/** A placeholder of a routing key whose value `publish` is given, by this name. */
export interface PublishWord<Word extends string = string> {
  readonly publish: Word;
}

/** Values of placeholders, by name; each is one word of a routing key: not empty, and without `.`, `*` and `#`. */
export type RoutingKeyWords<Word extends string = string> = Readonly<Record<Word, string>>;

/** A piece of a routing key: text, or a placeholder. */
export type RoutingKeyPart<Word extends string = string> = string | PayloadWord | PublishWord<Word>;

/** The headers that `event.json` declares for all versions of an event. */
export interface DeclaredHeaders<Headers> {
  /** All that a consumer validates: others than the publisher add headers of their own. Names match exactly. */
  readonly names: readonly string[];
  /** They validate headers as strings; a publisher's undeclared ones are refused, unless the schema is open for them. */
  readonly validators: LoadValidators<Headers>;
}

/**
 * One version of one event: every constant that goes on the wire, and how to load its validators.
 * Generated, one literal per version, so that a reviewer reads what the SDK sends.
 */
export interface EventVersion<
  Name extends string = string,
  Version extends string = string,
  Payload = unknown,
  Headers = unknown,
> {
  readonly event: Name;
  /** The version's label as its file is called: `v1`, `v2`, … or in the contract's own style, such as `1.0.0`. */
  readonly version: Version;
  /** Both the `content_type` property and the `content-type` header of each message. */
  readonly contentType: string;
  /** 2: persistent (AMQP 0-9-1, `delivery-mode`). */
  readonly deliveryMode: 2;
  readonly exchange: Exchange;
  /** As the contract writes it, with its placeholders: `order.{region}.paid`. */
  readonly routingKey: string;
  /** The pieces of a routing key that has placeholders; without them each message goes out with `routingKey`. */
  readonly routingKeyParts?: readonly RoutingKeyPart[];
  /** The publisher's virtual host; `undefined` means the one in the connection's URL. */
  readonly vhost: string | undefined;
  /** `body` puts `version` and `event` in front of the payload's own members. */
  readonly envelope: "headers" | "body";
  /** What a message that no queue takes is for its publisher: an `UnroutableError`, or nothing. */
  readonly unroutable: "error" | "ignore";
  /** The declared headers; without them a publisher may give any, and a consumer validates none. */
  readonly headers?: DeclaredHeaders<Headers>;
  readonly validators: LoadValidators<Payload>;
}

/** A version with placeholders in its routing key that `publish` has to be given. */
export interface RoutedEventVersion<
  Name extends string,
  Version extends string,
  Payload,
  Word extends string,
  Headers = unknown,
> extends EventVersion<Name, Version, Payload, Headers> {
  readonly routingKeyParts: readonly RoutingKeyPart<Word>[];
}

/** All versions of one event that this SDK knows; what `rabbit.consumer` takes. */
export interface EventFamily<
  Name extends string = string,
  Versions extends Readonly<Record<string, EventVersion>> = Readonly<Record<string, EventVersion>>,
> {
  readonly event: Name;
  readonly versions: Versions;
  /** The version as which a message that names none is read; without it such a message is a dead letter. */
  readonly unversioned?: string;
}

/** The payload type of an event version: `PayloadOf<typeof orderPaidV2>`. */
export type PayloadOf<Version extends EventVersion> =
  Version extends EventVersion<string, string, infer Payload> ? Payload : never;

/** The placeholders that `publish` has to be given for an event version; `never` if there are none. */
export type WordOf<Version extends EventVersion> = Version extends {
  readonly routingKeyParts: readonly (infer Part)[];
}
  ? Part extends { readonly publish: infer Word extends string }
    ? Word
    : never
  : never;

/** The type of an event version's declared headers, `unknown` if there are none: `HeadersOf<typeof orderPaidV2>`. */
export type HeadersOf<Version extends EventVersion> =
  Version extends EventVersion<string, string, unknown, infer Headers> ? Headers : never;

/** The versions of a family. */
export function versionsOf(family: EventFamily): readonly EventVersion[] {
  return Object.values(family.versions);
}
