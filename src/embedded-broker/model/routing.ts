import type { Binding, Destination } from "./binding.js";
import type { Exchange } from "./exchange.js";
import type { Message } from "./message.js";
import type { Queue } from "./queue.js";
import type { VirtualHost } from "./virtual-host.js";

/**
 * The queues that a message comes to from an exchange, each once: through bindings between exchanges, which may form
 * cycles, and through the alternate exchange of one that has no binding for the message.
 */
export function route(vhost: VirtualHost, start: Exchange, message: Message): Queue[] {
  const keys = [message.routingKey, ...message.copyKeys, ...message.blindCopyKeys];
  if (start.name === "") return namedQueues(vhost, keys);
  const queues = new Set<Queue>();
  const seen = new Set<Exchange>([start]);
  const found = ({ destination }: Binding) => reach(destination);
  const reach = (destination: Destination) => {
    if (destination.kind === "queue") queues.add(destination);
    else seen.add(destination); // a set is walked to its end, also over what is added on the way
  };
  for (const exchange of seen) {
    let matched = false;
    exchange.matcher.match(message, keys, (binding) => {
      matched = true;
      found(binding);
    });
    if (matched) continue;
    const alternate = exchange.alternate === undefined ? undefined : vhost.exchanges.get(exchange.alternate);
    if (alternate === undefined) continue;
    if (alternate.name === "") for (const queue of namedQueues(vhost, keys)) queues.add(queue);
    else seen.add(alternate);
  }
  return [...queues];
}

/** The default exchange routes to the queue whose name is the routing key. */
function namedQueues(vhost: VirtualHost, keys: readonly string[]): Queue[] {
  if (keys.length === 1) {
    const queue = vhost.queues.get(keys[0] as string);
    return queue === undefined ? [] : [queue];
  }
  return [...new Set(keys)].flatMap((key) => vhost.queues.get(key) ?? []);
}
