import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { disconnected, refuses } from "../support/closing.js";
import type { Subject } from "../support/contract-case.js";
import { Deliveries, drain, eventually, fill, get, holds, ready, take, text } from "../support/messages.js";
import * as wire from "../support/wire.js";

export const consuming: Subject = {
  "names a consumer that has no name": async (stage) => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    const { consumerTag } = await channel.consume(queue, () => {});
    assert.match(consumerTag, /^amq\.ctag-[\w-]{22}$/);
  },

  "delivers with tag, exchange, key and delivery tags from 1 on": async (stage) => {
    const channel = await stage.confirmChannel();
    const [exchange, queue] = [await stage.exchange(channel, "fanout"), await stage.queue(channel)];
    await channel.bindQueue(queue, exchange, "");
    const deliveries = await Deliveries.of(channel, queue, { consumerTag: "mine" });
    for (const key of ["k1", "k2"]) channel.publish(exchange, key, Buffer.from(key));
    await deliveries.count(2);
    assert.deepEqual(
      deliveries.messages.map(({ fields }) => ({ ...fields })),
      ["k1", "k2"].map((routingKey, index) => ({
        consumerTag: "mine",
        deliveryTag: index + 1,
        redelivered: false,
        exchange,
        routingKey,
      })),
    );
  },

  "counts delivery tags by the channel, gets and consumers together": async (stage) => {
    const [one, two] = [await stage.confirmChannel(), await stage.channel()];
    const [queue, other] = [await stage.queue(one), await stage.queue(one)];
    await fill(one, queue, "a", "b");
    await fill(one, other, "c");
    const tags = [(await get(one, queue)).fields.deliveryTag];
    const deliveries = await Deliveries.of(one, other);
    tags.push((await deliveries.next()).fields.deliveryTag);
    tags.push((await get(two, queue)).fields.deliveryTag);
    assert.deepEqual(tags, [1, 2, 1]);
  },

  "refuses a consumer of a missing queue": async (stage) => {
    const [channel, queue] = [await stage.channel(), stage.name()];
    await refuses(channel, [404, `NOT_FOUND - no queue '${queue}' in vhost '/'`, "basic.consume"], () =>
      channel.consume(queue, () => {}),
    );
  },

  "closes the connection for a consumer tag that the channel has": async (stage) => {
    const raw = await (await stage.raw()).open();
    await raw.openChannel(1);
    const queue = await stage.queue(await stage.channel());
    raw.method(1, "basic.consume", ...wire.fields.consume(queue, "twice"));
    await raw.expect("basic.consume-ok");
    raw.method(1, "basic.consume", ...wire.fields.consume(queue, "twice"));
    await disconnected(raw, [530, "NOT_ALLOWED - attempt to reuse consumer tag 'twice'", "basic.consume"]);
  },

  "lets two channels have the same consumer tag": async (stage) => {
    const [one, two] = [await stage.channel(), await stage.channel()];
    const queue = await stage.queue(one);
    for (const channel of [one, two]) await channel.consume(queue, () => {}, { consumerTag: "same" });
    assert.equal((await one.checkQueue(queue)).consumerCount, 2);
  },

  "refuses another consumer beside an exclusive one": async (stage) => {
    const [channel, other] = [await stage.channel(), await stage.channel()];
    const queue = await stage.queue(channel);
    await channel.consume(queue, () => {}, { exclusive: true });
    await refuses(
      other,
      [403, `ACCESS_REFUSED - queue '${queue}' in vhost '/' in exclusive use`, "basic.consume"],
      () => other.consume(queue, () => {}),
    );
  },

  "refuses an exclusive consumer beside another": async (stage) => {
    const [channel, other] = [await stage.channel(), await stage.channel()];
    const queue = await stage.queue(channel);
    await channel.consume(queue, () => {});
    await refuses(
      other,
      [403, `ACCESS_REFUSED - queue '${queue}' in vhost '/' in exclusive use`, "basic.consume"],
      () => other.consume(queue, () => {}, { exclusive: true }),
    );
  },

  "takes another consumer when the exclusive one is gone": async (stage) => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    const { consumerTag } = await channel.consume(queue, () => {}, { exclusive: true });
    await channel.cancel(consumerTag);
    await channel.consume(queue, () => {});
  },

  "delivers in turn to the consumers of a queue": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    const consumers = [
      await Deliveries.of(channel, queue),
      await Deliveries.of(channel, queue),
      await Deliveries.of(channel, queue),
    ];
    await fill(channel, queue, "0", "1", "2", "3", "4", "5");
    for (const consumer of consumers) await consumer.count(2);
    const orders = consumers.map(({ texts }) => texts.map(Number));
    for (const [first = 0, second = 0] of orders) assert.equal(second - first, 3);
  },

  "delivers what was there before the consumer": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    await fill(channel, queue, "a", "b");
    const deliveries = await Deliveries.of(channel, queue);
    assert.deepEqual(await deliveries.count(2), ["a", "b"]);
  },

  "keeps nothing of what it delivered without acknowledgement": async (stage) => {
    const [channel, reader] = [await stage.confirmChannel(), await stage.channel()];
    const queue = await stage.queue(channel);
    await fill(channel, queue, "a", "b");
    const deliveries = await Deliveries.of(reader, queue, { noAck: true });
    await deliveries.count(2);
    await reader.close();
    assert.equal(await ready(channel, queue), 0);
  },

  "delivers nothing more after a cancel, and lets what was delivered be settled": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    await fill(channel, queue, "a");
    const deliveries = await Deliveries.of(channel, queue);
    const message = await deliveries.next();
    await channel.cancel(deliveries.tag);
    await fill(channel, queue, "b");
    channel.nack(message);
    await holds(channel, queue, 2);
    assert.deepEqual([deliveries.texts, await drain(channel, queue)], [["a"], ["a", "b"]]);
  },

  "leaves unacknowledged what a cancelled consumer has": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    await fill(channel, queue, "a");
    const deliveries = await Deliveries.of(channel, queue);
    const message = await deliveries.next();
    await channel.cancel(deliveries.tag);
    assert.equal(await ready(channel, queue), 0);
    channel.ack(message);
    await channel.close();
    assert.equal(await ready(await stage.channel(), queue), 0);
  },

  "cancels a tag that the channel does not have without complaint": async (stage) => {
    const channel = await stage.channel();
    assert.deepEqual(await channel.cancel("never"), { consumerTag: "never" });
  },

  "cancels the consumers of a queue that is deleted, and leaves their channel": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    const deliveries = await Deliveries.of(channel, queue);
    await (await stage.channel()).deleteQueue(queue);
    await deliveries.end();
    await channel.assertQueue(queue, { durable: false });
    await fill(channel, queue, "again");
    assert.equal(text(await take(channel, queue)), "again");
  },

  "tells only clients that ask for it that a consumer was cancelled": async (stage) => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    const [told, untold] = [
      await (await stage.raw()).open({ capabilities: ["consumer_cancel_notify"] }),
      await (await stage.raw()).open(),
    ];
    for (const raw of [told, untold]) {
      await raw.openChannel(1);
      raw.method(1, "basic.consume", ...wire.fields.consume(queue, "c"));
      await raw.expect("basic.consume-ok");
    }
    await channel.deleteQueue(queue);
    const cancel = await told.expect("basic.cancel");
    assert.equal(cancel.payload.toString("utf8", 5, 6), "c");
    assert.equal(cancel.payload[6], 1); // no answer wanted
    untold.method(1, "confirm.select", wire.octet(0));
    await untold.expect("confirm.select-ok");
  },

  "lets messages of a deleted queue be acknowledged": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    await fill(channel, queue, "a");
    const message = await get(channel, queue);
    await channel.deleteQueue(queue);
    channel.ack(message);
    await channel.checkExchange("amq.direct");
  },

  "prefers consumers of a higher priority, as long as they take more": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    await channel.prefetch(2);
    const low = await Deliveries.of(channel, queue, { priority: -1 });
    const high = await Deliveries.of(channel, queue, { priority: 10 });
    const middle = await Deliveries.of(channel, queue);
    await fill(channel, queue, "a", "b", "c", "d", "e");
    assert.deepEqual(await high.count(2), ["a", "b"]);
    assert.deepEqual(await middle.count(2), ["c", "d"]);
    assert.deepEqual(await low.count(1), ["e"]);
    const [first] = high.messages;
    if (first) channel.ack(first);
    await fill(channel, queue, "f");
    assert.deepEqual(await high.count(3), ["a", "b", "f"]);
  },

  "refuses a consumer priority that is not a number": async (stage) => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await refuses(
      channel,
      [
        406,
        `PRECONDITION_FAILED - invalid arg 'x-priority' for queue '${queue}' in vhost '/': "expected integer, got longstr"`,
        "basic.consume",
      ],
      () => channel.consume(queue, () => {}, { arguments: { "x-priority": "high" } }),
    );
  },

  "ignores no-local": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    const deliveries = await Deliveries.of(channel, queue, { noLocal: true });
    await fill(channel, queue, "own");
    assert.deepEqual(await deliveries.count(1), ["own"]);
  },

  "gives messages back when the connection is closed, in their order and marked": async (stage) => {
    const model = await stage.connect();
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    await fill(channel, queue, "a", "b", "c");
    const deliveries = await Deliveries.of(await model.createChannel(), queue);
    await deliveries.count(3);
    await model.close();
    await holds(channel, queue, 3);
    assert.equal((await get(channel, queue)).fields.redelivered, true);
    assert.deepEqual(await drain(channel, queue), ["b", "c"]);
  },

  "gives messages back when the socket is gone": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    await fill(channel, queue, "a");
    const raw = await (await stage.raw()).open();
    await raw.openChannel(1);
    raw.method(1, "basic.consume", ...wire.fields.consume(queue, "c"));
    await raw.expect("basic.consume-ok");
    await raw.expect("basic.deliver");
    raw.destroy();
    const message = await take(channel, queue);
    assert.deepEqual([text(message), message.fields.redelivered], ["a", true]);
  },

  "gives what one consumer loses to the other": async (stage) => {
    const [channel, loser] = [await stage.confirmChannel(), await stage.channel()];
    const queue = await stage.queue(channel);
    const lost = await Deliveries.of(loser, queue);
    await fill(channel, queue, "a", "b");
    await lost.count(2);
    const winner = await Deliveries.of(channel, queue);
    await loser.close();
    assert.deepEqual(await winner.count(2), ["a", "b"]);
    assert.deepEqual(
      winner.messages.map(({ fields }) => fields.redelivered),
      [true, true],
    );
  },

  "stops when the queue of an exclusive connection goes": async (stage) => {
    const model = await stage.connect();
    const owner = await model.createChannel();
    const queue = await stage.queue(owner, { exclusive: true });
    await Deliveries.of(owner, queue);
    await model.close();
    const other = await stage.channel();
    await eventually(() =>
      other.assertQueue(queue, { exclusive: true, durable: false }).then(
        () => true,
        () => false,
      ),
    );
  },

  "single active consumer: only the first one gets messages": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel, { arguments: { "x-single-active-consumer": true } });
    const [one, two] = [await Deliveries.of(channel, queue), await Deliveries.of(channel, queue)];
    await fill(channel, queue, "a", "b", "c");
    assert.deepEqual(await one.count(3), ["a", "b", "c"]);
    assert.deepEqual(two.texts, []);
  },

  "single active consumer: the next takes over after a cancel": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel, { arguments: { "x-single-active-consumer": true } });
    const [one, two, three] = [
      await Deliveries.of(channel, queue),
      await Deliveries.of(channel, queue),
      await Deliveries.of(channel, queue),
    ];
    await fill(channel, queue, "a");
    await one.count(1);
    await channel.cancel(one.tag);
    await fill(channel, queue, "b");
    assert.deepEqual(await two.count(1), ["b"]);
    assert.deepEqual(three.texts, []);
  },

  "single active consumer: the next gets what the lost one had": async (stage) => {
    const [channel, loser] = [await stage.confirmChannel(), await stage.channel()];
    const queue = await stage.queue(channel, { arguments: { "x-single-active-consumer": true } });
    const one = await Deliveries.of(loser, queue);
    const two = await Deliveries.of(channel, queue);
    await fill(channel, queue, "a", "b");
    await one.count(2);
    await loser.close();
    assert.deepEqual(await two.count(2), ["a", "b"]);
  },

  "single active consumer: refuses exclusive consumers": async (stage) => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { arguments: { "x-single-active-consumer": true } });
    await refuses(
      channel,
      [403, `ACCESS_REFUSED - queue '${queue}' in vhost '/' in exclusive use`, "basic.consume"],
      () => channel.consume(queue, () => {}, { exclusive: true }),
    );
  },

  "single active consumer: a higher priority does not take over": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel, { arguments: { "x-single-active-consumer": true } });
    const [one, two] = [
      await Deliveries.of(channel, queue),
      await Deliveries.of(channel, queue, { priority: 10 }),
    ];
    await fill(channel, queue, "a");
    assert.deepEqual(await one.count(1), ["a"]);
    await channel.cancel(one.tag);
    await fill(channel, queue, "b");
    assert.deepEqual(await two.count(1), ["b"]);
  },

  "single active consumer: waits for the active one, however little it takes": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel, { arguments: { "x-single-active-consumer": true } });
    await channel.prefetch(1);
    const [one, two] = [await Deliveries.of(channel, queue), await Deliveries.of(channel, queue)];
    await fill(channel, queue, "a", "b");
    await one.count(1);
    assert.deepEqual([await ready(channel, queue), two.texts], [1, []]);
    channel.ack(await one.next());
    assert.deepEqual(await one.count(2), ["a", "b"]);
  },

  "gives basic.get messages beside an exclusive consumer that takes no more": async (stage) => {
    const [channel, other] = [await stage.confirmChannel(), await stage.channel()];
    const queue = await stage.queue(channel);
    await channel.prefetch(1);
    const deliveries = await Deliveries.of(channel, queue, { exclusive: true });
    await fill(channel, queue, "a", "b");
    await deliveries.count(1);
    assert.equal(text(await take(other, queue)), "b");
  },

  "lets messages expire behind a consumer that takes no more": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel, { messageTtl: 50 });
    await channel.prefetch(1);
    const deliveries = await Deliveries.of(channel, queue);
    await fill(channel, queue, "a", "b");
    const message = await deliveries.next();
    await holds(channel, queue, 0);
    channel.ack(message);
    await fill(channel, queue, "c");
    assert.deepEqual(await deliveries.count(2), ["a", "c"]);
  },

  "requeues to the other consumer what a consumer's channel had, and goes on": async (stage) => {
    const [channel, one, two] = [await stage.confirmChannel(), await stage.channel(), await stage.channel()];
    const queue = await stage.queue(channel);
    await one.prefetch(1);
    await two.prefetch(1);
    const [first, second] = [await Deliveries.of(one, queue), await Deliveries.of(two, queue)];
    await fill(channel, queue, "a", "b", "c");
    await first.count(1);
    await second.count(1);
    await one.close();
    two.ack(await second.next());
    two.ack(await second.next());
    two.ack(await second.next());
    assert.deepEqual([...second.texts].sort(), ["a", "b", "c"]);
  },
};
