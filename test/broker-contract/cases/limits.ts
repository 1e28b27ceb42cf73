import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { Subject } from "../support/contract-case.js";
import { Deliveries, drain, fill, get, holds, publish, ready, take } from "../support/messages.js";

export const limits: Subject = {
  "drops the oldest over x-max-length": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel, { maxLength: 2 });
    await fill(channel, queue, "a", "b", "c", "d");
    assert.deepEqual(await drain(channel, queue), ["c", "d"]);
  },

  "confirms what makes a queue drop its oldest": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel, { maxLength: 1 });
    assert.equal(await publish(channel, "", queue, "a"), "ack");
    assert.equal(await publish(channel, "", queue, "b"), "ack");
  },

  "counts ready messages only": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel, { maxLength: 2 });
    await fill(channel, queue, "held", "a");
    const held = await get(channel, queue);
    await fill(channel, queue, "b");
    assert.equal(await ready(channel, queue), 2);
    channel.nack(held);
    await holds(channel, queue, 2);
    assert.deepEqual(await drain(channel, queue), ["a", "b"]);
  },

  "drops everything at an x-max-length of 0, unless a consumer waits": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel, { maxLength: 0 });
    await fill(channel, queue, "a");
    assert.equal(await ready(channel, queue), 0);
    const deliveries = await Deliveries.of(channel, queue);
    await fill(channel, queue, "b");
    assert.deepEqual(await deliveries.count(1), ["b"]);
  },

  "drops the oldest over x-max-length-bytes, by their bodies": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel, { arguments: { "x-max-length-bytes": 10 } });
    await fill(channel, queue, "12345", "abcde", "x");
    assert.deepEqual(await drain(channel, queue), ["abcde", "x"]);
    await fill(channel, queue, "12345678901");
    assert.equal(await ready(channel, queue), 0);
  },

  "drops by whichever limit is reached first": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel, { arguments: { "x-max-length-bytes": 10, "x-max-length": 2 } });
    await fill(channel, queue, "1", "2", "3", "123456789");
    assert.deepEqual(await drain(channel, queue), ["3", "123456789"]);
  },

  "refuses publishes to a full queue by a nack, and keeps what it has": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel, { maxLength: 2, overflow: "reject-publish" });
    const answers: string[] = [];
    for (const each of ["a", "b", "c"]) answers.push(await publish(channel, "", queue, each));
    assert.deepEqual(answers, ["ack", "ack", "nack"]);
    assert.deepEqual(await drain(channel, queue), ["a", "b"]);
    assert.equal(await publish(channel, "", queue, "d"), "ack");
  },

  "refuses by bytes too": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel, {
      overflow: "reject-publish",
      arguments: { "x-max-length-bytes": 3 },
    });
    assert.equal(await publish(channel, "", queue, "123"), "ack");
    assert.equal(await publish(channel, "", queue, "4"), "nack");
  },

  "does not dead-letter what it refused": async (stage) => {
    const channel = await stage.confirmChannel();
    const dead = await stage.queue(channel);
    const queue = await stage.queue(channel, {
      maxLength: 1,
      overflow: "reject-publish",
      deadLetterExchange: "",
      deadLetterRoutingKey: dead,
    });
    await publish(channel, "", queue, "a");
    assert.equal(await publish(channel, "", queue, "b"), "nack");
    assert.equal(await ready(channel, dead), 0);
  },

  "nacks a message that one of two queues refused, and the other has it": async (stage) => {
    const channel = await stage.confirmChannel();
    const exchange = await stage.exchange(channel, "fanout");
    const full = await stage.queue(channel, { maxLength: 0, overflow: "reject-publish" });
    const free = await stage.queue(channel);
    for (const queue of [full, free]) await channel.bindQueue(queue, exchange, "");
    assert.equal(await publish(channel, exchange, "", "a"), "nack");
    assert.deepEqual(await drain(channel, free), ["a"]);
  },

  "drops what it refused of a publisher without confirms": async (stage) => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { maxLength: 1, overflow: "reject-publish" });
    for (const each of ["a", "b"]) channel.sendToQueue(queue, Buffer.from(each));
    await take(channel, queue);
    assert.equal(await ready(channel, queue), 0);
  },

  "dead-letters what it drops in the order of the queue": async (stage) => {
    const channel = await stage.confirmChannel();
    const dead = await stage.queue(channel);
    const queue = await stage.queue(channel, {
      maxLength: 1,
      deadLetterExchange: "",
      deadLetterRoutingKey: dead,
    });
    await fill(channel, queue, "a", "b", "c");
    await holds(channel, dead, 2);
    assert.deepEqual([await drain(channel, dead), await drain(channel, queue)], [["a", "b"], ["c"]]);
  },

  "quorum: drops the oldest over x-max-length": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.quorumQueue(channel, { "x-max-length": 2 });
    await fill(channel, queue, "a", "b", "c", "d");
    assert.deepEqual(await drain(channel, queue), ["c", "d"]);
  },

  "quorum: refuses publishes to a full queue sooner or later": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.quorumQueue(channel, { "x-max-length": 1, "x-overflow": "reject-publish" });
    let taken = 0;
    while ((await publish(channel, "", queue, `${taken}`)) === "ack") taken += 1;
    assert.ok(taken >= 1, `${taken}`);
    assert.equal((await drain(channel, queue)).length, taken);
  },
};
