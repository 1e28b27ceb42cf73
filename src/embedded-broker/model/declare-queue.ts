import { AmqpError } from "../protocol/amqp-error.js";
import { type FieldTable, longString } from "../protocol/field-value.js";
import { refuseReservedName } from "./declare-exchange.js";
import { assertSameArguments, assertSameProperty } from "./equivalence.js";
import type { Queue } from "./queue.js";
import type { QueueDefinition } from "./queue-definition.js";
import { queueArguments, readQueueSettings } from "./queue-settings.js";
import { resourceName } from "./resource-name.js";
import { lockedQueue, type VirtualHost } from "./virtual-host.js";

/** Finds or creates a queue; throws what RabbitMQ answers to a declaration that it refuses. */
export function declareQueue(vhost: VirtualHost, definition: QueueDefinition): Queue {
  const { name, owner } = definition;
  const existing = vhost.queues.get(name);
  const of = resourceName("queue", name, vhost.name);
  if (existing !== undefined) {
    const current = existing.definition;
    if (current.owner !== owner) throw lockedQueue(name, vhost.name);
    assertSameProperty("durable", current.durable, definition.durable, of);
    assertSameProperty("auto_delete", current.autoDelete, definition.autoDelete, of);
    const known = queueArguments[existing.settings.type];
    assertSameArguments(withType(current.arguments), withType(definition.arguments), of, known);
    existing.declaredAgain();
    return existing;
  }
  const settings = readQueueSettings(definition.arguments, of);
  if (settings.type === "quorum") {
    if (definition.autoDelete) throw invalidProperty("auto-delete", of);
    if (owner !== undefined) throw invalidProperty("exclusive-owner", of);
    if (!definition.durable) throw invalidProperty("non-durable", of);
  }
  return vhost.addQueue(definition, settings);
}

/** A client's queue name, which may not start as the broker's own names do. */
export function checkQueueName(name: string): string {
  refuseReservedName("queue", name);
  return name;
}

/** Deletes a queue and returns how many messages it had; one that is missing is deleted already. */
export function deleteQueue(
  vhost: VirtualHost,
  name: string,
  options: { readonly ifUnused: boolean; readonly ifEmpty: boolean; readonly user?: object },
): number {
  if (!vhost.queues.has(name)) return 0;
  const queue = vhost.queue(name, options.user);
  const of = resourceName("queue", name, vhost.name);
  const count = queue.ready.size;
  if (options.ifEmpty && count > 0) throw new AmqpError("PRECONDITION_FAILED", `${of} not empty`);
  if (options.ifUnused && queue.consumers.size > 0)
    throw new AmqpError("PRECONDITION_FAILED", `${of} in use`);
  vhost.deleteQueue(queue);
  return count;
}

/** A virtual host's default type counts as if it had been asked for. */
function withType(table: FieldTable): FieldTable {
  return table.has("x-queue-type") ? table : new Map([...table, ["x-queue-type", longString("classic")]]);
}

function invalidProperty(property: string, of: string): AmqpError {
  return new AmqpError("PRECONDITION_FAILED", `invalid property '${property}' for ${of}`);
}
