import type { Message } from "../model/message.js";
import { publishedMessage } from "../model/published-message.js";
import type { Queue } from "../model/queue.js";
import { resourceName } from "../model/resource-name.js";
import { route } from "../model/routing.js";
import { AmqpError } from "../protocol/amqp-error.js";
import type { MethodArguments } from "../protocol/methods.js";
import { type Properties, readProperties } from "../protocol/properties.js";
import type { Channel } from "./channel.js";
import type { Command } from "./content-assembler.js";
import { directReplyQueue } from "./direct-replies.js";

/** `basic.publish`: checks in RabbitMQ's order, then the message goes to its queues, and is returned or confirmed. */
export function publish(channel: Channel, values: MethodArguments<"basic.publish">, command: Command): void {
  const { vhost, access, broker, confirms } = channel;
  if (values.immediate) throw new AmqpError("NOT_IMPLEMENTED", "immediate=true");
  checkSize(command.bodySize, broker.limits.maxMessageSize);
  access.require("write", "exchange", values.exchange);
  const exchange = vhost.exchange(values.exchange);
  if (exchange.definition.internal) {
    const of = resourceName("exchange", values.exchange, vhost.name);
    throw new AmqpError("ACCESS_REFUSED", `cannot publish to internal ${of}`);
  }
  access.requireKey("write", exchange, values.routingKey);
  const message = read(channel, values, command);
  for (const key of [...message.copyKeys, ...message.blindCopyKeys])
    access.requireKey("write", exchange, key); // as RabbitMQ 4 does; 3.10 does not
  const isReply = exchange.name === "" && message.routingKey.startsWith(`${directReplyQueue}.`);
  const refused = confirms !== undefined && broker.faults.refuses(vhost.name, message);
  const queues = refused || isReply ? [] : route(vhost, exchange, message);
  report(channel, message, queues);
  const stored = refused ? false : isReply ? broker.directReplies.deliver(message) : enqueue(queues, message);
  const unroutable = !refused && queues.length === 0 && !(isReply && stored);
  if (unroutable && values.mandatory) {
    vhost.report?.({ kind: "returned", message: message.view(), replyCode: 312, replyText: "NO_ROUTE" });
    channel.sendReturn(message);
  }
  if (confirms === undefined) return;
  const nack = !stored && !unroutable;
  confirms.add(nack);
  channel.connection.confirmLater(channel);
  if (nack)
    vhost.report?.({ kind: "refused", message: message.view(), queues: queues.map(({ name }) => name) });
}

/** False if one of the queues refuses it. */
function enqueue(queues: readonly Queue[], message: Message): boolean {
  let stored = true;
  for (const queue of queues) if (!queue.enqueue(message)) stored = false;
  return stored;
}

function read(channel: Channel, values: MethodArguments<"basic.publish">, command: Command): Message {
  const properties = readProperties(command.properties);
  const { exchange, routingKey } = values;
  const replyTo = properties.replyTo === directReplyQueue ? replyName(channel) : undefined;
  const message = publishedMessage({
    id: channel.vhost.nextMessageId(),
    exchange,
    routingKey,
    properties: replyTo === undefined ? properties : { ...properties, replyTo },
    encodedProperties: replyTo === undefined ? command.properties : undefined,
    body: command.body,
  });
  checkUser(properties, channel.access.user);
  return message;
}

function replyName(channel: Channel): string {
  if (channel.directReply !== undefined) return channel.directReply.name;
  throw new AmqpError("PRECONDITION_FAILED", "fast reply consumer does not exist");
}

function checkUser({ userId }: Properties, user: string): void {
  if (userId === undefined || userId === user) return;
  throw new AmqpError(
    "PRECONDITION_FAILED",
    `user_id property set to '${userId}' but authenticated user was '${user}'`,
  );
}

function checkSize(size: number, most: number): void {
  if (size <= most) return;
  throw new AmqpError(
    "PRECONDITION_FAILED",
    `message size ${size} is larger than configured max size ${most}`,
  );
}

function report(channel: Channel, message: Message, queues: readonly Queue[]): void {
  channel.vhost.report?.({
    kind: "published",
    message: message.view(),
    queues: queues.map(({ name }) => name),
    connection: channel.connection.view(),
  });
}
