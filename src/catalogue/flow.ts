import { retryQueue } from "../../runtime/topology/queue-topology.js";
import type { Consumption, Contract, Event, Service } from "../contract/contract.js";
import { type ConsumedQueue, queueOfEvent } from "../operate/consumed-queues.js";
import { retryDelays } from "../operate/expected-queues.js";
import { boundKeys } from "./handling.js";

/** How messages flow: services, events, exchanges, queues, and what leads from one to the next. */
export interface Flow {
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly FlowEdge[];
}

/** What a node stands for. */
export type FlowNodeKind = "publisher" | "event" | "exchange" | "queue" | "consumer" | "retry" | "dead";

/** One node. */
export interface FlowNode {
  readonly id: string;
  readonly kind: FlowNodeKind;
  /** Its name at the broker or in the contract. */
  readonly name: string;
  /** The virtual host of an exchange or a queue; `undefined` is the one in the connection's URL. */
  readonly vhost: string | undefined;
  readonly passes: Passes;
}

/** A connection from one node to another. */
export interface FlowEdge {
  readonly from: string;
  readonly to: string;
  /** Such as the routing keys of a binding. */
  readonly label: string;
  readonly passes: Passes;
}

/** Whose messages pass here. */
export interface Passes {
  readonly events: ReadonlySet<string>;
  readonly services: ReadonlySet<string>;
}

/** The flow of a contract's events, from what its services publish and consume. */
export function flowOf({ events, services }: Contract, queues: readonly ConsumedQueue[]): Flow {
  const graph = new FlowBuilder();
  for (const event of events) {
    const publishers = services.filter(({ publishes }) => publishes.has(event.name));
    const consumers = services.filter(({ consumes }) => consumes.has(event.name));
    const all = [...publishers, ...consumers].map(({ name }) => name);
    const exchange = exchangeId(event);
    graph.node({ id: `event ${event.name}`, kind: "event", name: event.name, vhost: undefined }, event, all);
    graph.node({ id: exchange, kind: "exchange", name: event.exchange.name, vhost: event.vhost }, event, all);
    graph.edge(`event ${event.name}`, exchange, event.routingKey, event, all);
    for (const { name } of publishers) {
      const related = [name, ...consumers.map((each) => each.name)];
      graph.node({ id: `publisher ${name}`, kind: "publisher", name, vhost: undefined }, event, related);
      graph.edge(`publisher ${name}`, `event ${event.name}`, "", event, related);
    }
    for (const service of consumers)
      addConsumer(graph, event, service, queues, [service.name, ...publishers.map((each) => each.name)]);
  }
  return graph.flow;
}

function addConsumer(
  graph: FlowBuilder,
  event: Event,
  { name: service, consumes }: Service,
  queues: readonly ConsumedQueue[],
  related: readonly string[],
): void {
  const named = consumes.get(event.name)?.queue?.name;
  const queue = queueId(event.vhost, named ?? `${service}, named in code`);
  const planned = queueOfEvent(queues, service, event.name);
  graph.node(
    { id: queue, kind: "queue", name: named ?? "queue named in code", vhost: event.vhost },
    event,
    related,
  );
  graph.node(
    { id: `consumer ${service}`, kind: "consumer", name: service, vhost: undefined },
    event,
    related,
  );
  graph.edge(exchangeId(event), queue, boundWith(event, consumes.get(event.name), planned), event, related);
  graph.edge(queue, `consumer ${service}`, "", event, related);
  if (planned === undefined) return;
  for (const delay of retryDelays(planned).configured) {
    const retry = retryQueue(planned.name, delay).name;
    graph.node(
      { id: queueId(event.vhost, retry), kind: "retry", name: retry, vhost: event.vhost },
      event,
      related,
    );
    graph.edge(`consumer ${service}`, queueId(event.vhost, retry), "retry", event, related);
  }
  const { name: dead } = planned.plan.deadLetters;
  graph.node(
    { id: queueId(event.vhost, dead), kind: "dead", name: dead, vhost: event.vhost },
    event,
    related,
  );
  graph.edge(`consumer ${service}`, queueId(event.vhost, dead), "dead letter", event, related);
}

function boundWith(
  event: Event,
  consumption: Consumption | undefined,
  planned: ConsumedQueue | undefined,
): string {
  if (planned === undefined || consumption === undefined) return "";
  return boundKeys(event, consumption, planned)
    .filter((key) => key !== event.routingKey)
    .join(", ");
}

function exchangeId({ exchange, vhost }: Event): string {
  return `exchange ${JSON.stringify([vhost, exchange.name])}`;
}

function queueId(vhost: string | undefined, name: string): string {
  return `queue ${JSON.stringify([vhost, name])}`;
}

interface Growing {
  readonly events: Set<string>;
  readonly services: Set<string>;
}

/** Gathers nodes and edges, each once, with all that passes there. */
class FlowBuilder {
  readonly #nodes = new Map<string, FlowNode & { readonly passes: Growing }>();
  readonly #edges = new Map<string, FlowEdge & { readonly passes: Growing }>();

  get flow(): Flow {
    return { nodes: [...this.#nodes.values()], edges: [...this.#edges.values()] };
  }

  node(node: Omit<FlowNode, "passes">, event: Event, services: readonly string[]): void {
    const known = this.#nodes.get(node.id) ?? { ...node, passes: { events: new Set(), services: new Set() } };
    this.#nodes.set(node.id, known);
    pass(known.passes, event, services);
  }

  edge(from: string, to: string, label: string, event: Event, services: readonly string[]): void {
    const key = JSON.stringify([from, to, label]);
    const known = this.#edges.get(key) ?? {
      from,
      to,
      label,
      passes: { events: new Set(), services: new Set() },
    };
    this.#edges.set(key, known);
    pass(known.passes, event, services);
  }
}

function pass({ events, services }: Growing, event: Event, names: readonly string[]): void {
  events.add(event.name);
  for (const name of names) services.add(name);
}
