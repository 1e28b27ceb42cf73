import type { DeathReason } from "../happening.js";
import { deathHeaders, isDeathCycle, recordDeath } from "./deaths.js";
import { Message } from "./message.js";
import type { Queue } from "./queue.js";
import { route } from "./routing.js";
import type { VirtualHost } from "./virtual-host.js";

/** The message as it goes to the dead-letter exchange: with its deaths, without its expiration. */
export function deadLetterOf(message: Message, queue: Queue, reason: DeathReason, now: number): Message {
  const { deadLetterExchange = "", deadLetterRoutingKey } = queue.settings;
  const { headers, expiration, ...properties } = message.properties;
  const deaths = recordDeath(message.deaths, {
    queue: queue.name,
    reason,
    time: now,
    exchange: message.exchange,
    routingKeys: [message.routingKey, ...message.copyKeys],
    originalExpiration: expiration,
  });
  const changed = deathHeaders(headers, deaths);
  return new Message({
    id: message.id,
    exchange: deadLetterExchange,
    routingKey: deadLetterRoutingKey ?? message.routingKey,
    copyKeys: deadLetterRoutingKey === undefined ? message.copyKeys : [],
    properties: { ...properties, headers: changed },
    body: message.body,
    priority: message.priority,
    deaths,
  });
}

/** The queues that a dead letter comes to, without those where it would go round in a circle. */
export function deadLetterTargets(vhost: VirtualHost, letter: Message, reason: DeathReason): Queue[] {
  const exchange = vhost.exchanges.get(letter.exchange);
  if (exchange === undefined) return [];
  const queues = route(vhost, exchange, letter);
  return reason === "rejected" ? queues : queues.filter(({ name }) => !isDeathCycle(letter.deaths, name));
}
