import type { SchemaComparison } from "../compat/compare.js";
import type { Writer } from "../contract/publisher-view.js";
import type { Json } from "../json/json.js";
import type { Flow } from "./flow.js";
import type { Handling } from "./handling.js";
import type { PayloadNode } from "./payload-node.js";

/** Everything that the catalogue of a contract shows, before it is HTML or Markdown. */
export interface Catalogue {
  readonly title: string;
  /** Sorted by name. */
  readonly events: readonly EventEntry[];
  /** Sorted by name. */
  readonly services: readonly ServiceEntry[];
  readonly flow: Flow;
}

/** One event. */
export interface EventEntry {
  readonly name: string;
  /** The file name of its page without the extension, unique on every file system. */
  readonly stem: string;
  readonly description: string | undefined;
  readonly owner: string | undefined;
  /** Newest first. */
  readonly versions: readonly VersionEntry[];
  readonly route: EventRoute;
  /** What is declared of its headers. */
  readonly headers: PayloadNode | undefined;
  readonly publishers: readonly PublisherEntry[];
  readonly consumers: readonly ConsumptionEntry[];
  /** TypeScript that consumes it with the generated SDK. */
  readonly consume: string;
}

/** How its messages travel, the same for all versions. */
export interface EventRoute {
  readonly exchange: { readonly name: string; readonly type: string };
  readonly routingKey: string;
  /** Where the words of a routing key come from that are not the same for all messages. */
  readonly placeholders: readonly { readonly name: string; readonly source: string }[];
  /** `undefined`: the one in the connection's URL. */
  readonly vhost: string | undefined;
  readonly envelope: "headers" | "body";
  readonly unroutable: "error" | "ignore";
  /** The version as which a message that names none is read; `undefined`: it is a dead letter. */
  readonly unversioned: string | undefined;
  /** What publishers may send beyond what is declared. */
  readonly writer: Writer;
}

/** A service that publishes an event. */
export interface PublisherEntry {
  readonly service: string;
  /** `undefined`: it may publish any version. */
  readonly versions: readonly string[] | undefined;
}

/** An event that a service consumes. */
export interface ConsumptionEntry {
  readonly service: string;
  readonly event: string;
  /** `undefined`: every version. */
  readonly versions: readonly string[] | undefined;
  /** `undefined`: the service's code names it. */
  readonly queue: string | undefined;
  /** `undefined`: the service's code says it. */
  readonly handling: Handling | undefined;
}

/** Where a version is in its life. */
export interface VersionStatus {
  /**
   * `current` is the newest version that is published, as far as the contract says, and not deprecated; `upcoming` one
   * that is not published yet.
   */
  readonly kind: "current" | "supported" | "upcoming" | "deprecated";
  /** The day after which it may be removed, `2027-06-30`. */
  readonly sunset: string | undefined;
  readonly replacedBy: string | undefined;
  /** What `contract.json` says of its publishers, where they are not known to publish it. */
  readonly publication: "not-yet" | "no-longer" | undefined;
}

/** One version of an event. */
export interface VersionEntry {
  readonly label: string;
  readonly title: string | undefined;
  readonly description: string | undefined;
  readonly status: VersionStatus;
  readonly contentType: string;
  readonly payload: PayloadNode;
  readonly examples: readonly ShownExample[];
  /** Why there is no example. */
  readonly noExample: string | undefined;
  /** TypeScript that publishes it with the generated SDK. */
  readonly publish: string;
  /** What changed since the version before it. */
  readonly since: { readonly label: string; readonly comparison: SchemaComparison } | undefined;
}

/** A message that is valid. */
export interface ShownExample {
  /** The name of its file, or that it was made. */
  readonly title: string;
  readonly value: Json;
}

/** One service. */
export interface ServiceEntry {
  readonly name: string;
  readonly stem: string;
  readonly description: string | undefined;
  readonly publishes: readonly { readonly event: string; readonly versions: readonly string[] | undefined }[];
  readonly consumes: readonly ConsumptionEntry[];
}
