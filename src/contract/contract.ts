import type { Writer } from "./publisher-view.js";
import type { RoutingKey } from "./routing-key.js";
import type { Definition, Location } from "./schema.js";
import type { SourceFile } from "./source-file.js";
import type { LabelStyle } from "./version-label.js";

/** An exchange; always durable. */
export interface Exchange {
  readonly name: string;
  readonly type: "topic" | "direct" | "fanout" | "headers";
}

/** Where the version travels besides the content type: nowhere, or in front of the payload in the body. */
export type Envelope = "headers" | "body";

/** What a message that no queue takes is for its publisher. */
export type Unroutable = "error" | "ignore";

/** A message that is to validate, or not to. */
export interface Example {
  readonly source: SourceFile;
  readonly valid: boolean;
}

/** A schema with a type and validators of its own: an event's version, or its headers. */
export interface EventSchema {
  readonly event: string;
  /** What its modules are called, unique within the event. */
  readonly label: string;
  readonly source: SourceFile;
  /** The definition that is this schema. */
  readonly location: Location;
  /** What its publishers may send beyond what the schema declares. */
  readonly writer: Writer;
  readonly examples: readonly Example[];
}

/** The headers that an event declares under `headers` of its `event.json`, for all of its versions. */
export interface EventHeaders extends EventSchema {
  readonly label: "headers";
  /** The declared names, sorted. */
  readonly names: readonly string[];
}

/** One version of an event; the label is what its file is called, `v1`, `v2`, … or in the contract's own style, `1.0.0`. */
export interface EventVersion extends EventSchema {
  readonly deprecated: boolean;
  /** The day after which the version may be removed, `2027-06-30`. */
  readonly sunset: string | undefined;
  readonly replacedBy: string | undefined;
  /** Properties that it had, as JSON Pointers into the payload with `*` for every item of an array. */
  readonly reserved: readonly string[];
}

/** One event with its versions, oldest first. */
export interface Event {
  readonly name: string;
  /** Its folder below the schemas folder. */
  readonly folder: string;
  /** What the names of the generated code are made of instead of the event's name, `OrderPaid`. */
  readonly identifier: string | undefined;
  /** Its `event.json`, if it has one. */
  readonly settings: SourceFile | undefined;
  readonly description: string | undefined;
  readonly owner: string | undefined;
  readonly exchange: Exchange;
  /** As it is written, with its placeholders. */
  readonly routingKey: string;
  /** The same, taken apart. */
  readonly keyTemplate: RoutingKey;
  /** The publisher's virtual host; `undefined` means the one in the connection's URL. */
  readonly vhost: string | undefined;
  readonly envelope: Envelope;
  readonly unroutable: Unroutable;
  /** What its publishers may send beyond what the schemas declare. */
  readonly writer: Writer;
  /** The version as which messages that name none are read; `undefined`: they are dead letters. */
  readonly unversioned: string | undefined;
  /** `undefined`: its publishers may send any headers. */
  readonly headers: EventHeaders | undefined;
  readonly versions: readonly EventVersion[];
}

/** Every schema of an event that has a type and validators of its own. */
export function schemasOfEvent({ headers, versions }: Event): readonly EventSchema[] {
  return headers === undefined ? versions : [...versions, headers];
}

/** How a service publishes one event, as `contract.json` says it. */
export interface Publication {
  /** The versions that it sends; without them it may send any. */
  readonly versions?: readonly string[];
}

/** How a service reads one event, as `contract.json` says it. */
export interface Consumption {
  readonly versions?: readonly string[];
  readonly prefetch?: number;
  readonly queue?: {
    readonly name: string;
    readonly type?: "quorum" | "classic";
    readonly arguments?: Readonly<Record<string, string | number | boolean | null>>;
    readonly declare?: "assert" | "check";
    readonly perInstance?: boolean;
  };
  readonly retry?: {
    readonly strategy?: "delay" | "hold" | "requeue" | "none";
    readonly delays?: readonly string[];
    readonly maxAttempts?: number;
  };
  /** The keys or patterns that its queue is bound with. */
  readonly bind?: string | readonly string[];
}

/** One service of `contract.json`. */
export interface Service {
  readonly name: string;
  readonly description?: string | undefined;
  readonly vhost: string | undefined;
  readonly publishes: ReadonlyMap<string, Publication>;
  readonly consumes: ReadonlyMap<string, Consumption>;
}

/**
 * What ends the path in an import, by its name in `contract.json`: `.js` is what Node loads once it is compiled, `.ts` what runs without compiling, and
 * `none` is for bundlers.
 */
export const importEndings = { ".js": ".js", ".ts": ".ts", none: "" } as const;

/** The name of one of {@link importEndings}. */
export type ImportExtension = keyof typeof importEndings;

/** What `contract.json` says of the generated SDK itself. */
export interface SdkSettings {
  /** Whether the SDK has its optional folder `opentelemetry/`, for projects with `@opentelemetry/api`. Default false. */
  readonly opentelemetry: boolean;
  /** How its modules name each other. Default `.js`. */
  readonly importExtension: ImportExtension;
  /** Where its runtime is: a copy in the SDK (`copy`, the default), or the package `@rabbitgen/runtime`. */
  readonly runtime: "copy" | "package";
}

/** A folder of schemas, loaded: everything that the later phases know about it. */
export interface Contract {
  /** How versions are labelled. */
  readonly versionLabels: LabelStyle;
  /** Sorted by name. */
  readonly events: readonly Event[];
  /** Sorted by name. */
  readonly services: readonly Service[];
  readonly sdk: SdkSettings;
  /** Names of types that the contract chooses itself, by definition, `_shared/money.json#/$defs/currency`. */
  readonly typeNames: ReadonlyMap<string, string>;
  /** Every schema that is an event version or that a `$ref` leads to, in canonical form. */
  readonly definitions: ReadonlyMap<Location, Definition>;
}
