import { type ConsumerPlan, consumerPlan } from "../../templates/runtime/consumer-plan.js";
import type { ConsumeSettings } from "../../templates/runtime/contract.js";
import { deadLetterTarget } from "../../templates/runtime/declare-topology.js";
import type { EventFamily, Exchange } from "../../templates/runtime/event-version.js";
import { type QueueDeclaration, retryQueue } from "../../templates/runtime/queue-topology.js";
import type { Contract, Service } from "../contract/contract.js";
import type { EmbeddedBroker, VirtualHostView } from "../embedded-broker/index.js";

/** What was declared, and what could not be. */
export interface Declared {
  readonly exchanges: number;
  readonly queues: number;
  readonly bindings: number;
  /** Consumptions without a queue of their own in `contract.json`, such as `svc-cache reads stock_reserved`. */
  readonly withoutQueue: readonly string[];
}

const defaultVhost = "/";

/**
 * Declares what the services of a contract would when they start: the exchanges of all events, and each service's
 * queues with their retry queues, dead-letter queues and bindings, by the runtime's own plan of a consumer. Throws
 * `ConfigurationError` or `AmqpError` for what a service could not declare either.
 */
export function declareContract(
  broker: Pick<EmbeddedBroker, "vhost">,
  contract: Contract,
  families: readonly EventFamily[],
): Declared {
  const site = new Site(broker);
  for (const { name, exchange, vhost } of contract.events) {
    const publishers = contract.services.filter(({ publishes }) => publishes.includes(name));
    const hosts = publishers.map((service) => vhost ?? service.vhost ?? defaultVhost);
    for (const host of hosts.length === 0 ? [vhost ?? defaultVhost] : hosts) site.exchange(host, exchange);
  }
  const withoutQueue: string[] = [];
  for (const service of contract.services) {
    for (const plan of plansOf(service, families, withoutQueue))
      site.consumer(plan.vhost ?? service.vhost ?? defaultVhost, plan);
  }
  return { ...site.counts(), withoutQueue };
}

/** One plan for each queue of a service. */
function plansOf(
  { name, consumes }: Service,
  families: readonly EventFamily[],
  withoutQueue: string[],
): ConsumerPlan[] {
  const byQueue = new Map<string, EventFamily[]>();
  for (const [event, { queue }] of consumes) {
    const family = families.find((each) => each.event === event);
    if (family === undefined) continue;
    if (queue === undefined) withoutQueue.push(`${name} reads ${event}`);
    else byQueue.set(queue.name, [...(byQueue.get(queue.name) ?? []), family]);
  }
  const settings: Readonly<Record<string, ConsumeSettings>> = Object.fromEntries(consumes);
  return [...byQueue.values()].map((together) => consumerPlan(together, {}, settings));
}

/** Declares through the views of a broker's virtual hosts, and counts what is there by different names. */
class Site {
  readonly #broker: Pick<EmbeddedBroker, "vhost">;
  readonly #names = { exchanges: new Set<string>(), queues: new Set<string>(), bindings: new Set<string>() };

  constructor(broker: Pick<EmbeddedBroker, "vhost">) {
    this.#broker = broker;
  }

  exchange(host: string, { name, type }: Exchange): void {
    this.#vhost(host).declareExchange(name, { type });
    this.#names.exchanges.add(JSON.stringify([host, name]));
  }

  consumer(host: string, plan: ConsumerPlan): void {
    const { queue, deadLetters, bindings, retry, isPerInstance } = plan;
    this.#queue(host, deadLetters);
    if (isPerInstance) return; // each instance declares its own
    this.#queue(host, queue);
    const delays = retry.strategy === "delay" && retry.maxAttempts > 1 ? retry.delays : [];
    for (const delay of new Set(delays)) this.#queue(host, retryQueue(queue.name, delay));
    for (const { exchange, routingKey } of bindings) {
      this.exchange(host, exchange);
      this.#bind(host, queue.name, exchange.name, routingKey);
    }
    const net = deadLetterTarget(plan);
    if (net === undefined || net.exchange === "") return;
    // somebody else's, of a type that the contract does not name: a topic exchange takes whatever key there is
    const isThere = this.#vhost(host)
      .exchanges()
      .some(({ name }) => name === net.exchange);
    if (!isThere) this.exchange(host, { name: net.exchange, type: "topic" });
    this.#bind(host, deadLetters.name, net.exchange, net.routingKey ?? "#");
  }

  counts(): Omit<Declared, "withoutQueue"> {
    const { exchanges, queues, bindings } = this.#names;
    return { exchanges: exchanges.size, queues: queues.size, bindings: bindings.size };
  }

  #queue(host: string, { name, arguments: table }: QueueDeclaration): void {
    this.#vhost(host).declareQueue(name, { arguments: table });
    this.#names.queues.add(JSON.stringify([host, name]));
  }

  #bind(host: string, destination: string, source: string, routingKey: string): void {
    this.#vhost(host).bind({ source, destination, routingKey });
    this.#names.bindings.add(JSON.stringify([host, destination, source, routingKey]));
  }

  #vhost(name: string): VirtualHostView {
    return this.#broker.vhost(name);
  }
}
