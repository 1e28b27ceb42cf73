import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { assertClosing, disconnects, refuses } from "../support/closing.js";
import type { Subject } from "../support/contract-case.js";
import { Deliveries, fill, get, holds, ready, text } from "../support/messages.js";
import { quiet } from "../support/stage.js";
import * as wire from "../support/wire.js";

export const channels: Subject = {
  "closes one channel for an error, and leaves its neighbors": async (stage) => {
    const [channel, neighbor] = [await stage.channel(), await stage.channel()];
    const missing = stage.name();
    await refuses(channel, [404, `NOT_FOUND - no queue '${missing}' in vhost '/'`, "queue.declare"], () =>
      channel.checkQueue(missing),
    );
    await stage.queue(neighbor);
    await stage.queue(await stage.channel());
  },

  "lets a number be used again after the channel closed": async (stage) => {
    const raw = await (await stage.raw()).open();
    for (let turn = 0; turn < 3; turn += 1) {
      await raw.openChannel(1);
      raw.method(1, "channel.close", ...wire.fields.close(200, ""));
      await raw.expect("channel.close-ok");
    }
  },

  "lets a number be used again after an error closed the channel": async (stage) => {
    const raw = await (await stage.raw()).open();
    await raw.openChannel(1);
    raw.method(1, "queue.declare", ...wire.fields.queueDeclare(stage.name(), 1));
    assert.equal((await raw.closing()).code, 404);
    raw.method(1, "channel.close-ok");
    await raw.openChannel(1);
    raw.method(1, "confirm.select", wire.octet(0));
    await raw.expect("confirm.select-ok");
  },

  "begins again with delivery tag 1 on a channel number that is used again": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    await fill(channel, queue, "a", "b");
    const raw = await (await stage.raw()).open();
    for (let turn = 0; turn < 2; turn += 1) {
      await raw.openChannel(1);
      raw.method(1, "basic.get", wire.short(0), wire.shortstr(queue), wire.octet(1));
      const { payload } = await raw.expect("basic.get-ok");
      assert.equal(payload.readBigUInt64BE(4), 1n);
      assert.equal((await raw.next())?.name, "header");
      assert.equal((await raw.next())?.name, "body");
      raw.method(1, "channel.close", ...wire.fields.close(200, ""));
      await raw.expect("channel.close-ok");
    }
  },

  "ignores what a client sends between the broker's close and its own close-ok": async (stage) => {
    const channel = await stage.channel();
    const [queue, later] = [await stage.queue(channel), stage.name()];
    const raw = await (await stage.raw()).open();
    await raw.openChannel(1);
    raw.method(1, "queue.declare", ...wire.fields.queueDeclare(stage.name(), 1));
    assert.equal((await raw.closing()).code, 404);
    raw.method(1, "basic.publish", ...wire.fields.publish("", queue));
    raw.send(wire.headerFrame(1, 1), wire.bodyFrame(1, Buffer.from("x")));
    raw.method(1, "queue.declare", ...wire.fields.queueDeclare(later));
    raw.method(1, "channel.close-ok");
    await raw.openChannel(1);
    assert.equal(await ready(channel, queue), 0);
    await assert.rejects(channel.checkQueue(later), /NOT_FOUND/);
  },

  "answers a client's close that crosses its own": async (stage) => {
    const raw = await (await stage.raw()).open();
    await raw.openChannel(1);
    raw.send(
      wire.methodFrame(1, "queue.declare", ...wire.fields.queueDeclare(stage.name(), 1)),
      wire.methodFrame(1, "channel.close", ...wire.fields.close(200, "")),
    );
    assert.equal((await raw.closing()).code, 404);
    await raw.expect("channel.close-ok");
    raw.method(1, "channel.close-ok");
    await raw.openChannel(1);
  },

  "gives unacknowledged messages back when a channel closes, in their order and marked": async (stage) => {
    const [channel, reader] = [await stage.confirmChannel(), await stage.channel()];
    const queue = await stage.queue(channel);
    await fill(channel, queue, "a", "b", "c");
    const { messages } = await Deliveries.of(reader, queue).then(async (deliveries) => {
      await deliveries.count(3);
      return deliveries;
    });
    assert.deepEqual(
      messages.map((message) => message.fields.redelivered),
      [false, false, false],
    );
    await reader.close();
    await holds(channel, queue, 3);
    for (const expected of ["a", "b", "c"]) {
      const message = await get(channel, queue);
      assert.deepEqual([text(message), message.fields.redelivered], [expected, true]);
    }
  },

  "processes acknowledgements that came before a close of the channel": async (stage) => {
    const [channel, reader] = [await stage.confirmChannel(), await stage.channel()];
    const queue = await stage.queue(channel);
    await fill(channel, queue, "a", "b");
    const message = await get(reader, queue);
    reader.ack(message);
    await reader.close();
    assert.equal(await ready(channel, queue), 1);
  },

  "answers channel.flow": async (stage) => {
    const raw = await (await stage.raw()).open();
    await raw.openChannel(1);
    raw.method(1, "channel.flow", wire.octet(1));
    const { payload } = await raw.expect("channel.flow-ok");
    assert.equal(payload[4], 1);
  },

  "refuses to stop deliveries by channel.flow": async (stage) => {
    const raw = await (await stage.raw()).open();
    await raw.openChannel(1);
    raw.method(1, "channel.flow", wire.octet(0));
    const { level, ...closing } = await raw.closing();
    assertClosing(closing, [540, "NOT_IMPLEMENTED - active=false", "channel.flow"]);
    assert.equal(level, "connection.close");
  },

  "refuses a prefetch in bytes": async (stage) => {
    const raw = await (await stage.raw()).open();
    await raw.openChannel(1);
    raw.method(1, "basic.qos", wire.long(100), wire.short(1), wire.octet(0));
    const { level, ...closing } = await raw.closing();
    assertClosing(closing, [540, "NOT_IMPLEMENTED - prefetch_size!=0 (100)", "basic.qos"]);
    assert.equal(level, "connection.close");
  },

  "delivers again what basic.recover asks for": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    await fill(channel, queue, "a", "b");
    const deliveries = await Deliveries.of(channel, queue);
    await deliveries.count(2);
    await channel.recover();
    assert.deepEqual(await deliveries.count(4), ["a", "b", "a", "b"]);
    assert.deepEqual(
      deliveries.messages.map(({ fields }) => [fields.deliveryTag, fields.redelivered]),
      [
        [1, false],
        [2, false],
        [3, true],
        [4, true],
      ],
    );
  },

  "refuses basic.recover without requeue": async (stage) => {
    const raw = await (await stage.raw()).open();
    await raw.openChannel(1);
    raw.method(1, "basic.recover", wire.octet(0));
    const { level, ...closing } = await raw.closing();
    assertClosing(closing, [540, "NOT_IMPLEMENTED - requeue=false", "basic.recover"]);
    assert.equal(level, "connection.close");
  },

  "answers the access.request of old clients": async (stage) => {
    const raw = await (await stage.raw()).open();
    await raw.openChannel(1);
    raw.method(1, "access.request", wire.shortstr("/data"), wire.octet(31));
    await raw.expect("access.request-ok");
  },

  "sends no reply to a method that wants none": async (stage) => {
    const raw = await (await stage.raw()).open();
    await raw.openChannel(1);
    const [queue, noWait] = [stage.name(), 16];
    raw.method(1, "queue.declare", ...wire.fields.queueDeclare(queue, noWait));
    raw.method(1, "exchange.declare", ...wire.fields.exchangeDeclare(stage.name(), "direct", noWait));
    raw.method(1, "confirm.select", wire.octet(1));
    raw.method(1, "basic.get", wire.short(0), wire.shortstr(queue), wire.octet(0));
    await raw.expect("basic.get-empty");
  },

  "closes all channels of a connection that an error closes": async (stage) => {
    const model = await stage.connect();
    const [channel, bystander] = [quiet(await model.createChannel()), quiet(await model.createChannel())];
    const queue = await stage.queue(channel);
    await channel.consume(queue, () => {}, { consumerTag: "twice" });
    await disconnects(model, [530, "NOT_ALLOWED - attempt to reuse consumer tag 'twice'"], () =>
      channel.consume(queue, () => {}, { consumerTag: "twice" }),
    );
    assert.throws(() => bystander.ackAll(), /closed/i);
  },
};
