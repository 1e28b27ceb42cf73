import assert from "node:assert/strict";
import type { Channel, Message } from "amqplib";
import { refuses } from "../support/closing.js";
import type { ContractCase, Subject } from "../support/contract-case.js";
import { Deliveries, drain, fill, get, holds, ready, take, text } from "../support/messages.js";
import * as wire from "../support/wire.js";

const unknownTag = (tag: number) => `PRECONDITION_FAILED - unknown delivery tag ${tag}`;

/** A message that the broker never delivered on this channel. */
function forged(deliveryTag: number): Message {
  return { fields: { deliveryTag } } as Message;
}

/** A settlement of a delivery tag that the channel does not have. */
function refused(method: string, settle: (channel: Channel) => void, tag = 99): ContractCase {
  return async (stage) => {
    const channel = await stage.channel();
    await refuses(channel, [406, unknownTag(tag), method], () => settle(channel));
  };
}

export const settling: Subject = {
  "removes what is acknowledged": async (stage) => {
    const [channel, reader] = [await stage.confirmChannel(), await stage.channel()];
    const queue = await stage.queue(channel);
    await fill(channel, queue, "a", "b");
    reader.ack(await get(reader, queue));
    await reader.close();
    assert.deepEqual(await drain(channel, queue), ["b"]);
  },

  "acknowledges all up to a tag": async (stage) => {
    const [channel, reader] = [await stage.confirmChannel(), await stage.channel()];
    const queue = await stage.queue(channel);
    await fill(channel, queue, "a", "b", "c");
    await get(reader, queue);
    reader.ack(await get(reader, queue), true);
    await get(reader, queue);
    await reader.close();
    assert.deepEqual(await drain(channel, queue), ["c"]);
  },

  "acknowledges everything by tag 0": async (stage) => {
    const [channel, reader] = [await stage.confirmChannel(), await stage.channel()];
    const queue = await stage.queue(channel);
    await fill(channel, queue, "a", "b");
    await get(reader, queue);
    await get(reader, queue);
    reader.ackAll();
    await reader.close();
    assert.equal(await ready(channel, queue), 0);
  },

  "acknowledges everything by tag 0 where there is nothing": async (stage) => {
    const channel = await stage.channel();
    channel.ackAll();
    channel.nackAll();
    await channel.checkExchange("amq.direct");
  },

  "refuses an acknowledgement of an unknown tag": refused("basic.ack", (channel) => channel.ack(forged(99))),
  "refuses an acknowledgement up to an unknown tag": refused("basic.ack", (channel) =>
    channel.ack(forged(99), true),
  ),
  "refuses an acknowledgement of tag 0 alone": refused("basic.ack", (channel) => channel.ack(forged(0)), 0),
  "refuses a nack of an unknown tag": refused("basic.nack", (channel) => channel.nack(forged(99))),
  "refuses a reject of an unknown tag": refused("basic.reject", (channel) => channel.reject(forged(99))),

  "refuses a second acknowledgement": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    await fill(channel, queue, "a");
    const message = await get(channel, queue);
    channel.ack(message);
    await refuses(channel, [406, unknownTag(1), "basic.ack"], () => channel.ack(message));
  },

  "refuses an acknowledgement after a reject": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    await fill(channel, queue, "a");
    const message = await get(channel, queue);
    channel.reject(message, false);
    await refuses(channel, [406, unknownTag(1), "basic.ack"], () => channel.ack(message));
  },

  "refuses an acknowledgement on another channel": async (stage) => {
    const [channel, other] = [await stage.confirmChannel(), await stage.channel()];
    const queue = await stage.queue(channel);
    await fill(channel, queue, "a");
    const message = await get(channel, queue);
    await refuses(other, [406, unknownTag(1), "basic.ack"], () => other.ack(message));
  },

  "refuses an acknowledgement of what needs none": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    await fill(channel, queue, "a");
    const deliveries = await Deliveries.of(channel, queue, { noAck: true });
    const message = await deliveries.next();
    await refuses(channel, [406, unknownTag(1), "basic.ack"], () => channel.ack(message));
  },

  "gives back the other unacknowledged messages of a channel that a second acknowledgement closes": async (
    stage,
  ) => {
    const [channel, reader] = [await stage.confirmChannel(), await stage.channel()];
    const queue = await stage.queue(channel);
    await fill(channel, queue, "a", "b");
    const message = await get(reader, queue);
    await get(reader, queue);
    reader.ack(message);
    reader.ack(message);
    assert.equal(text(await take(channel, queue)), "b");
  },

  "requeues by basic.nack unless told otherwise": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    await fill(channel, queue, "a");
    channel.nack(await get(channel, queue));
    const message = await take(channel, queue);
    assert.deepEqual([text(message), message.fields.redelivered], ["a", true]);
  },

  "drops by basic.nack without requeue": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    await fill(channel, queue, "a");
    channel.nack(await get(channel, queue), false, false);
    assert.equal(await ready(channel, queue), 0);
  },

  "drops and requeues by basic.reject": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    await fill(channel, queue, "a", "b");
    channel.reject(await get(channel, queue), false);
    channel.reject(await get(channel, queue), true);
    assert.deepEqual(await drain(channel, queue), ["b"]);
  },

  "requeues all up to a tag by basic.nack, in their order": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    await fill(channel, queue, "a", "b", "c", "d");
    await get(channel, queue);
    await get(channel, queue);
    channel.nack(await get(channel, queue), true);
    assert.deepEqual(await drain(channel, queue), ["a", "b", "c", "d"]);
  },

  "puts a requeued message where it was": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    await fill(channel, queue, "a", "b", "c", "d");
    const [first, second] = [await get(channel, queue), await get(channel, queue)];
    channel.nack(second);
    channel.nack(first);
    assert.deepEqual(await drain(channel, queue), ["a", "b", "c", "d"]);
  },

  "marks what is requeued, and nothing else": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    await fill(channel, queue, "a", "b");
    channel.nack(await get(channel, queue));
    const [first, second] = [await get(channel, queue), await get(channel, queue)];
    assert.deepEqual(
      [first, second].map(({ fields }) => fields.redelivered),
      [true, false],
    );
  },

  "delivers a requeued message again to the same consumer": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    await fill(channel, queue, "a");
    const deliveries = await Deliveries.of(channel, queue);
    channel.nack(await deliveries.next());
    const again = await deliveries.next();
    assert.deepEqual([text(again), again.fields.deliveryTag, again.fields.redelivered], ["a", 2, true]);
  },

  "requeues by basic.nack with nothing but its bits": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    await fill(channel, queue, "a", "b");
    const raw = await (await stage.raw()).open();
    await raw.openChannel(1);
    const nack = async (bits: number, tag: number) => {
      raw.method(1, "basic.get", wire.short(0), wire.shortstr(queue), wire.octet(0));
      await raw.expect("basic.get-ok");
      for (const name of ["header", "body"]) assert.equal((await raw.next())?.name, name);
      raw.method(1, "basic.nack", wire.longlong(tag), wire.octet(bits));
    };
    await nack(2, 1); // requeue
    await holds(channel, queue, 2);
    await nack(0, 2); // neither multiple nor requeue
    await holds(channel, queue, 1);
    assert.equal(text(await take(channel, queue)), "b");
  },

  "prefetch: holds back what a consumer may not have yet": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    await fill(channel, queue, "a", "b", "c");
    await channel.prefetch(2);
    const deliveries = await Deliveries.of(channel, queue);
    const message = await deliveries.next();
    await deliveries.count(2);
    assert.deepEqual([deliveries.texts, await ready(channel, queue)], [["a", "b"], 1]);
    channel.ack(message);
    assert.deepEqual(await deliveries.count(3), ["a", "b", "c"]);
  },

  "prefetch: counts each consumer of a channel for itself": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    await channel.prefetch(1);
    const [one, two] = [await Deliveries.of(channel, queue), await Deliveries.of(channel, queue)];
    await fill(channel, queue, "a", "b", "c");
    await one.count(1);
    await two.count(1);
    assert.equal(await ready(channel, queue), 1);
  },

  "prefetch: counts the consumers of a channel together if it is global": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    await channel.prefetch(2, true);
    const [one, two] = [await Deliveries.of(channel, queue), await Deliveries.of(channel, queue)];
    await fill(channel, queue, "a", "b", "c", "d");
    assert.equal(await ready(channel, queue), 2);
    assert.deepEqual([...one.texts, ...two.texts].sort(), ["a", "b"]);
  },

  "prefetch: holds for consumers that come after it": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    await channel.prefetch(1);
    const one = await Deliveries.of(channel, queue);
    await channel.prefetch(10);
    await fill(channel, queue, "a", "b", "c");
    await one.count(1);
    assert.equal(await ready(channel, queue), 2);
    const two = await Deliveries.of(channel, queue);
    assert.deepEqual(await two.count(2), ["b", "c"]);
  },

  "prefetch: a global one can be raised": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    await channel.prefetch(1, true);
    const deliveries = await Deliveries.of(channel, queue);
    await fill(channel, queue, "a", "b", "c");
    await deliveries.count(1);
    assert.equal(await ready(channel, queue), 2);
    await channel.prefetch(3, true);
    assert.deepEqual(await deliveries.count(3), ["a", "b", "c"]);
  },

  "prefetch: 0 is no limit": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    await channel.prefetch(0);
    const deliveries = await Deliveries.of(channel, queue);
    const texts = Array.from({ length: 300 }, (_, index) => `${index}`);
    await fill(channel, queue, ...texts);
    assert.deepEqual(await deliveries.count(300), texts);
  },

  "prefetch: does not count basic.get": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    await channel.prefetch(1);
    await fill(channel, queue, "a", "b", "c");
    await get(channel, queue);
    await get(channel, queue);
    const deliveries = await Deliveries.of(channel, queue);
    assert.deepEqual(await deliveries.count(1), ["c"]);
  },

  "prefetch: does not hold back what needs no acknowledgement": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    await channel.prefetch(1);
    await fill(channel, queue, "a", "b", "c");
    const deliveries = await Deliveries.of(channel, queue, { noAck: true });
    assert.deepEqual(await deliveries.count(3), ["a", "b", "c"]);
  },

  "prefetch: a consumer that may have no more does not hold up the others": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    await channel.prefetch(1);
    const slow = await Deliveries.of(channel, queue);
    await channel.prefetch(0);
    const fast = await Deliveries.of(channel, queue);
    await fill(channel, queue, "a", "b", "c", "d");
    const all = () => [...slow.texts, ...fast.texts].length === 4;
    while (!all()) await channel.checkQueue(queue);
    assert.equal(slow.texts.length, 1);
  },

  "prefetch: a nack makes room too": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    await channel.prefetch(1);
    await fill(channel, queue, "a", "b");
    const deliveries = await Deliveries.of(channel, queue);
    channel.nack(await deliveries.next(), false, false);
    assert.deepEqual(await deliveries.count(2), ["a", "b"]);
  },

  "counts unacknowledged messages neither as ready nor as deleted": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    await fill(channel, queue, "a", "b");
    await get(channel, queue);
    assert.equal(await ready(channel, queue), 1);
    assert.deepEqual(await channel.deleteQueue(queue), { messageCount: 1 });
  },
};
