import type { EventNames } from "../code/names.js";
import type { Contract, EventSchema } from "../contract/contract.js";
import { nameEvents } from "../contract/name-events.js";

/** The folder of an event in the output. */
export function eventFolder({ folder }: EventNames): string {
  return `events/${folder}`;
}

/** Gives the path of the module of validators of a version, or of headers: the one file that takes long to make. */
export function validatorsPath({ events }: Contract): (schema: EventSchema) => string {
  const { names } = nameEvents(events);
  return ({ event, label }) => `events/${names.get(event)?.folder}/${label}.validators.ts`;
}
