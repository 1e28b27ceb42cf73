import type { Contract, Event, Service } from "../contract/contract.js";
import { type ConsumedQueue, queueOfEvent } from "../operate/consumed-queues.js";
import { handlingOf } from "./handling.js";
import type { ConsumptionEntry } from "./model.js";

/** Everything that the services of a contract consume, each event of each service once. */
export function consumptionEntries(
  { events, services }: Contract,
  queues: readonly ConsumedQueue[],
): readonly ConsumptionEntry[] {
  const byName = new Map(events.map((event) => [event.name, event]));
  return services.flatMap((service) =>
    [...service.consumes.keys()].flatMap((name) => {
      const event = byName.get(name);
      return event === undefined ? [] : [consumptionEntry(event, service, queues)];
    }),
  );
}

function consumptionEntry(
  event: Event,
  { name: service, consumes }: Service,
  queues: readonly ConsumedQueue[],
): ConsumptionEntry {
  const consumption = consumes.get(event.name) ?? {};
  const consumed = queueOfEvent(queues, service, event.name);
  return {
    service,
    event: event.name,
    versions: consumption.versions,
    queue: consumption.queue?.name,
    handling: consumed && handlingOf(event, consumption, consumed),
  };
}
