import { modulePath } from "../code/sdk-layout.js";
import type { Contract, EventSchema } from "../contract/contract.js";
import { nameEvents } from "../contract/name-events.js";

/** Gives the path of the module of validators of a version, or of headers: the one file that takes long to make. */
export function validatorsPath({ events }: Contract): (schema: EventSchema) => string {
  const { names } = nameEvents(events);
  return ({ event, label }) => modulePath(names.get(event) ?? { folder: event }, label, "validators");
}
