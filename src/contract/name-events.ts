import { camelCase, type EventNames, folded, namesOf, reservedNames } from "../code/names.js";
import type { Finding } from "../findings/finding.js";
import type { Event } from "./contract.js";
import { type Diagnosis, findingAt, findingOn } from "./source-file.js";

/** What of an event its names depend on. */
export interface NamedEvent extends Pick<Event, "name" | "folder" | "identifier" | "settings"> {
  readonly versions: readonly { readonly label: string; readonly source: { readonly path: string } }[];
}

/**
 * Names every event, and reports those that would get the same name or only differ in case. `exported` are names that
 * the SDK's index exports besides, by default none: a constant of such a name would hide them.
 */
export function nameEvents(
  events: readonly NamedEvent[],
  exported: ReadonlySet<string> = new Set(),
): {
  names: Map<string, EventNames>;
  findings: Finding[];
} {
  const isTaken = (name: string): boolean => reservedNames.has(name) || exported.has(name);
  const names = new Map(events.map((event) => [event.name, namesOf(event, isTaken)]));
  const owners = new Map<string, NamedEvent>();
  const findings: Finding[] = [];
  for (const event of events) {
    const own = names.get(event.name);
    const reserved = reservedIdentifier(event, isTaken);
    if (reserved) findings.push(reserved);
    const identifiers = [own?.family ?? "", ...event.versions.map(({ label }) => own?.version(label) ?? "")];
    const taken = identifiers.map((identifier) => [identifier, owners.get(folded(identifier))] as const);
    const clash = taken.find(([, owner]) => owner !== undefined);
    if (clash) findings.push(collision(event, clash[1] as NamedEvent, clash[0]));
    for (const identifier of identifiers) owners.set(folded(identifier), event);
  }
  return { names, findings };
}

/** An identifier that the user chose is not changed in silence. */
function reservedIdentifier(event: NamedEvent, isTaken: (name: string) => boolean): Finding | undefined {
  const { identifier, settings } = event;
  if (identifier === undefined || !isTaken(camelCase(identifier))) return undefined;
  const diagnosis: Diagnosis = {
    rule: "name-reserved",
    severity: "error",
    message: `The identifier ${JSON.stringify(identifier)} gives the constant ${camelCase(identifier)}, a name that is reserved.`,
    help: "Choose another identifier: the constant would be a keyword, or shadow an export of the SDK.",
  };
  return settings === undefined
    ? findingOn(event.folder, diagnosis)
    : findingAt(settings, "/identifier", diagnosis);
}

function collision(event: NamedEvent, other: NamedEvent, identifier: string): Finding {
  return findingOn(event.versions[0]?.source.path ?? event.folder, {
    rule: "name-collision",
    severity: "error",
    message: `The events "${other.name}" (${other.folder}/) and "${event.name}" (${event.folder}/) both become ${identifier}.`,
    help: 'Set "identifier" in the event.json of one of the two; names on the wire do not change.',
  });
}
