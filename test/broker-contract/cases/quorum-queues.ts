import assert from "node:assert/strict";
import type { ConfirmChannel, GetMessage } from "amqplib";
import { disconnects, refuses } from "../support/closing.js";
import type { Subject } from "../support/contract-case.js";
import { differs } from "../support/differences.js";
import {
  Deliveries,
  drain,
  eventually,
  fill,
  get,
  holds,
  publish,
  ready,
  take,
  text,
} from "../support/messages.js";
import { quiet, type Stage } from "../support/stage.js";

const defaultLimit = differs<number | undefined>(
  "deliveries of a message in a quorum queue without `x-delivery-limit`",
  { "3.10": undefined, "4.0": 21 },
  (deliveries) => (deliveries === undefined ? "have no end" : `end after ${deliveries}`),
);

const firstCount = differs<number | undefined>(
  "`x-delivery-count` of a message that is delivered for the first time",
  { "3.10": 0, "4.0": undefined },
  (count) => (count === undefined ? "is not there" : `is ${count}`),
);

/** A quorum queue whose dead letters come to a classic one. */
async function withDeadLetters(
  stage: Stage,
  channel: ConfirmChannel,
  args: Readonly<Record<string, unknown>> = {},
): Promise<{ readonly queue: string; readonly dead: string }> {
  const dead = await stage.queue(channel, { durable: true });
  const queue = await stage.quorumQueue(channel, {
    "x-dead-letter-exchange": "",
    "x-dead-letter-routing-key": dead,
    ...args,
  });
  return { queue, dead };
}

const deliveryCount = ({ properties }: GetMessage): unknown => properties.headers?.["x-delivery-count"];

export const quorumQueues: Subject = {
  "counts deliveries in a header, from the second one on": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.quorumQueue(channel);
    await fill(channel, queue, "a");
    const counts: unknown[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      const message = await get(channel, queue);
      counts.push(deliveryCount(message), message.fields.redelivered);
      channel.reject(message, true);
    }
    assert.deepEqual(counts, [stage.expected(firstCount), false, 1, true, 2, true]);
  },

  "counts deliveries whose channel closed": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.quorumQueue(channel);
    await fill(channel, queue, "a");
    const reader = await stage.channel();
    await get(reader, queue);
    await reader.close();
    assert.equal(deliveryCount(await get(channel, queue)), 1);
  },

  "dead-letters a message that was delivered too often": async (stage) => {
    const channel = await stage.confirmChannel();
    const { queue, dead } = await withDeadLetters(stage, channel, { "x-delivery-limit": 2 });
    await fill(channel, queue, "a");
    for (let turn = 0; turn < 3; turn += 1) channel.reject(await get(channel, queue), true);
    const message = await take(channel, dead);
    const [death] = message.properties.headers?.["x-death"] ?? [];
    assert.deepEqual(
      [text(message), death?.reason, death?.count, death?.queue],
      ["a", "delivery_limit", 1, queue],
    );
    assert.equal(await ready(channel, queue), 0);
  },

  "drops a message that was delivered too often where there is no dead-letter exchange": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.quorumQueue(channel, { "x-delivery-limit": 1 });
    await fill(channel, queue, "a");
    for (let turn = 0; turn < 2; turn += 1) channel.nack(await get(channel, queue));
    await holds(channel, queue, 0);
  },

  "has a limit without being asked, or none": async (stage) => {
    const channel = await stage.confirmChannel();
    const { queue, dead } = await withDeadLetters(stage, channel);
    const limit = stage.expected(defaultLimit);
    await fill(channel, queue, "a");
    const deliveries = await Deliveries.of(channel, queue);
    for (let turn = 0; turn < (limit ?? 30); turn += 1) channel.reject(await deliveries.next(), true);
    if (limit === undefined) await deliveries.next();
    else assert.equal(text(await take(channel, dead)), "a");
  },

  "has no limit if it is -1": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.quorumQueue(channel, { "x-delivery-limit": -1 });
    await fill(channel, queue, "a");
    const deliveries = await Deliveries.of(channel, queue);
    for (let turn = 0; turn < 30; turn += 1) channel.reject(await deliveries.next(), true);
    await deliveries.next();
  },

  "dead-letters what is rejected": async (stage) => {
    const channel = await stage.confirmChannel();
    const { queue, dead } = await withDeadLetters(stage, channel);
    await fill(channel, queue, "a");
    channel.reject(await get(channel, queue), false);
    const message = await take(channel, dead);
    assert.equal(message.properties.headers?.["x-death"]?.[0]?.reason, "rejected");
    assert.equal(message.properties.headers?.["x-delivery-count"], undefined);
  },

  "dead-letters at least once if it is told to": async (stage) => {
    const channel = await stage.confirmChannel();
    const { queue, dead } = await withDeadLetters(stage, channel, {
      "x-dead-letter-strategy": "at-least-once",
      "x-overflow": "reject-publish",
      "x-message-ttl": 20,
    });
    await fill(channel, queue, "a", "b");
    await holds(channel, dead, 2);
    assert.deepEqual(await drain(channel, dead), ["a", "b"]);
  },

  "refuses a global prefetch": async (stage) => {
    const model = await stage.connect();
    const channel = quiet(await model.createChannel());
    const queue = await stage.quorumQueue(channel);
    await channel.prefetch(1, true);
    await disconnects(
      model,
      [540, `NOT_IMPLEMENTED - queue '${queue}' in vhost '/' does not support global qos`, "0.0"],
      () => channel.consume(queue, () => {}),
    );
  },

  "holds back by prefetch": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.quorumQueue(channel);
    await channel.prefetch(1);
    await fill(channel, queue, "a", "b");
    const deliveries = await Deliveries.of(channel, queue);
    channel.ack(await deliveries.next());
    assert.deepEqual(await deliveries.count(2), ["a", "b"]);
  },

  "gives unacknowledged messages back when a channel closes": async (stage) => {
    const [channel, reader] = [await stage.confirmChannel(), await stage.channel()];
    const queue = await stage.quorumQueue(channel);
    await fill(channel, queue, "a", "b");
    const deliveries = await Deliveries.of(reader, queue);
    await deliveries.count(2);
    await reader.close();
    await holds(channel, queue, 2);
    assert.deepEqual((await drain(channel, queue)).sort(), ["a", "b"]);
  },

  "refuses a second acknowledgement": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.quorumQueue(channel);
    await fill(channel, queue, "a");
    const message = await get(channel, queue);
    channel.ack(message);
    await refuses(channel, [406, "PRECONDITION_FAILED - unknown delivery tag 1", "basic.ack"], () =>
      channel.ack(message),
    );
  },

  "cancels the consumers of a queue that is deleted": async (stage) => {
    const channel = await stage.channel();
    const queue = await stage.quorumQueue(channel);
    const deliveries = await Deliveries.of(channel, queue);
    await (await stage.channel()).deleteQueue(queue);
    await deliveries.end();
    await channel.checkExchange("amq.direct");
  },

  "purges what is ready, and counts it": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.quorumQueue(channel);
    await fill(channel, queue, "held", "a", "b");
    const held = await get(channel, queue);
    assert.deepEqual(await channel.purgeQueue(queue), { messageCount: 2 });
    channel.nack(held);
    assert.equal(text(await take(channel, queue)), "held");
  },

  "single active consumer: the next takes over after a cancel": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.quorumQueue(channel, { "x-single-active-consumer": true });
    const [one, two] = [await Deliveries.of(channel, queue), await Deliveries.of(channel, queue)];
    await fill(channel, queue, "a");
    channel.ack(await one.next());
    await channel.cancel(one.tag);
    await fill(channel, queue, "b");
    assert.deepEqual(await two.count(1), ["b"]);
  },

  "deletes an unused queue when its x-expires has passed": async (stage) => {
    const channel = await stage.channel();
    const queue = await stage.quorumQueue(channel, { "x-expires": 100 });
    await eventually(async () => {
      await new Promise((resolve) => setTimeout(resolve, 500));
      return (await stage.channel()).checkQueue(queue).then(
        () => false,
        () => true,
      );
    });
  },

  "keeps the order of what is published": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.quorumQueue(channel);
    const texts = Array.from({ length: 100 }, (_, index) => `${index}`);
    await fill(channel, queue, ...texts);
    assert.deepEqual(await drain(channel, queue), texts);
  },

  "returns and confirms as a classic queue does": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.quorumQueue(channel);
    assert.equal(await publish(channel, "", queue, "a", { mandatory: true }), "ack");
  },
};
