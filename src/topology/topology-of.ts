import type { EventFamily } from "../../runtime/contract/event-version.js";
import type { DeclareMode } from "../../runtime/topology/queue-plan.js";
import { compareText } from "../code/compare-text.js";
import type { Contract, Event, Service } from "../contract/contract.js";

import { type ConsumedQueue, consumedQueues } from "../operate/consumed-queues.js";
import { allowConsumer, planConsumer } from "./consumer-needs.js";
import { Grants } from "./grants.js";
import { allowPublisher, planPublishers } from "./publisher-needs.js";
import { isPredeclared, type Topology, type UserTopology } from "./topology.js";
import { VhostPlan } from "./vhost-plan.js";

/** What a topology is asked for; each has a default. */
export interface TopologyOptions {
  /** How the services declare, as `connect({ declare })` has it; `assert` by default. */
  readonly declare?: DeclareMode;
  /** Only what this service needs; all services by default. */
  readonly service?: string;
  /** Milliseconds of the steps that publishers may delay messages by; none by default. */
  readonly delays?: readonly number[];
  /**
   * The name at the broker of an event's virtual host, for its publishers or for a service that consumes it; `undefined`
   * is that of an event whose contract names none, by default `/`.
   */
  readonly vhostName?: (vhost: string | undefined, consumer?: string) => string;
}

/** The virtual host of events whose contract names none, as in a URL without one. */
const urlVhost = "/";

/**
 * What the services of a contract need at a broker, by the runtime's own plans of publishers and consumers. Throws
 * `ConfigurationError` for what a service could not declare either.
 */
export function topologyOf(
  contract: Contract,
  families: readonly EventFamily[],
  options: TopologyOptions = {},
): Topology {
  const { declare = "assert", delays = [], service: only } = options;
  const vhostName = options.vhostName ?? ((vhost) => vhost ?? urlVhost);
  const services = contract.services.filter(({ name }) => only === undefined || name === only);
  const plans = new Map<string, VhostPlan>();
  const planOf = (vhost: string): VhostPlan => {
    const known = plans.get(vhost) ?? new VhostPlan(vhost);
    plans.set(vhost, known);
    return known;
  };
  const consumed = consumedQueues({ ...contract, services }, families);
  const events = new Map(contract.events.map((event) => [event.name, event]));
  const home = (event: string): string => vhostName(events.get(event)?.vhost);

  for (const { event, publishers } of published(contract.events, services)) {
    if (publishers.length === 0 && only !== undefined) continue;
    const family = families.find((each) => each.event === event.name);
    if (family === undefined) continue;
    const plan = planOf(home(event.name));
    plan.event(event.name);
    for (const service of publishers) plan.event(event.name, { service, as: "publishers" });
    planPublishers(plan, family, publishers.length === 0 ? [] : delays);
  }
  for (const queue of consumed.queues) {
    const plan = planOf(vhostName(queue.vhost, queue.service));
    for (const event of queue.reads.keys()) plan.event(event, { service: queue.service, as: "consumers" });
    planConsumer(plan, queue);
  }
  const users = services.map(({ name, vhost, publishes }): UserTopology => {
    const grants = new Grants();
    if (vhost !== undefined) {
      planOf(vhostName(vhost));
      grants.enter(vhostName(vhost)); // `connect` opens its first connection there
    }
    for (const family of families.filter(({ event }) => publishes.has(event)))
      allowPublisher(grants, family, { vhost: home(family.event), declare, delays });
    for (const queue of consumed.queues.filter(({ service }) => service === name))
      if (declare === "assert" || !queue.plan.isPerInstance)
        allowConsumer(grants, queue, { vhost: vhostName(queue.vhost, queue.service), declare });
    const { permissions, topicPermissions } = grants;
    return { name, permissions, topicPermissions };
  });
  const vhosts = [...plans.values()].map(({ finished }) => finished);
  vhosts.sort((a, b) => compareText(a.name, b.name));
  return {
    vhosts,
    users,
    notes: [
      ...consumed.unnamed.map(
        ({ service, event }) =>
          `${service} reads ${event} from a queue that contract.json does not name, so it gets no permission; name it under services.${service}.consumes.`,
      ),
      ...consumed.queues.flatMap((queue) => queueNotes(queue, declare)),
      ...services.flatMap((service) => vhostNotes(service, contract.events)),
    ],
  };
}

function published(
  events: readonly Event[],
  services: readonly Service[],
): readonly { readonly event: Event; readonly publishers: readonly string[] }[] {
  return events.map((event) => ({
    event,
    publishers: services.filter(({ publishes }) => publishes.has(event.name)).map(({ name }) => name),
  }));
}

function queueNotes({ name, service, plan }: ConsumedQueue, declare: DeclareMode): readonly string[] {
  const notes: string[] = [];
  if (plan.isPerInstance && declare !== "assert")
    notes.push(
      `${service} has a queue ${name} per instance, which requires declare "assert": each instance names and declares its own queue.`,
    );
  if (plan.isTakenOver)
    notes.push(`Queue ${name} of ${service} has "declare": "check", so it must already exist.`);
  const exchange = plan.queue.arguments["x-dead-letter-exchange"];
  if (typeof exchange === "string" && !isPredeclared(exchange))
    notes.push(
      `Queue ${name} of ${service} dead-letters to exchange ${exchange}, whose type contract.json does not specify, so it must already exist.`,
    );
  return notes;
}

/** What a service's virtual host is for is often guessed wrongly: that its consumers connect there. */
function vhostNotes({ name, vhost }: Service, events: readonly Event[]): readonly string[] {
  if (vhost === undefined || events.some((event) => event.vhost === vhost)) return [];
  return [
    `No event lives in ${vhost}, the virtual host of ${name}, where it only authenticates when it starts; it consumes in the virtual hosts of its events.`,
  ];
}
