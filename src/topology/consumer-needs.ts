import { deadLetterTarget } from "../../runtime/topology/declare-topology.js";
import type { DeclareMode } from "../../runtime/topology/queue-plan.js";
import { retryQueue } from "../../runtime/topology/queue-topology.js";
import type { ConsumedQueue } from "../operate/consumed-queues.js";
import { retryDelays } from "../operate/expected-queues.js";
import type { Grants } from "./grants.js";
import { escapePattern, type Name } from "./name-pattern.js";
import type { VhostPlan } from "./vhost-plan.js";

/** Of `.instance.<uuid>`. */
const uuid = "[0-9a-f-]{36}";

/** What there has to be for a consumer, before it starts or when it has declared it. */
export function planConsumer(plan: VhostPlan, consumed: ConsumedQueue): void {
  const { queue, deadLetters, bindings, isPerInstance, isTakenOver } = consumed.plan;
  plan.queue(deadLetters, { role: "dead", isTakenOver: false });
  if (isPerInstance) return; // each instance declares its own
  plan.queue(queue, { role: "work", isTakenOver });
  for (const delay of retryDelays(consumed).configured)
    plan.queue(retryQueue(queue.name, delay), { role: "retry", isTakenOver: false });
  for (const { exchange, routingKey } of bindings) {
    plan.exchange(exchange);
    plan.bind({ source: exchange.name, destination: queue.name, routingKey });
  }
  const net = deadLetterTarget(consumed.plan);
  if (net === undefined || net.exchange === "") return;
  plan.foreignExchange(net.exchange);
  plan.bind({ source: net.exchange, destination: deadLetters.name, routingKey: net.routingKey ?? "#" });
}

/**
 * What a consumer has to be allowed; see `declareTopology` and `Copier` of the runtime. In each mode it reads its queue,
 * and writes copies to retry and dead-letter queues through the default exchange.
 */
export function allowConsumer(
  grants: Grants,
  consumed: ConsumedQueue,
  { vhost, declare }: { readonly vhost: string; readonly declare: DeclareMode },
): void {
  grants.allow(vhost, "read", nameOf(consumed));
  grants.allow(vhost, "write", "");
  if (declare === "assert") allowDeclaring(grants, consumed, vhost);
  else if (declare === "check") allowChecking(grants, consumed, vhost);
}

/**
 * RabbitMQ asks for nothing when something is declared passively; 4.2.6 and 4.3.0 want `configure` (rabbitmq-server
 * #16085), later ones any permission on it (#16272). The ones here do the least: `read` on an exchange and `write` on a
 * queue are for bindings, and of a topic exchange no key may be bound.
 */
function allowChecking(grants: Grants, consumed: ConsumedQueue, vhost: string): void {
  const { queue, deadLetters, bindings } = consumed.plan;
  grants.allow(vhost, "write", deadLetters.name);
  for (const delay of retryDelays(consumed).configured)
    grants.allow(vhost, "write", retryQueue(queue.name, delay).name);
  for (const { exchange } of bindings) {
    grants.allow(vhost, "read", exchange.name);
    if (exchange.type === "topic") grants.allowKey(vhost, exchange.name, "read");
  }
  const net = deadLetterTarget(consumed.plan);
  if (net !== undefined && net.exchange !== "") grants.allow(vhost, "read", net.exchange);
}

/** To bind takes `write` on the queue and `read` on the exchange; for dead-letter exchanges see `allowDelay`. */
function allowDeclaring(grants: Grants, consumed: ConsumedQueue, vhost: string): void {
  const { queue, deadLetters, bindings, isTakenOver } = consumed.plan;
  const name = nameOf(consumed);
  grants.allow(vhost, "configure", deadLetters.name);
  if (!isTakenOver) grants.allow(vhost, "configure", name);
  const { configured, possible } = retryDelays(consumed);
  for (const delay of [...configured, ...possible]) {
    const retry = retryQueue(queue.name, delay).name;
    grants.allow(vhost, "configure", retry);
    grants.allow(vhost, "read", retry);
  }
  for (const { exchange, routingKey } of bindings) {
    grants.allow(vhost, "configure", exchange.name);
    grants.allow(vhost, "read", exchange.name);
    grants.allow(vhost, "write", name);
    if (exchange.type === "topic") grants.allowKey(vhost, exchange.name, "read", escapePattern(routingKey));
  }
  const net = deadLetterTarget(consumed.plan);
  if (net === undefined) return;
  if (net.exchange !== "") {
    if (!isTakenOver) grants.allow(vhost, "write", net.exchange);
    grants.allow(vhost, "read", net.exchange);
    grants.allow(vhost, "write", deadLetters.name);
  } else if (net.routingKey !== undefined && net.routingKey !== deadLetters.name)
    grants.allow(vhost, "write", net.routingKey); // it is declared passively, see allowChecking
}

function nameOf({ name, plan }: ConsumedQueue): Name {
  return plan.isPerInstance ? { prefix: `${name}.instance.`, rest: uuid } : name;
}
