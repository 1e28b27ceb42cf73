import { UsageError } from "../findings/usage-error.js";
import type { Contract, Event, EventVersion } from "./contract.js";
import { listedNames } from "./listed.js";
import { nearestWord } from "./nearest-word.js";

/** The event that a command names. Throws `UsageError`, with what there is, for one that is not there. */
export function findEvent(contract: Contract, name: string): Event {
  const event = contract.events.find((each) => each.name === name);
  if (event) return event;
  const names = contract.events.map((each) => each.name);
  const near = nearestWord(name, names);
  const hint = near === undefined ? `Available events: ${listedNames(names)}.` : `Did you mean ${near}?`;
  throw new UsageError(`Event ${JSON.stringify(name)} not found. ${hint}`);
}

/** A version that a command names, or an event's newest one. Throws `UsageError`, with what there is. */
export function findVersion(contract: Contract, name: string, label?: string): [Event, EventVersion] {
  const event = findEvent(contract, name);
  const version =
    label === undefined ? event.versions.at(-1) : event.versions.find((each) => each.label === label);
  if (version) return [event, version];
  throw new UsageError(
    `${name} has no version ${JSON.stringify(label)}. Available versions: ${listedNames(event.versions.map((each) => each.label))}.`,
  );
}
