import type { EventNames } from "../code/names.js";
import type { Contract } from "../contract/contract.js";
import type { Location } from "../contract/schema.js";
import { consumedQueues } from "../operate/consumed-queues.js";
import { routedFamilies } from "../topology/routed-families.js";
import { consumptionEntries } from "./consumption-entry.js";
import { eventEntry } from "./event-entry.js";
import type { ExaminedVersion } from "./examine-versions.js";
import { flowOf } from "./flow.js";
import type { Catalogue } from "./model.js";
import { pageNames } from "./page-names.js";
import type { PayloadNode } from "./payload-node.js";

/** What a catalogue is made of besides the contract. */
export interface CatalogueOptions {
  readonly title: string;
  /** The SDK's names, by event. */
  readonly names: ReadonlyMap<string, EventNames>;
  /** Samples and comparisons, by the location of the version. */
  readonly examined: ReadonlyMap<Location, ExaminedVersion>;
  /** As `payloadTrees` makes them. */
  readonly payloads: ReadonlyMap<Location, PayloadNode>;
}

/** Everything that a catalogue shows. Pure: the same contract gives the same catalogue. */
export function catalogueOf(
  contract: Contract,
  { title, names, examined, payloads }: CatalogueOptions,
): Catalogue {
  const stems = pageNames(contract.events.map(({ name }) => name));
  const serviceStems = pageNames(contract.services.map(({ name }) => name));
  const { queues } = consumedQueues(contract, routedFamilies(contract));
  const consumptions = consumptionEntries(contract, queues);
  return {
    title,
    events: contract.events.map((event) =>
      eventEntry(event, { contract, names, examined, payloads, stems, consumptions }),
    ),
    services: contract.services.map(({ name, description, publishes }) => ({
      name,
      stem: serviceStems.get(name) ?? name,
      description,
      publishes: [...publishes].map(([event, { versions }]) => ({ event, versions })),
      consumes: consumptions.filter(({ service }) => service === name),
    })),
    flow: flowOf(contract, queues),
  };
}
