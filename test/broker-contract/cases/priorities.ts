import assert from "node:assert/strict";
import type { ConfirmChannel } from "amqplib";
import type { Subject } from "../support/contract-case.js";
import { differs } from "../support/differences.js";
import { Deliveries, drain, get, holds, publish, ready, take } from "../support/messages.js";

/** Publishes texts with priorities; undefined for none. */
async function fill(
  channel: ConfirmChannel,
  queue: string,
  ...messages: readonly (readonly [text: string, priority: number | undefined])[]
): Promise<void> {
  for (const [text, priority] of messages) {
    await publish(channel, "", queue, text, priority === undefined ? {} : { priority });
  }
}

const quorumPriorities = differs(
  "priorities in a quorum queue",
  { "3.10": ["low", "high", "normal"], "4.0": ["high", "low", "normal"] },
  (order) => (order[0] === "low" ? "are ignored" : "over 4 go before the others"),
);

export const priorities: Subject = {
  "delivers higher priorities first, and equal ones in their order": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel, { maxPriority: 10 });
    await fill(channel, queue, ["a1", 1], ["b5", 5], ["c1", 1], ["d9", 9], ["e5", 5]);
    assert.deepEqual(await drain(channel, queue), ["d9", "b5", "e5", "a1", "c1"]);
  },

  "takes no priority for 0": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel, { maxPriority: 10 });
    await fill(channel, queue, ["none", undefined], ["zero", 0], ["one", 1]);
    assert.deepEqual(await drain(channel, queue), ["one", "none", "zero"]);
  },

  "takes priorities over the highest for the highest, and keeps the property": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel, { maxPriority: 3 });
    await fill(channel, queue, ["three", 3], ["nine", 9], ["two", 2]);
    const first = await take(channel, queue);
    const second = await take(channel, queue);
    assert.deepEqual(
      [first, second].map(({ content, properties }) => [content.toString(), properties.priority]),
      [
        ["three", 3],
        ["nine", 9],
      ],
    );
  },

  "ignores priorities in a queue that has none": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    await fill(channel, queue, ["low", 0], ["high", 9]);
    assert.deepEqual(await drain(channel, queue), ["low", "high"]);
  },

  "puts a requeued message before later ones of its priority": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel, { maxPriority: 5 });
    await fill(channel, queue, ["a", 2], ["b", 2]);
    const message = await get(channel, queue);
    await fill(channel, queue, ["high", 5]);
    channel.nack(message);
    await holds(channel, queue, 3);
    assert.deepEqual(await drain(channel, queue), ["high", "a", "b"]);
  },

  "delivers a higher priority to a consumer as soon as it takes more": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel, { maxPriority: 5 });
    await channel.prefetch(1);
    const deliveries = await Deliveries.of(channel, queue);
    await fill(channel, queue, ["first", 1], ["low", 1], ["high", 5]);
    for (let turn = 0; turn < 3; turn += 1) channel.ack(await deliveries.next());
    assert.deepEqual(deliveries.texts, ["first", "high", "low"]);
  },

  "drops the head of a full queue, so the highest priority first": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel, { maxPriority: 5, maxLength: 2 });
    await fill(channel, queue, ["high", 5], ["low 1", 1], ["low 2", 1]);
    assert.deepEqual(await drain(channel, queue), ["low 1", "low 2"]);
  },

  "keeps an expired message behind one of a higher priority that is not": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel, { maxPriority: 5 });
    const witness = await stage.queue(channel, { messageTtl: 100 });
    await publish(channel, "", queue, "high", { priority: 5 });
    await publish(channel, "", queue, "low", { priority: 1, expiration: "10" });
    await publish(channel, "", witness, "passes after 100 ms");
    await holds(channel, witness, 0);
    assert.equal(await ready(channel, queue), 2);
    assert.deepEqual(await drain(channel, queue), ["high"]);
  },

  "quorum: priorities": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.quorumQueue(channel);
    await fill(channel, queue, ["low", 0], ["high", 9], ["normal", 4]);
    assert.deepEqual(await drain(channel, queue), stage.expected(quorumPriorities));
  },
};
