import assert from "node:assert/strict";
import type { ConfirmChannel, GetMessage } from "amqplib";
import { disconnected, refuses } from "../support/closing.js";
import type { ContractCase, Subject } from "../support/contract-case.js";
import { differs } from "../support/differences.js";
import {
  Deliveries,
  drain,
  fill,
  get,
  gone,
  holds,
  publish,
  ready,
  take,
  text,
} from "../support/messages.js";
import type { Stage } from "../support/stage.js";
import * as wire from "../support/wire.js";

const defaultLimit = differs<number | undefined>(
  "deliveries of a message in a quorum queue without `x-delivery-limit`",
  { "3.10": undefined, "4.0": 21 },
  (deliveries) => (deliveries === undefined ? "have no end" : `end after ${deliveries}`),
);

const takesOver = differs(
  "a consumer of a higher priority in a quorum queue with a single active consumer",
  { "3.10": false, "4.0": true },
  (over) => (over ? "takes over" : "waits for its turn"),
);

const negativeLimit = differs<number | undefined>(
  "deliveries of a message in a quorum queue with an `x-delivery-limit` of -1",
  { "3.10": 1, "4.0": undefined },
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

const requeued = differs(
  "a, b and c in a quorum queue without `x-delivery-limit` after b, then a was requeued",
  { "3.10": ["c", "b", "a"], "4.0": ["b", "a", "c"] },
  (order) => `become ${order.join(", ")}`,
);

/** The order of a, b and c after b, then a was delivered and requeued. */
function requeues(
  args: Readonly<Record<string, unknown>>,
  expected: (stage: Stage) => readonly string[],
): ContractCase {
  return async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.quorumQueue(channel, args);
    await fill(channel, queue, "a", "b", "c");
    const [first, second] = [await get(channel, queue), await get(channel, queue)];
    channel.nack(second);
    channel.nack(first);
    await holds(channel, queue, 3);
    assert.deepEqual(await drain(channel, queue), expected(stage));
  };
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

  "has no limit if it is -1, or no delivery but the first": async (stage) => {
    const channel = await stage.confirmChannel();
    const { queue, dead } = await withDeadLetters(stage, channel, { "x-delivery-limit": -1 });
    await fill(channel, queue, "a");
    const deliveries = await Deliveries.of(channel, queue);
    const limit = stage.expected(negativeLimit);
    for (let turn = 0; turn < (limit ?? 30); turn += 1) channel.reject(await deliveries.next(), true);
    if (limit === undefined) await deliveries.next();
    else assert.equal(text(await take(channel, dead)), "a");
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
    const raw = await (await stage.raw()).open();
    await raw.openChannel(1);
    const queue = await stage.quorumQueue(await stage.channel());
    raw.method(1, "basic.qos", wire.long(0), wire.short(1), wire.octet(1));
    await raw.expect("basic.qos-ok");
    raw.method(1, "basic.consume", ...wire.fields.consume(queue, "c"));
    await disconnected(raw, [
      540,
      `NOT_IMPLEMENTED - queue '${queue}' in vhost '/' does not support global qos`,
      "basic.consume",
    ]);
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

  "single active consumer: a higher priority takes over, or waits": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.quorumQueue(channel, { "x-single-active-consumer": true });
    const first = await Deliveries.of(channel, queue);
    await fill(channel, queue, "a");
    channel.ack(await first.next());
    const second = await Deliveries.of(channel, queue, { priority: 5 });
    await fill(channel, queue, "b");
    const taken = stage.expected(takesOver) ? second : first;
    assert.equal(text(await taken.next()), "b");
  },

  "single active consumer: refuses basic.get": async (stage) => {
    const channel = await stage.channel();
    const queue = await stage.quorumQueue(channel, { "x-single-active-consumer": true });
    await refuses(
      channel,
      [
        405,
        `RESOURCE_LOCKED - cannot obtain access to locked queue '${queue}' in vhost '/'. basic.get operations are not supported by quorum queues with single active consumer`,
        "basic.get",
      ],
      () => channel.get(queue),
    );
  },

  "puts requeued messages before the others in the order in which they come back, with a delivery limit":
    requeues({ "x-delivery-limit": 10 }, () => ["b", "a", "c"]),
  "puts requeued messages somewhere without being told a delivery limit": requeues({}, (stage) =>
    stage.expected(requeued),
  ),
  "puts requeued messages behind the others with a delivery limit of -1": async (stage) => {
    if (stage.expected(negativeLimit) !== undefined) return; // a message is delivered once only
    await requeues({ "x-delivery-limit": -1 }, () => ["c", "b", "a"])(stage);
  },

  "ignores that a consumer wants to be exclusive": async (stage) => {
    const [channel, other] = [await stage.channel(), await stage.channel()];
    const queue = await stage.quorumQueue(channel);
    await channel.consume(queue, () => {}, { exclusive: true });
    await other.consume(queue, () => {});
    assert.equal((await channel.checkQueue(queue)).consumerCount, 2);
  },

  "deletes an unused queue when its x-expires has passed": async (stage) => {
    const channel = await stage.channel();
    const queue = await stage.quorumQueue(channel, { "x-expires": 1_000 });
    await gone(channel, queue, stage.name());
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
