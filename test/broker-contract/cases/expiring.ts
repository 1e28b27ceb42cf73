import assert from "node:assert/strict";
import type { Subject } from "../support/contract-case.js";
import { Deliveries, drain, fill, holds, publish, ready, take, text } from "../support/messages.js";

const hour = "3600000";

export const expiring: Subject = {
  "drops a message when the TTL of its queue has passed": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel, { messageTtl: 20 });
    await fill(channel, queue, "a", "b");
    await holds(channel, queue, 0);
    assert.equal(await channel.get(queue), false);
  },

  "drops a message when its own expiration has passed": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    await publish(channel, "", queue, "a", { expiration: "20" });
    await holds(channel, queue, 0);
    assert.equal(await channel.get(queue), false);
  },

  "takes the shorter of both: the queue's": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel, { messageTtl: 20 });
    await publish(channel, "", queue, "a", { expiration: hour });
    await holds(channel, queue, 0);
  },

  "takes the shorter of both: the message's": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel, { messageTtl: 3_600_000 });
    await publish(channel, "", queue, "a", { expiration: "20" });
    await holds(channel, queue, 0);
  },

  "keeps an expired message behind one that is not, and drops it when it comes to the head": async (
    stage,
  ) => {
    const channel = await stage.confirmChannel();
    const [queue, witness] = [await stage.queue(channel), await stage.queue(channel, { messageTtl: 100 })];
    await publish(channel, "", queue, "long", { expiration: hour });
    await publish(channel, "", queue, "short", { expiration: "10" });
    await fill(channel, witness, "passes after 100 ms");
    await holds(channel, witness, 0);
    assert.equal(await ready(channel, queue), 2);
    assert.equal(text(await take(channel, queue)), "long");
    assert.equal(await channel.get(queue), false);
  },

  "delivers at once to a consumer that waits, whatever the TTL": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel, { messageTtl: 0 });
    const deliveries = await Deliveries.of(channel, queue);
    await fill(channel, queue, "a");
    assert.deepEqual(await deliveries.count(1), ["a"]);
  },

  "drops at once without a consumer that waits, at a TTL of 0": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel, { messageTtl: 0 });
    await fill(channel, queue, "a");
    await holds(channel, queue, 0);
  },

  "drops at once at an expiration of 0": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    await publish(channel, "", queue, "a", { expiration: "0" });
    await holds(channel, queue, 0);
  },

  "does not let expire what is unacknowledged, and drops it when it is requeued": async (stage) => {
    const channel = await stage.confirmChannel();
    const [queue, witness] = [await stage.queue(channel), await stage.queue(channel, { messageTtl: 100 })];
    const deliveries = await Deliveries.of(channel, queue);
    await publish(channel, "", queue, "a", { expiration: "50" });
    const message = await deliveries.next();
    await channel.cancel(deliveries.tag);
    await fill(channel, witness, "passes after 100 ms");
    await holds(channel, witness, 0);
    channel.nack(message);
    await holds(channel, queue, 0);
    assert.equal(await channel.get(queue), false);
  },

  "counts a message's time on when it is requeued": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    const deliveries = await Deliveries.of(channel, queue);
    await publish(channel, "", queue, "a", { expiration: "5000" });
    channel.nack(await deliveries.next());
    const again = await deliveries.next();
    assert.deepEqual([text(again), again.fields.redelivered], ["a", true]);
    await channel.cancel(deliveries.tag);
    channel.nack(again);
    await holds(channel, queue, 0);
  },

  "keeps the expiration as a property": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel, { messageTtl: 3_600_000 });
    await publish(channel, "", queue, "a", { expiration: hour });
    assert.equal((await take(channel, queue)).properties.expiration, hour);
  },

  "adds no expiration for the TTL of a queue": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel, { messageTtl: 3_600_000 });
    await fill(channel, queue, "a");
    assert.equal((await take(channel, queue)).properties.expiration, undefined);
  },

  "dead-letters in the order in which messages expire": async (stage) => {
    const channel = await stage.confirmChannel();
    const dead = await stage.queue(channel);
    const queue = await stage.queue(channel, {
      messageTtl: 30,
      deadLetterExchange: "",
      deadLetterRoutingKey: dead,
    });
    const texts = Array.from({ length: 50 }, (_, index) => `${index}`);
    await fill(channel, queue, ...texts);
    await holds(channel, dead, 50);
    assert.deepEqual(await drain(channel, dead), texts);
  },

  "quorum: drops a message when the TTL of its queue has passed": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.quorumQueue(channel, { "x-message-ttl": 20 });
    await fill(channel, queue, "a", "b");
    await holds(channel, queue, 0);
    assert.equal(await channel.get(queue), false);
  },

  "quorum: keeps an expired message behind one that is not": async (stage) => {
    const channel = await stage.confirmChannel();
    const [queue, witness] = [
      await stage.quorumQueue(channel),
      await stage.queue(channel, { messageTtl: 100 }),
    ];
    await publish(channel, "", queue, "long", { expiration: hour });
    await publish(channel, "", queue, "short", { expiration: "10" });
    await fill(channel, witness, "passes after 100 ms");
    await holds(channel, witness, 0);
    assert.equal(text(await take(channel, queue)), "long");
    assert.equal(await channel.get(queue), false);
  },
};
