import { randomBytes } from "node:crypto";
import { type BindingRequest, bind, unbind } from "../model/bind.js";
import { refuseDefaultExchange } from "../model/declare-exchange.js";
import { checkQueueName, declareQueue, deleteQueue } from "../model/declare-queue.js";
import type { Queue } from "../model/queue.js";
import { resourceName } from "../model/resource-name.js";
import { AmqpError } from "../protocol/amqp-error.js";
import { textOf } from "../protocol/field-value.js";
import type { MethodArguments } from "../protocol/methods.js";
import type { Channel } from "./channel.js";
import type { Handlers } from "./channel-methods.js";
import { cleanName } from "./clean-name.js";
import { directReplyQueue } from "./direct-replies.js";

export const queueMethods: Handlers = {
  "queue.declare": (channel, values) => {
    const name = cleanName(values.queue);
    if (name.startsWith(directReplyQueue)) return declareReplyQueue(channel, name, values.noWait);
    const queue = values.passive ? find(channel, name) : declare(channel, name, values);
    channel.lastQueue = queue.name;
    if (values.noWait) return;
    const [messageCount, consumerCount] = [queue.ready.size, queue.consumers.size];
    channel.send("queue.declare-ok", { queue: queue.name, messageCount, consumerCount });
  },
  "queue.delete": (channel, values) => {
    const name = queueName(channel, values.queue);
    const { ifUnused, ifEmpty, noWait } = values;
    channel.access.require("configure", "queue", name);
    const messageCount = deleteQueue(channel.vhost, name, { ifUnused, ifEmpty, user: channel.connection });
    if (!noWait) channel.send("queue.delete-ok", { messageCount });
  },
  "queue.purge": (channel, { queue, noWait }) => {
    const name = queueName(channel, queue);
    channel.access.require("read", "queue", name);
    const messageCount = channel.vhost.queue(name, channel.connection).purge();
    if (!noWait) channel.send("queue.purge-ok", { messageCount });
  },
  "queue.bind": (channel, values) => {
    bind(channel.vhost, request(channel, values));
    if (!values.noWait) channel.send("queue.bind-ok", {});
  },
  "queue.unbind": (channel, values) => {
    unbind(channel.vhost, request(channel, values));
    channel.send("queue.unbind-ok", {});
  },
};

/** The empty name stands for the queue that the channel declared last. */
export function queueName(channel: Channel, name: string): string {
  if (name !== "") return cleanName(name);
  if (channel.lastQueue === "") throw new AmqpError("NOT_FOUND", "no previously declared queue");
  return channel.lastQueue;
}

function find(channel: Channel, name: string): Queue {
  const queue = channel.vhost.queue(name, channel.connection);
  queue.declaredAgain();
  return queue;
}

function declare(channel: Channel, given: string, values: MethodArguments<"queue.declare">): Queue {
  const { vhost, access, connection } = channel;
  const { exclusive, autoDelete, arguments: table } = values;
  const type = textOf(table.get("x-queue-type"));
  if (given === "" && type === "quorum") {
    throw new AmqpError(
      "PRECONDITION_FAILED",
      "Cannot declare a server-named queue for type rabbit_quorum_queue",
    );
  }
  const name = given === "" ? `amq.gen-${randomBytes(16).toString("base64url")}` : checkQueueName(given);
  access.require("configure", "queue", name);
  const deadLetterExchange = table.get("x-dead-letter-exchange");
  if (deadLetterExchange !== undefined && !vhost.queues.has(name)) {
    if (deadLetterExchange.type !== "longstr") {
      const of = resourceName("queue", name, vhost.name);
      throw new AmqpError(
        "PRECONDITION_FAILED",
        `invalid type '${deadLetterExchange.type}' for arg 'x-dead-letter-exchange' in ${of}`,
      );
    }
    access.require("read", "queue", name);
    access.require("write", "exchange", deadLetterExchange.value.toString());
  }
  // an exclusive queue goes with its connection, so RabbitMQ takes it for transient whatever it says
  const durable = values.durable && !exclusive;
  const owner = exclusive ? connection : undefined;
  const queue = declareQueue(vhost, { name, durable, autoDelete, owner, arguments: table });
  if (exclusive) connection.exclusiveQueues.add(queue);
  return queue;
}

function declareReplyQueue(channel: Channel, name: string, noWait: boolean): void {
  const known = name === directReplyQueue || channel.broker.directReplies.has(name);
  if (!known) throw new AmqpError("NOT_FOUND", `no ${resourceName("queue", name, channel.vhost.name)}`);
  if (!noWait) channel.send("queue.declare-ok", { queue: name, messageCount: 0, consumerCount: 1 });
}

function request(channel: Channel, values: Omit<MethodArguments<"queue.bind">, "noWait">): BindingRequest {
  const source = cleanName(values.exchange);
  const destination = queueName(channel, values.queue);
  // both empty: the last queue by its own name
  const routingKey = values.queue === "" && values.routingKey === "" ? channel.lastQueue : values.routingKey;
  channel.access.require("write", "queue", destination);
  refuseDefaultExchange(source);
  channel.access.require("read", "exchange", source);
  const from = channel.vhost.exchanges.get(source);
  if (from !== undefined) channel.access.requireKey("read", from, routingKey);
  const { arguments: table } = values;
  return {
    source,
    destination,
    destinationKind: "queue",
    routingKey,
    arguments: table,
    user: channel.connection,
  };
}
