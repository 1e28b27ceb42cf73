import { type Contract, type Service, schemasOfEvent } from "./contract.js";
import { reachedFrom } from "./schema-closure.js";

/** The part of a contract that one of its services needs: what it publishes and consumes. */
export function contractOfService(contract: Contract, service: Service): Contract {
  const { publishes, consumes } = service;
  const events = contract.events.filter(({ name }) => publishes.has(name) || consumes.has(name));
  const roots = events.flatMap(schemasOfEvent).map(({ location }) => location);
  const reached = reachedFrom(roots, contract.definitions);
  const definitions = new Map([...contract.definitions].filter(([location]) => reached.has(location)));
  return { ...contract, events, services: [service], definitions };
}
