import { editDocument, printDocument } from "../contract/edit-document.js";
import { listedNames } from "../contract/listed.js";
import { nearestWord } from "../contract/nearest-word.js";
import { parseSource } from "../contract/parse-source.js";
import { UsageError } from "../findings/usage-error.js";
import { isObject, type Json, member } from "../json/json.js";
import type { Known, Scaffolded } from "./scaffolded.js";

/**
 * The contract's file with a new event in "publishes" of a service: the named service, else the only one that publishes
 * events, else the only one. Without a clear choice, no file but a note. The event is listed with its `version`, unless
 * the service already lists events without versions.
 */
export function publishEvent(
  { files, layout }: Known,
  { event, version }: { readonly event: string; readonly version: string },
  publisher: string | undefined,
): Scaffolded {
  const path = layout.settings ?? "contract.json";
  const text = files.get(path);
  const { source } = text === undefined ? {} : parseSource(path, text);
  if (text !== undefined && !isObject(source?.value))
    return { files: new Map(), note: `${path} has errors, so the event was not added to a service.` };
  const services = isObject(source?.value) ? member(source.value, "services") : undefined;
  refuseUnknown(publisher, services, path);
  const service = publisher ?? likelyPublisher(services);
  if (service === undefined)
    return {
      files: new Map(),
      note: `Add ${event} to "publishes" of a service in ${path}, or run with --publisher <service>.`,
    };
  if (text === undefined || source === undefined)
    return {
      files: new Map([
        [path, printDocument(path, { services: { [service]: { publishes: { [event]: [version] } } } })],
      ]),
    };
  const published = publishesOf(services, service);
  if (publishedEvents(published).includes(event)) return { files: new Map() };
  const place = ["services", service, "publishes"];
  const { text: written } = source.written;
  const edited = isObject(published)
    ? editDocument(path, written, [...place, event], [version])
    : publishedEvents(published).length === 0
      ? editDocument(path, written, place, { [event]: [version] })
      : editDocument(path, written, [...place, -1], event);
  return { files: new Map([[path, edited]]) };
}

/**
 * What is left to do before services send a new version of an event: nothing if no service publishes the event. `labels`
 * are the versions before it.
 */
export function publishingNote(
  { files, layout }: Known,
  event: string,
  version: string,
  labels: readonly string[],
): string | undefined {
  const { settings } = layout;
  if (settings === undefined) return undefined;
  const { source } = parseSource(settings, files.get(settings) ?? "");
  const services = isObject(source?.value) ? member(source.value, "services") : undefined;
  const publishers = Object.keys(isObject(services) ? services : {}).filter((name) =>
    publishedEvents(publishesOf(services, name)).includes(event),
  );
  const lister = publishers.find((name) => isObject(publishesOf(services, name)));
  const other = publishers.find((name) => !isObject(publishesOf(services, name)));
  if (other !== undefined)
    return (
      `"publishes" of ${other} in ${settings} does not list versions, so ${version} counts as sent at once. To hold it back until every ` +
      `consumer handles it, replace the list with the versions of each event, such as { ${JSON.stringify(event)}: [${labels.map((label) => JSON.stringify(label)).join(", ")}] }.`
    );
  if (lister === undefined) return undefined;
  return `Add ${version} to "publishes" of ${lister} in ${settings} once every consumer handles it; until then it may still change.`;
}

/** A slip in the name would make a service of its own; only the first service of a contract is new by intent. */
function refuseUnknown(publisher: string | undefined, services: Json | undefined, path: string): void {
  const names = isObject(services) ? Object.keys(services) : [];
  if (publisher === undefined || names.length === 0 || names.includes(publisher)) return;
  const near = nearestWord(publisher, names);
  const hint = near === undefined ? `Available services: ${listedNames(names)}.` : `Did you mean ${near}?`;
  throw new UsageError(
    `${path} has no service ${JSON.stringify(publisher)}. ${hint} Add a new service to "services" first.`,
  );
}

function likelyPublisher(services: Json | undefined): string | undefined {
  const names = isObject(services) ? Object.keys(services) : [];
  const publishing = names.filter((name) => publishedEvents(publishesOf(services, name)).length > 0);
  if (publishing.length === 1) return publishing[0];
  return publishing.length === 0 && names.length === 1 ? names[0] : undefined;
}

function publishesOf(services: Json | undefined, name: string): Json | undefined {
  const service = isObject(services) ? member(services, name) : undefined;
  return isObject(service) ? member(service, "publishes") : undefined;
}

/** The names of a list, or those of an object that has the versions of each. */
function publishedEvents(publishes: Json | undefined): readonly Json[] {
  if (Array.isArray(publishes)) return publishes;
  return isObject(publishes) ? Object.keys(publishes) : [];
}
