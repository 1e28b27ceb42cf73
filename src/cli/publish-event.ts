import { isObject, type Json, member } from "../contract/json.js";
import { listed } from "../contract/listed.js";
import { nearestWord } from "../contract/nearest-word.js";
import { parseSource } from "../contract/parse-source.js";
import { editDocument, printDocument } from "./edit-document.js";
import type { Known, Scaffolded } from "./scaffold-version.js";
import { UsageError } from "./usage-error.js";

/**
 * The contract's file with a new event among those that a service publishes: the service that is named, else the only
 * one that publishes events, else the only one. Nothing, with a note, where that is not clear.
 */
export function publishEvent(
  { files, layout }: Known,
  event: string,
  publisher: string | undefined,
): Scaffolded {
  const path = layout.settings ?? "contract.json";
  const text = files.get(path);
  const { source } = text === undefined ? {} : parseSource(path, text);
  if (text !== undefined && !isObject(source?.value))
    return { files: new Map(), note: `${path} has errors, so the event was not added to a service there.` };
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
      files: new Map([[path, printDocument(path, { services: { [service]: { publishes: [event] } } })]]),
    };
  const published = publishesOf(services, service);
  if (published?.includes(event)) return { files: new Map() };
  const list = ["services", service, "publishes"];
  const edited =
    published === undefined
      ? editDocument(path, source.written.text, list, [event])
      : editDocument(path, source.written.text, [...list, -1], event);
  return { files: new Map([[path, edited]]) };
}

/** A slip in the name would make a service of its own; only the first service of a contract is new by intent. */
function refuseUnknown(publisher: string | undefined, services: Json | undefined, path: string): void {
  const names = isObject(services) ? Object.keys(services) : [];
  if (publisher === undefined || names.length === 0 || names.includes(publisher)) return;
  const near = nearestWord(publisher, names);
  const hint = near === undefined ? `It has: ${listed(names)}.` : `Did you mean ${near}?`;
  throw new UsageError(
    `${path} has no service ${JSON.stringify(publisher)}. ${hint} Add a new service to "services" there first.`,
  );
}

function likelyPublisher(services: Json | undefined): string | undefined {
  const names = isObject(services) ? Object.keys(services) : [];
  const publishing = names.filter((name) => (publishesOf(services, name)?.length ?? 0) > 0);
  if (publishing.length === 1) return publishing[0];
  return publishing.length === 0 && names.length === 1 ? names[0] : undefined;
}

function publishesOf(services: Json | undefined, name: string): readonly Json[] | undefined {
  const service = isObject(services) ? member(services, name) : undefined;
  const publishes = isObject(service) ? member(service, "publishes") : undefined;
  return Array.isArray(publishes) ? publishes : undefined;
}
