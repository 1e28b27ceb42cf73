import { joinPointer, valueAt } from "../json/pointer.js";
import type { Contract } from "./contract.js";
import type { SourceFile } from "./source-file.js";

/**
 * Whether services send messages of a version, as `contract.json` says it:
 *
 * - `published`: a service names it.
 * - `not-yet`: every publisher names its versions, all of them older; or the event does not have the version.
 * - `no-longer`: every publisher names its versions, and one of them is newer, or this one is deprecated: queues may
 *   still hold messages of it.
 * - `unknown`: no service publishes the event, or one does not say which versions.
 */
export type PublicationState = "published" | "not-yet" | "no-longer" | "unknown";

/** What `contract.json` says of the publishers of one version. Versions are older or newer by their order in the event. */
export function publicationState(
  { events, services }: Pick<Contract, "events" | "services">,
  eventName: string,
  label: string,
): PublicationState {
  const publications = services.flatMap(({ publishes }) => publishes.get(eventName) ?? []);
  const named = publications.flatMap(({ versions }) => versions ?? []);
  if (named.includes(label)) return "published";
  if (publications.length === 0 || publications.some(({ versions }) => versions === undefined))
    return "unknown";
  const versions = events.find(({ name }) => name === eventName)?.versions ?? [];
  const at = versions.findIndex((version) => version.label === label);
  if (at === -1) return "not-yet";
  const isOlder = versions.slice(at + 1).some((newer) => named.includes(newer.label));
  return isOlder || versions[at]?.deprecated ? "no-longer" : "not-yet";
}

/** Where `contract.json` names an event that a service publishes: an item of a list, or a member with its versions. */
export function publicationPlace(
  source: SourceFile | undefined,
  service: string,
  event: string,
): { readonly pointer: string; readonly part: "key" | "value" } {
  const publishes = ["services", service, "publishes"].reduce<string>(joinPointer, "");
  const value = valueAt(source?.value ?? null, publishes);
  return Array.isArray(value)
    ? { pointer: `${publishes}/${value.indexOf(event)}`, part: "value" }
    : { pointer: joinPointer(publishes, event), part: "key" };
}
