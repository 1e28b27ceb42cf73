import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { Channel, ConfirmChannel, Message, Options } from "amqplib";
import type { Subject } from "../support/contract-case.js";
import { differs } from "../support/differences.js";
import { drain, fill, get, holds, publish, ready, take, text } from "../support/messages.js";
import type { Stage } from "../support/stage.js";

type Headers = Readonly<Record<string, unknown>>;

/** A queue whose dead letters come to another. */
async function withDeadLetters(
  stage: Stage,
  channel: Channel,
  options: Options.AssertQueue = {},
): Promise<{ readonly queue: string; readonly dlx: string; readonly dead: string }> {
  const [dlx, dead] = [await stage.exchange(channel, "fanout"), await stage.queue(channel)];
  await channel.bindQueue(dead, dlx, "");
  return { queue: await stage.queue(channel, { deadLetterExchange: dlx, ...options }), dlx, dead };
}

/** The entries of x-death without their time, which must be one. */
function deaths(message: Message): Headers[] {
  const entries = (message.properties.headers?.["x-death"] ?? []) as unknown as readonly Headers[];
  return entries.map(({ time, ...rest }) => {
    const seconds = (time as { "!": string; value: number }).value;
    assert.equal((time as { "!": string })["!"], "timestamp");
    assert.ok(Math.abs(seconds - Date.now() / 1_000) < 120, `${seconds}`);
    return rest;
  });
}

/** The headers of a message but x-death. */
function otherHeaders({ properties }: Message): Headers {
  const { "x-death": _, ...rest } = properties.headers ?? {};
  return rest;
}

/** The oldest message of a queue is rejected. */
async function reject(channel: ConfirmChannel, queue: string): Promise<Message> {
  const message = await get(channel, queue);
  channel.reject(message, false);
  return message;
}

const lastDeath = differs(
  "headers that name the last death beside the first",
  { "3.10": [] as readonly string[], "4.0": ["exchange", "queue", "reason"] },
  (names) => (names.length === 0 ? "only `x-first-death-*`" : "`x-first-death-*` and `x-last-death-*`"),
);

const copies = differs<readonly string[] | undefined>(
  "the header `CC` of a dead letter in a queue with `x-dead-letter-routing-key`",
  { "3.10": undefined, "4.0": ["other"] },
  (keys) => (keys === undefined ? "is removed" : "is kept"),
);

const republished = differs(
  "the count in `x-death` of a message that a client publishes again with its headers",
  { "3.10": 2, "4.0": 1 },
  (count) => (count === 1 ? "stays 1: a client's `x-death` is not continued" : "goes on to 2"),
);

export const deadLettering: Subject = {
  "sends what is rejected to the dead-letter exchange": async (stage) => {
    const channel = await stage.confirmChannel();
    const { queue, dlx, dead } = await withDeadLetters(stage, channel);
    await fill(channel, queue, "a");
    await reject(channel, queue);
    const message = await take(channel, dead);
    assert.deepEqual(
      [text(message), message.fields.exchange, message.fields.routingKey, message.fields.redelivered],
      ["a", dlx, queue, false],
    );
  },

  "writes how it died: x-death and the first death": async (stage) => {
    const channel = await stage.confirmChannel();
    const { queue, dead } = await withDeadLetters(stage, channel);
    const exchange = await stage.exchange(channel, "direct");
    await channel.bindQueue(queue, exchange, "k");
    await publish(channel, exchange, "k", "a", { headers: { own: "kept" }, messageId: "id" });
    await reject(channel, queue);
    const message = await take(channel, dead);
    assert.deepEqual(deaths(message), [
      { count: 1, reason: "rejected", queue, exchange, "routing-keys": ["k"] },
    ]);
    const named = (which: string) => ({
      [`x-${which}-death-exchange`]: exchange,
      [`x-${which}-death-queue`]: queue,
      [`x-${which}-death-reason`]: "rejected",
    });
    assert.deepEqual(otherHeaders(message), {
      own: "kept",
      ...named("first"),
      ...(stage.expected(lastDeath).length > 0 ? named("last") : {}),
    });
    assert.equal(message.properties.messageId, "id");
  },

  "dead-letters what basic.nack drops, all up to a tag, in their order": async (stage) => {
    const channel = await stage.confirmChannel();
    const { queue, dead } = await withDeadLetters(stage, channel);
    await fill(channel, queue, "a", "b", "c");
    await get(channel, queue);
    await get(channel, queue);
    channel.nack(await get(channel, queue), true, false);
    await holds(channel, dead, 3);
    assert.deepEqual(await drain(channel, dead), ["a", "b", "c"]);
  },

  "does not dead-letter what is requeued, acknowledged, purged or deleted": async (stage) => {
    const channel = await stage.confirmChannel();
    const { queue, dead } = await withDeadLetters(stage, channel);
    await fill(channel, queue, "a", "b", "c");
    channel.nack(await get(channel, queue));
    channel.ack(await get(channel, queue));
    await channel.purgeQueue(queue);
    await fill(channel, queue, "d");
    await channel.deleteQueue(queue);
    assert.equal(await ready(channel, dead), 0);
  },

  "uses the dead-letter key if there is one": async (stage) => {
    const channel = await stage.confirmChannel();
    const { queue, dead } = await withDeadLetters(stage, channel, { deadLetterRoutingKey: "dead" });
    await fill(channel, queue, "a");
    await reject(channel, queue);
    const message = await take(channel, dead);
    assert.equal(message.fields.routingKey, "dead");
    assert.deepEqual(deaths(message)[0]?.["routing-keys"], [queue]);
  },

  "dead-letters through the default exchange": async (stage) => {
    const channel = await stage.confirmChannel();
    const dead = await stage.queue(channel);
    const queue = await stage.queue(channel, { deadLetterExchange: "", deadLetterRoutingKey: dead });
    await fill(channel, queue, "a");
    await reject(channel, queue);
    const message = await take(channel, dead);
    assert.deepEqual([text(message), message.fields.exchange], ["a", ""]);
  },

  "drops dead letters for a missing exchange, and takes one that comes later": async (stage) => {
    const channel = await stage.confirmChannel();
    const dlx = stage.name();
    const queue = await stage.queue(channel, { deadLetterExchange: dlx });
    await fill(channel, queue, "a", "b");
    await reject(channel, queue);
    assert.equal(await ready(channel, queue), 1);
    await channel.assertExchange(dlx, "fanout", { durable: false });
    const dead = await stage.queue(channel);
    await channel.bindQueue(dead, dlx, "");
    await reject(channel, queue);
    assert.equal(text(await take(channel, dead)), "b");
  },

  "writes the reason expired, and takes the expiration away": async (stage) => {
    const channel = await stage.confirmChannel();
    const { queue, dead } = await withDeadLetters(stage, channel);
    await publish(channel, "", queue, "a", { expiration: "20" });
    const message = await take(channel, dead);
    assert.deepEqual(deaths(message), [
      {
        count: 1,
        reason: "expired",
        queue,
        exchange: "",
        "routing-keys": [queue],
        "original-expiration": "20",
      },
    ]);
    assert.equal(message.properties.expiration, undefined);
  },

  "takes the expiration away from what is rejected too": async (stage) => {
    const channel = await stage.confirmChannel();
    const { queue, dead } = await withDeadLetters(stage, channel);
    await publish(channel, "", queue, "a", { expiration: "60000" });
    await reject(channel, queue);
    const message = await take(channel, dead);
    assert.equal(deaths(message)[0]?.["original-expiration"], "60000");
    assert.equal(message.properties.expiration, undefined);
  },

  "writes the reason maxlen": async (stage) => {
    const channel = await stage.confirmChannel();
    const { queue, dead } = await withDeadLetters(stage, channel, { maxLength: 1 });
    await fill(channel, queue, "a", "b");
    const message = await take(channel, dead);
    assert.deepEqual(
      [text(message), deaths(message)],
      ["a", [{ count: 1, reason: "maxlen", queue, exchange: "", "routing-keys": [queue] }]],
    );
  },

  "counts deaths by queue and reason, the last one first": async (stage) => {
    const channel = await stage.confirmChannel();
    const second = await withDeadLetters(stage, channel);
    const first = await stage.queue(channel, {
      deadLetterExchange: "",
      deadLetterRoutingKey: second.queue,
    });
    await fill(channel, first, "a");
    await reject(channel, first);
    await reject(channel, second.queue);
    const message = await take(channel, second.dead);
    assert.deepEqual(
      deaths(message).map(({ queue, reason, count }) => [queue, reason, count]),
      [
        [second.queue, "rejected", 1],
        [first, "rejected", 1],
      ],
    );
    assert.equal(message.properties.headers?.["x-first-death-queue"], first);
  },

  "counts on in a circle of a queue and its retry queue": async (stage) => {
    const channel = await stage.confirmChannel();
    const retry = stage.name();
    const queue = await stage.queue(channel, { deadLetterExchange: "", deadLetterRoutingKey: retry });
    await channel.assertQueue(retry, {
      durable: false,
      messageTtl: 10,
      deadLetterExchange: "",
      deadLetterRoutingKey: queue,
    });
    await fill(channel, queue, "a");
    await reject(channel, queue);
    await reject(channel, queue);
    await reject(channel, queue);
    const message = await take(channel, queue);
    assert.deepEqual(
      deaths(message).map(({ queue, reason, count }) => [queue, reason, count]),
      [
        [retry, "expired", 3],
        [queue, "rejected", 3],
      ],
    );
    assert.equal(message.properties.headers?.["x-first-death-queue"], queue);
    assert.equal(message.properties.headers?.["x-first-death-reason"], "rejected");
  },

  "drops a message that goes round by its TTL alone": async (stage) => {
    const channel = await stage.confirmChannel();
    const [one, two] = [stage.name(), stage.name()];
    const declare = (queue: string, next: string) =>
      channel.assertQueue(queue, {
        durable: false,
        messageTtl: 10,
        deadLetterExchange: "",
        deadLetterRoutingKey: next,
      });
    await declare(two, one);
    await declare(one, two);
    await fill(channel, one, "a");
    await holds(channel, one, 0);
    const { queue: witness, dead } = await withDeadLetters(stage, channel, { messageTtl: 100 });
    await fill(channel, witness, "passes after 100 ms");
    await take(channel, dead);
    assert.deepEqual([await ready(channel, one), await ready(channel, two)], [0, 0]);
  },

  "drops a message that a queue dead-letters to itself by its TTL": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = stage.name();
    await channel.assertQueue(queue, {
      durable: false,
      messageTtl: 10,
      deadLetterExchange: "",
      deadLetterRoutingKey: queue,
    });
    await fill(channel, queue, "a");
    await holds(channel, queue, 0);
    const { queue: witness, dead } = await withDeadLetters(stage, channel, { messageTtl: 50 });
    await fill(channel, witness, "passes after 50 ms");
    await take(channel, dead);
    assert.equal(await ready(channel, queue), 0);
  },

  "keeps a message that a queue dead-letters to itself by a reject": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = stage.name();
    await channel.assertQueue(queue, {
      durable: false,
      deadLetterExchange: "",
      deadLetterRoutingKey: queue,
    });
    await fill(channel, queue, "a");
    await reject(channel, queue);
    await reject(channel, queue);
    const message = await take(channel, queue);
    assert.equal(deaths(message)[0]?.["count"], 2);
  },

  "counts the deaths of a message that a client publishes again": async (stage) => {
    const channel = await stage.confirmChannel();
    const { queue, dead } = await withDeadLetters(stage, channel);
    await fill(channel, queue, "a");
    await reject(channel, queue);
    const { properties, content } = await take(channel, dead);
    channel.sendToQueue(queue, content, { headers: properties.headers });
    await channel.waitForConfirms();
    await reject(channel, queue);
    assert.equal(deaths(await take(channel, dead))[0]?.["count"], stage.expected(republished));
  },

  "removes CC when it dead-letters with a key, or keeps it": async (stage) => {
    const channel = await stage.confirmChannel();
    const { queue, dead } = await withDeadLetters(stage, channel, { deadLetterRoutingKey: "dead" });
    await publish(channel, "", queue, "a", { CC: ["other"] });
    await reject(channel, queue);
    const message = await take(channel, dead);
    assert.deepEqual(message.properties.headers?.["CC"], stage.expected(copies));
    assert.deepEqual(deaths(message)[0]?.["routing-keys"], [queue, "other"]);
  },

  "keeps CC when it dead-letters without a key": async (stage) => {
    const channel = await stage.confirmChannel();
    const { queue, dead } = await withDeadLetters(stage, channel);
    await publish(channel, "", queue, "a", { CC: ["other"] });
    await reject(channel, queue);
    const message = await take(channel, dead);
    assert.deepEqual(message.properties.headers?.["CC"], ["other"]);
  },

  "dead-letters by the bindings of a topic exchange": async (stage) => {
    const channel = await stage.confirmChannel();
    const [dlx, dead] = [await stage.exchange(channel, "topic"), await stage.queue(channel)];
    await channel.bindQueue(dead, dlx, "order.#");
    const source = await stage.exchange(channel, "topic");
    const queue = await stage.queue(channel, { deadLetterExchange: dlx });
    await channel.bindQueue(queue, source, "#");
    await publish(channel, source, "order.paid", "a");
    await publish(channel, source, "user.made", "b");
    await reject(channel, queue);
    await reject(channel, queue);
    assert.equal(text(await take(channel, dead)), "a");
    assert.equal(await ready(channel, dead), 0);
  },

  "dead-letters an empty body": async (stage) => {
    const channel = await stage.confirmChannel();
    const { queue, dead } = await withDeadLetters(stage, channel);
    channel.sendToQueue(queue, Buffer.alloc(0));
    await channel.waitForConfirms();
    await reject(channel, queue);
    assert.equal((await take(channel, dead)).content.length, 0);
  },

  "dead-letters what a queue that rejects publishes did not take, if it should": async (stage) => {
    const channel = await stage.confirmChannel();
    const { queue, dead } = await withDeadLetters(stage, channel, {
      maxLength: 1,
      overflow: "reject-publish-dlx",
    });
    assert.equal(await publish(channel, "", queue, "a"), "ack");
    assert.equal(await publish(channel, "", queue, "b"), "nack");
    const message = await take(channel, dead);
    assert.deepEqual([text(message), deaths(message)[0]?.["reason"]], ["b", "maxlen"]);
    assert.deepEqual(await drain(channel, queue), ["a"]);
  },

  "dead-letters one copy to each queue that is bound": async (stage) => {
    const channel = await stage.confirmChannel();
    const { queue, dlx, dead } = await withDeadLetters(stage, channel);
    const second = await stage.queue(channel);
    await channel.bindQueue(second, dlx, "");
    await fill(channel, queue, "a");
    await reject(channel, queue);
    assert.equal(text(await take(channel, dead)), "a");
    assert.equal(text(await take(channel, second)), "a");
  },

  "dead-letters through an internal exchange, and through an alternate one": async (stage) => {
    const channel = await stage.confirmChannel();
    const [alternate, dead] = [await stage.exchange(channel, "fanout"), await stage.queue(channel)];
    await channel.bindQueue(dead, alternate, "");
    const dlx = await stage.exchange(channel, "direct", { internal: true, alternateExchange: alternate });
    const queue = await stage.queue(channel, { deadLetterExchange: dlx });
    await fill(channel, queue, "a");
    await reject(channel, queue);
    assert.equal(text(await take(channel, dead)), "a");
  },

  "keeps the header BCC of no dead letter": async (stage) => {
    const channel = await stage.confirmChannel();
    const { queue, dead } = await withDeadLetters(stage, channel);
    await publish(channel, "", queue, "a", { BCC: ["secret"] });
    await reject(channel, queue);
    const message = await take(channel, dead);
    assert.equal(message.properties.headers?.["BCC"], undefined);
    assert.deepEqual(deaths(message)[0]?.["routing-keys"], [queue]);
  },

  "counts one queue's deaths by reason apart": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = stage.name();
    await channel.assertQueue(queue, {
      durable: false,
      maxLength: 1,
      deadLetterExchange: "",
      deadLetterRoutingKey: queue,
    });
    await fill(channel, queue, "a");
    await reject(channel, queue);
    await reject(channel, queue);
    const message = await take(channel, queue);
    assert.deepEqual(
      deaths(message).map(({ reason, count }) => [reason, count]),
      [["rejected", 2]],
    );
  },

  "keeps the properties, the delivery mode among them": async (stage) => {
    const channel = await stage.confirmChannel();
    const { queue, dead } = await withDeadLetters(stage, channel);
    const sent = { deliveryMode: 2, priority: 3, contentType: "text/plain", type: "t", correlationId: "c" };
    await publish(channel, "", queue, "a", sent);
    await reject(channel, queue);
    const { properties } = await take(channel, dead);
    const { deliveryMode, priority, contentType, type, correlationId } = properties;
    assert.deepEqual({ deliveryMode, priority, contentType, type, correlationId }, sent);
  },
};
