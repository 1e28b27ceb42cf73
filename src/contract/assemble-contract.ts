import { compareText } from "../code/compare-text.js";
import { isObject, member } from "../json/json.js";
import { type Definitions, locationOf } from "./collect-definitions.js";
import type { Contract, Event, EventHeaders, EventVersion, Service } from "./contract.js";
import { headerNames, headersPointer, headersSchema } from "./headers-schema.js";
import type { EventFiles, Layout } from "./layout.js";
import { defaultWriter, type Writer } from "./publisher-view.js";
import {
  defaultExchange,
  type EventSettings,
  readEventSettings,
  readLabelStyle,
  readSdkSettings,
  readServices,
  readTypeNames,
} from "./read-settings.js";
import { parseRoutingKey } from "./routing-key.js";
import type { SourceFile } from "./source-file.js";
import { defaultStyle } from "./version-label.js";

/** Puts files, settings and definitions together; the settings must have been found well-formed. */
export function assembleContract(
  layout: Layout,
  sources: ReadonlyMap<string, SourceFile>,
  collected: Definitions,
): Contract {
  const settings = sources.get("contract.json");
  const services = [...readServices(settings)].sort((a, b) => compareText(a.name, b.name));
  const defaults = readEventSettings(settings);
  const events = [...layout.events]
    .filter(([, files]) => files.versions.size > 0)
    .map(([name, files]) => assembleEvent(name, files, sources, defaults, services, collected))
    .sort((a, b) => compareText(a.name, b.name));
  return {
    versionLabels: readLabelStyle(settings) ?? defaultStyle,
    events,
    services,
    sdk: readSdkSettings(settings),
    typeNames: readTypeNames(settings),
    definitions: withHeaders(events, collected.definitions),
  };
}

/** The definitions, with the schemas of headers as they are meant. */
function withHeaders(
  events: readonly Event[],
  definitions: Contract["definitions"],
): Contract["definitions"] {
  const declared = events.flatMap(({ headers }) => headers ?? []);
  if (declared.length === 0) return definitions;
  const meant = new Map(definitions);
  for (const { location, writer } of declared) {
    const definition = definitions.get(location);
    if (definition) meant.set(location, { ...definition, schema: headersSchema(definition.schema, writer) });
  }
  return meant;
}

function assembleEvent(
  name: string,
  files: EventFiles,
  sources: ReadonlyMap<string, SourceFile>,
  defaults: EventSettings,
  services: readonly Service[],
  { definitions }: Definitions,
): Event {
  const settings = files.settings === undefined ? undefined : sources.get(files.settings);
  const own = readEventSettings(settings);
  const inherited = defaults.exchange ?? defaultExchange;
  const publisher = services.find(({ publishes, vhost }) => vhost !== undefined && publishes.has(name));
  const writer = own.writer ?? defaults.writer ?? defaultWriter;
  return {
    name,
    folder: files.folder,
    identifier: own.identifier,
    settings,
    description: own.description,
    owner: own.owner,
    exchange: own.exchange ?? inherited,
    routingKey: own.routingKey ?? name,
    // an event's name is a name, whatever characters it has
    keyTemplate: own.routingKey === undefined ? { parts: [name] } : parseRoutingKey(own.routingKey),
    vhost: own.vhost ?? publisher?.vhost ?? defaults.vhost,
    envelope: own.envelope ?? defaults.envelope ?? "headers",
    unroutable: own.unroutable ?? defaults.unroutable ?? "error",
    writer,
    unversioned: own.unversioned,
    headers: settings && assembleHeaders(name, settings, writer, definitions),
    versions: [...files.versions].flatMap(([label, path]) => {
      const source = sources.get(path);
      return source ? assembleVersion(name, label, source, files, sources, { ...own, writer }) : [];
    }),
  };
}

function assembleHeaders(
  event: string,
  source: SourceFile,
  writer: Writer,
  definitions: Contract["definitions"],
): EventHeaders | undefined {
  const location = locationOf(source.path, headersPointer);
  if (!definitions.has(location)) return undefined;
  const names = headerNames(location, definitions);
  return { event, label: "headers", source, location, writer, examples: [], names };
}

function assembleVersion(
  event: string,
  label: string,
  source: SourceFile,
  files: EventFiles,
  sources: ReadonlyMap<string, SourceFile>,
  { versions, writer }: EventSettings & { readonly writer: Writer },
): EventVersion {
  const settings = versions !== undefined && Object.hasOwn(versions, label) ? versions[label] : undefined;
  return {
    event,
    label,
    source,
    location: locationOf(source.path, ""),
    deprecated:
      settings?.deprecated ?? (isObject(source.value) && member(source.value, "deprecated") === true),
    sunset: settings?.sunset,
    replacedBy: settings?.replacedBy,
    reserved: settings?.reserved ?? [],
    writer,
    examples: (files.examples.get(label) ?? []).flatMap((example) => {
      const parsed = sources.get(example.path);
      return parsed ? [{ source: parsed, valid: example.valid }] : [];
    }),
  };
}
