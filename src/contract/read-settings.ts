import { isObject, type JsonObject, member } from "../json/json.js";
import {
  type Consumption,
  type Envelope,
  type Exchange,
  type ImportExtension,
  importEndings,
  type Publication,
  type SdkSettings,
  type Service,
  type Unroutable,
} from "./contract.js";
import type { Writer } from "./publisher-view.js";
import type { SourceFile } from "./source-file.js";
import { defaultStyle, type LabelStyle, labelStyles } from "./version-label.js";

/** What an event takes from `event.json`, else from the service that publishes it, else from `contract.json`. */
export interface EventSettings {
  readonly identifier?: string;
  readonly exchange?: Exchange;
  readonly routingKey?: string;
  readonly vhost?: string;
  readonly envelope?: Envelope;
  readonly unroutable?: Unroutable;
  readonly writer?: Writer;
  readonly unversioned?: string;
  readonly description?: string;
  readonly owner?: string;
  readonly versions?: Readonly<Record<string, VersionSettings>>;
}

/** What `event.json` says of one version. */
export interface VersionSettings {
  readonly deprecated?: boolean;
  readonly sunset?: string;
  readonly replacedBy?: string;
  readonly reserved?: readonly string[];
}

/** Reads the settings of a file that the JSON Schema of its kind accepts; nothing when there is no file. */
export function readEventSettings(source: SourceFile | undefined): EventSettings {
  const value = objectOf(source);
  const exchange = exchangeOf(value);
  return { ...(value as unknown as EventSettings), ...(exchange === undefined ? {} : { exchange }) };
}

/** The services of `contract.json`, in their sorted order. */
export function readServices(source: SourceFile | undefined): readonly Service[] {
  const services = member(objectOf(source), "services");
  return Object.entries(isObject(services) ? services : {}).map(([name, value]) => {
    const service = value as {
      description?: string;
      vhost?: string;
      publishes?: Published;
      consumes?: Record<string, Consumption>;
    };
    return {
      name,
      description: service.description,
      vhost: service.vhost,
      publishes: readPublications(service.publishes ?? []),
      consumes: new Map(Object.entries(service.consumes ?? {})),
    };
  });
}

/** Names of events, or their versions by name. */
type Published = readonly string[] | Readonly<Record<string, readonly string[]>>;

function readPublications(published: Published): ReadonlyMap<string, Publication> {
  const entries: (readonly [string, Publication])[] = Array.isArray(published)
    ? published.map((event: string) => [event, {}])
    : Object.entries(published).map(([event, versions]) => [event, { versions }]);
  return new Map(entries);
}

/** What `contract.json` says of the generated SDK itself. */
export function readSdkSettings(source: SourceFile | undefined): SdkSettings {
  const sdk = member(objectOf(source), "sdk");
  const settings = isObject(sdk) ? sdk : {};
  const extension = member(settings, "importExtension");
  const names = Object.keys(importEndings) as ImportExtension[];
  return {
    opentelemetry: member(settings, "opentelemetry") === true,
    importExtension: names.find((each) => each === extension) ?? ".js",
    runtime: member(settings, "runtime") === "package" ? "package" : "copy",
  };
}

/** Names of types that `contract.json` chooses, by definition. */
export function readTypeNames(source: SourceFile | undefined): ReadonlyMap<string, string> {
  const names = member(objectOf(source), "typeNames");
  return new Map(Object.entries(isObject(names) ? names : {}) as [string, string][]);
}

/** How versions are labelled; `undefined` for a style that does not exist. */
export function readLabelStyle(source: SourceFile | undefined): LabelStyle | undefined {
  const named = member(objectOf(source), "versionLabels");
  return named === undefined ? defaultStyle : labelStyles.find((style) => style === named);
}

/** The exchange of an event for which nothing names one. */
export const defaultExchange: Exchange = { name: "events", type: "topic" };

function exchangeOf(value: JsonObject): Exchange | undefined {
  const exchange = member(value, "exchange");
  if (typeof exchange === "string") return { name: exchange, type: "topic" };
  return isObject(exchange) ? { type: "topic", ...(exchange as unknown as { name: string }) } : undefined;
}

function objectOf(source: SourceFile | undefined): JsonObject {
  return isObject(source?.value) ? source.value : {};
}
