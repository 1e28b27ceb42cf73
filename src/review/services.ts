import type { Contract } from "../contract/contract.js";

/** Services in `contract.json` that read an event, or one version of it; a service that lists no versions reads all. */
export function consumersOf({ services }: Contract, event: string, version?: string): readonly string[] {
  return services
    .filter(({ consumes }) => {
      const consumption = consumes.get(event);
      if (consumption === undefined) return false;
      return version === undefined || (consumption.versions?.includes(version) ?? true);
    })
    .map(({ name }) => name);
}

/** Services in `contract.json` that publish an event, or that list one version of it among those that they send. */
export function publishersOf({ services }: Contract, event: string, version?: string): readonly string[] {
  return services
    .filter(({ publishes }) => {
      const publication = publishes.get(event);
      if (publication === undefined) return false;
      return version === undefined || (publication.versions?.includes(version) ?? false);
    })
    .map(({ name }) => name);
}

/** Of the named services, those that publish the event, before or after its change, and consume it on neither side. */
export function onlyPublishing(
  services: readonly string[],
  contracts: readonly Contract[],
  events: readonly string[],
): readonly string[] {
  const among = (find: (contract: Contract, event: string) => readonly string[]) =>
    new Set(contracts.flatMap((contract) => events.flatMap((event) => find(contract, event))));
  const [publishing, consuming] = [among(publishersOf), among(consumersOf)];
  return services.filter((name) => publishing.has(name) && !consuming.has(name));
}

/** Names of both lists, each once, sorted. */
export function together(...lists: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(lists.flat())].sort();
}
