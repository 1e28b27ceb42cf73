import { type ConsumerPlan, consumerPlan } from "../../runtime/consume/consumer-plan.js";
import type { EventFamily } from "../../runtime/contract/event-version.js";
import type { Contract, Service } from "../contract/contract.js";

/** A queue that `contract.json` gives a service, with all that belongs to it. */
export interface ConsumedQueue<Family extends EventFamily = EventFamily> {
  /** The queue's name; of one per instance, what the instances' names begin with. */
  readonly name: string;
  readonly service: string;
  /** As the contract calls it; `undefined` is the URL's own. */
  readonly vhost: string | undefined;
  /** What the service's consumer does by default. */
  readonly plan: ConsumerPlan<Family>;
  /** The versions that the service reads, by event; a version that is not among them is declined. */
  readonly reads: ReadonlyMap<string, readonly string[]>;
}

/** An event for which `contract.json` names no queue: the service's own code does. */
export interface UnnamedQueue {
  readonly service: string;
  readonly event: string;
}

/** What the services of a contract consume. */
export interface ConsumedQueues<Family extends EventFamily = EventFamily> {
  /** In the contract's order. */
  readonly queues: readonly ConsumedQueue<Family>[];
  readonly unnamed: readonly UnnamedQueue[];
}

/** The queue from which a service consumes an event; `undefined` where its code names it. */
export function queueOfEvent<Family extends EventFamily>(
  queues: readonly ConsumedQueue<Family>[],
  service: string,
  event: string,
): ConsumedQueue<Family> | undefined {
  return queues.find((each) => each.service === service && each.reads.has(event));
}

/** Every queue that `contract.json` names, once. */
export function consumedQueues<Family extends EventFamily>(
  contract: Contract,
  families: readonly Family[],
): ConsumedQueues<Family> {
  const queues: ConsumedQueue<Family>[] = [];
  const unnamed: UnnamedQueue[] = [];
  for (const service of contract.services) {
    const events = new Map<string, { readonly name: string; readonly members: string[] }>();
    for (const [event, { queue }] of service.consumes) {
      if (queue === undefined) {
        unnamed.push({ service: service.name, event });
        continue;
      }
      const vhost = contract.events.find(({ name }) => name === event)?.vhost;
      const key = JSON.stringify([vhost, queue.name]);
      const known = events.get(key) ?? { name: queue.name, members: [] };
      known.members.push(event);
      events.set(key, known);
    }
    for (const { name, members } of events.values())
      queues.push(
        consumedQueue(
          service,
          name,
          families.filter(({ event }) => members.includes(event)),
        ),
      );
  }
  return { queues, unnamed };
}

function consumedQueue<Family extends EventFamily>(
  service: Service,
  name: string,
  families: readonly Family[],
): ConsumedQueue<Family> {
  const plan = consumerPlan(families, {}, Object.fromEntries(service.consumes));
  const reads = families.map(({ event, versions }): [string, readonly string[]] => [
    event,
    service.consumes.get(event)?.versions ?? Object.keys(versions),
  ]);
  return { name, service: service.name, vhost: plan.vhost, plan, reads: new Map(reads) };
}
