import { type Contract, type Event, type Service, schemasOfEvent } from "./contract.js";
import { reachedFrom } from "./schema-closure.js";

/** The part of a contract that one of its services needs: the versions that it publishes or consumes. */
export function contractOfService(contract: Contract, service: Service): Contract {
  const events = contract.events.flatMap((event) => eventOfService(event, service));
  const roots = events.flatMap(schemasOfEvent).map(({ location }) => location);
  const reached = reachedFrom(roots, contract.definitions);
  const definitions = new Map([...contract.definitions].filter(([location]) => reached.has(location)));
  return { ...contract, events, services: [service], definitions };
}

/** The event with the service's versions, and the one as which messages without a version are read. */
function eventOfService(event: Event, { publishes, consumes }: Service): readonly Event[] {
  const uses = [publishes.get(event.name), consumes.get(event.name)].filter((use) => use !== undefined);
  if (uses.length === 0) return [];
  const needs = (label: string): boolean =>
    label === event.unversioned ||
    uses.some(({ versions }) => versions === undefined || versions.includes(label));
  return [{ ...event, versions: event.versions.filter(({ label }) => needs(label)) }];
}
