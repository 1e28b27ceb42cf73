import { randomBytes } from "node:crypto";
import { resourceName } from "../model/resource-name.js";
import { AmqpError } from "../protocol/amqp-error.js";
import { integerOf } from "../protocol/field-value.js";
import type { MethodArguments } from "../protocol/methods.js";
import type { Channel } from "./channel.js";
import { ChannelConsumer } from "./channel-consumer.js";
import type { Handlers } from "./channel-methods.js";
import { directReplyQueue } from "./direct-replies.js";
import { queueName } from "./queue-methods.js";

export const basicMethods: Handlers = {
  "basic.qos": (channel, { prefetchSize, prefetchCount, global }) => {
    if (prefetchSize !== 0) throw new AmqpError("NOT_IMPLEMENTED", `prefetch_size!=0 (${prefetchSize})`);
    if (!global) channel.prefetch = prefetchCount;
    channel.send("basic.qos-ok", {});
    channel.setLimit(global ? prefetchCount : 0);
  },
  "basic.consume": (channel, values) => {
    if (values.queue === directReplyQueue) consumeReplies(channel, values);
    else consume(channel, values);
  },
  "basic.cancel": (channel, { consumerTag, noWait }) => {
    const consumer = channel.consumers.get(consumerTag);
    channel.consumers.delete(consumerTag);
    if (channel.directReply?.tag === consumerTag) {
      channel.broker.directReplies.remove(channel.directReply.name);
      channel.directReply = undefined;
    }
    consumer?.queue.removeConsumer(consumer);
    if (!noWait) channel.send("basic.cancel-ok", { consumerTag });
  },
  "basic.get": (channel, values) => {
    const name = queueName(channel, values.queue);
    channel.access.require("read", "queue", name);
    const queue = channel.vhost.queue(name, channel.connection);
    if (queue.settings.singleActiveConsumer && queue.settings.type === "quorum") {
      throw new AmqpError(
        "RESOURCE_LOCKED",
        `cannot obtain access to locked ${resourceName("queue", name, channel.vhost.name)}. basic.get operations ` +
          "are not supported by quorum queues with single active consumer",
      );
    }
    const queued = queue.get(values.noAck);
    if (queued === undefined) channel.send("basic.get-empty", { clusterId: "" });
    else channel.sendGot(queue, queued, values.noAck);
  },
  "basic.ack": (channel, { deliveryTag, multiple }) =>
    channel.acknowledge(channel.unacked.take(deliveryTag, multiple)),
  "basic.nack": (channel, { deliveryTag, multiple, requeue }) =>
    channel.return(channel.unacked.take(deliveryTag, multiple), requeue),
  "basic.reject": (channel, { deliveryTag, requeue }) =>
    channel.return(channel.unacked.take(deliveryTag, false), requeue),
  "basic.recover-async": (channel, { requeue }) => recover(channel, requeue),
  "basic.recover": (channel, { requeue }) => {
    recover(channel, requeue);
    channel.send("basic.recover-ok", {});
  },
};

function consume(channel: Channel, values: MethodArguments<"basic.consume">): void {
  const { vhost, connection } = channel;
  const { noAck, exclusive, noWait, arguments: table } = values;
  const name = queueName(channel, values.queue);
  refuseUsedTag(channel, values.consumerTag);
  channel.access.require("read", "queue", name);
  const queue = vhost.queue(name, connection);
  const of = resourceName("queue", name, vhost.name);
  const classic = queue.settings.type === "classic";
  if (channel.limited && !classic)
    throw new AmqpError("NOT_IMPLEMENTED", `${of} does not support global qos`);
  const priority = table.get("x-priority");
  if (priority !== undefined && integerOf(priority) === undefined) {
    const problem = `"expected integer, got ${priority.type}"`;
    throw new AmqpError("PRECONDITION_FAILED", `invalid arg 'x-priority' for ${of}: ${problem}`);
  }
  const { consumers } = queue;
  const unavailable =
    consumers.exclusive || (exclusive && (consumers.size > 0 || queue.settings.singleActiveConsumer));
  if (unavailable && classic) throw new AmqpError("ACCESS_REFUSED", `${of} in exclusive use`);
  const tag = values.consumerTag === "" ? generatedTag() : values.consumerTag;
  const options = { tag, noAck, exclusive, priority: integerOf(priority) ?? 0, prefetch: channel.prefetch };
  const consumer = new ChannelConsumer(channel, queue, options);
  channel.consumers.set(tag, consumer);
  // ahead of the first delivery
  if (!noWait) channel.send("basic.consume-ok", { consumerTag: tag });
  queue.addConsumer(consumer);
}

function consumeReplies(channel: Channel, values: MethodArguments<"basic.consume">): void {
  refuseUsedTag(channel, values.consumerTag);
  if (!values.noAck) throw new AmqpError("PRECONDITION_FAILED", "reply consumer cannot acknowledge");
  if (channel.directReply !== undefined)
    throw new AmqpError("PRECONDITION_FAILED", "reply consumer already set");
  const tag = values.consumerTag === "" ? generatedTag() : values.consumerTag;
  const name = channel.broker.directReplies.add((message) => channel.deliverReply(tag, message));
  channel.directReply = { tag, name };
  if (!values.noWait) channel.send("basic.consume-ok", { consumerTag: tag });
}

function refuseUsedTag(channel: Channel, tag: string): void {
  if (!channel.consumers.has(tag)) return;
  throw new AmqpError("NOT_ALLOWED", `attempt to reuse consumer tag '${tag}'`);
}

function recover(channel: Channel, requeue: boolean): void {
  if (!requeue) throw new AmqpError("NOT_IMPLEMENTED", "requeue=false");
  channel.return(channel.unacked.takeAll(), true);
}

function generatedTag(): string {
  return `amq.ctag-${randomBytes(16).toString("base64url")}`;
}
