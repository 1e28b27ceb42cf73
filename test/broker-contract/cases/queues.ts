import assert from "node:assert/strict";
import type { Channel, Options } from "amqplib";
import { assertClosing, type ExpectedClosing, refuses } from "../support/closing.js";
import type { ContractCase, Subject } from "../support/contract-case.js";
import { differs } from "../support/differences.js";
import { Deliveries, drain, eventually, fill, get, gone, publish, ready } from "../support/messages.js";
import * as wire from "../support/wire.js";

const inequivalent = (queue: string, argument: string, rest: string) =>
  `PRECONDITION_FAILED - inequivalent arg '${argument}' for queue '${queue}' in vhost '/': ${rest}`;
const noQueue = (queue: string) => `NOT_FOUND - no queue '${queue}' in vhost '/'`;
const locked = (queue: string) =>
  `RESOURCE_LOCKED - cannot obtain exclusive access to locked queue '${queue}' in vhost '/'. It could be ` +
  "originally declared on another connection or the exclusive property value does not match that of the " +
  "original declaration.";

/** Declares a queue, then declares it otherwise, which must be refused. */
function otherwise(
  first: Options.AssertQueue,
  second: Options.AssertQueue,
  argument: string,
  rest: string,
): ContractCase {
  return async (stage) => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, first);
    await refuses(channel, [406, inequivalent(queue, argument, rest), "queue.declare"], () =>
      channel.assertQueue(queue, { durable: false, ...second }),
    );
  };
}

/** What another connection does with an exclusive queue. */
function locks(method: string, operation: (channel: Channel, queue: string) => unknown): ContractCase {
  return async (stage) => {
    const owner = await (await stage.connect()).createChannel();
    const queue = await stage.queue(owner, { exclusive: true });
    const other = await stage.channel();
    const expected: ExpectedClosing = [405, locked(queue), method];
    await refuses(other, expected, () => operation(other, queue));
  };
}

const otherType = differs("the text for another `x-queue-type` than that of a classic queue", {
  "3.10": "received the value 'quorum' of type 'longstr' but current is none",
  "4.0": "received 'quorum' but current is 'classic'",
});

export const queues: Subject = {
  "counts ready messages and consumers in declare-ok": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    assert.deepEqual(await channel.checkQueue(queue), { queue, messageCount: 0, consumerCount: 0 });
    await fill(channel, queue, "a", "b", "c");
    await get(channel, queue);
    const idle = await stage.channel();
    await idle.prefetch(1);
    await Deliveries.of(idle, queue).then((deliveries) => deliveries.count(1));
    const declared = await channel.assertQueue(queue, { durable: false });
    assert.deepEqual(declared, { queue, messageCount: 1, consumerCount: 1 });
  },

  "refuses a passive declaration of a missing queue": async (stage) => {
    const [channel, queue] = [await stage.channel(), stage.name()];
    await refuses(channel, [404, noQueue(queue), "queue.declare"], () => channel.checkQueue(queue));
  },

  "names a queue that has no name": async (stage) => {
    const channel = await stage.channel();
    const names = [
      (await channel.assertQueue("", { exclusive: true })).queue,
      (await channel.assertQueue("", { exclusive: true })).queue,
    ];
    for (const name of names) assert.match(name, /^amq\.gen-[\w-]{22}$/);
    assert.notEqual(names[0], names[1]);
  },

  "takes an empty name for the queue that the channel declared last": async (stage) => {
    const channel = await stage.confirmChannel();
    const [exchange, queue] = [await stage.exchange(channel, "direct"), await stage.queue(channel)];
    await channel.bindQueue("", exchange, "k");
    await publish(channel, exchange, "k", "a");
    assert.deepEqual(await drain(channel, queue), ["a"]);
    assert.deepEqual(await channel.purgeQueue(""), { messageCount: 0 });
  },

  "takes an empty name and key in a binding for the queue's name": async (stage) => {
    const channel = await stage.confirmChannel();
    const [exchange, queue] = [await stage.exchange(channel, "direct"), await stage.queue(channel)];
    await channel.bindQueue("", exchange, "");
    await publish(channel, exchange, queue, "by name");
    assert.deepEqual(await drain(channel, queue), ["by name"]);
  },

  "refuses an empty name on a channel that declared no queue": async (stage) => {
    const channel = await stage.channel();
    await refuses(channel, [404, "NOT_FOUND - no previously declared queue", "basic.consume"], () =>
      channel.consume("", () => {}),
    );
  },

  "refuses names that begin with amq.": async (stage) => {
    const channel = await stage.channel();
    await refuses(
      channel,
      [403, "ACCESS_REFUSED - queue name 'amq.contract' contains reserved prefix 'amq.*'", "queue.declare"],
      () => channel.assertQueue("amq.contract"),
    );
  },

  "takes the same declaration again, whatever the size of its integers": async (stage) => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { arguments: { "x-message-ttl": 60_000 } });
    await channel.assertQueue(queue, {
      durable: false,
      arguments: { "x-message-ttl": { "!": "int64", value: 60_000 } },
    });
  },

  "refuses another durability": otherwise(
    {},
    { durable: true },
    "durable",
    "received 'true' but current is 'false'",
  ),
  "refuses another auto-delete": otherwise(
    {},
    { autoDelete: true },
    "auto_delete",
    "received 'true' but current is 'false'",
  ),
  "refuses another TTL": otherwise(
    { messageTtl: 1_000 },
    { messageTtl: 2_000 },
    "x-message-ttl",
    "received '2000' but current is '1000'",
  ),
  "refuses an argument where there was none": otherwise(
    {},
    { expires: 60_000 },
    "x-expires",
    "received the value '60000' of type 'signedint' but current is none",
  ),
  "refuses none where there was an argument": otherwise(
    { maxLength: 10 },
    {},
    "x-max-length",
    "received none but current is the value '10' of type 'byte'",
  ),
  "refuses another dead-letter exchange": otherwise(
    { deadLetterExchange: "a" },
    { deadLetterExchange: "b" },
    "x-dead-letter-exchange",
    "received 'b' but current is 'a'",
  ),
  "refuses another dead-letter key": otherwise(
    { deadLetterExchange: "a", deadLetterRoutingKey: "k" },
    { deadLetterExchange: "a" },
    "x-dead-letter-routing-key",
    "received none but current is the value 'k' of type 'longstr'",
  ),
  "refuses another overflow": otherwise(
    {},
    { overflow: "reject-publish" },
    "x-overflow",
    "received the value 'reject-publish' of type 'longstr' but current is none",
  ),
  "refuses another highest priority": otherwise(
    { maxPriority: 5 },
    { maxPriority: 6 },
    "x-max-priority",
    "received '6' but current is '5'",
  ),
  "refuses a single active consumer where there was none": otherwise(
    {},
    { arguments: { "x-single-active-consumer": true } },
    "x-single-active-consumer",
    "received the value 'true' of type 'bool' but current is none",
  ),
  "refuses another type of queue": async (stage) => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { durable: true });
    await refuses(
      channel,
      [406, inequivalent(queue, "x-queue-type", stage.expected(otherType)), "queue.declare"],
      () => channel.assertQueue(queue, { durable: true, arguments: { "x-queue-type": "quorum" } }),
    );
  },

  "takes classic for the type of a queue without one": async (stage) => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await channel.assertQueue(queue, { durable: false, arguments: { "x-queue-type": "classic" } });
  },

  "ignores arguments that it does not have, even if they differ": async (stage) => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { arguments: { "x-own": "a", own: 1 } });
    await channel.assertQueue(queue, { durable: false, arguments: { "x-own": "b" } });
  },

  "looks at the name only in a passive declaration": async (stage) => {
    const raw = await (await stage.raw()).open();
    await raw.openChannel(1);
    const queue = await stage.queue(await stage.channel());
    raw.method(1, "queue.declare", ...wire.fields.queueDeclare(queue, 1 + 2 + 8));
    await raw.expect("queue.declare-ok");
  },

  "locks an exclusive queue: passive declaration": locks("queue.declare", (channel, queue) =>
    channel.checkQueue(queue),
  ),
  "locks an exclusive queue: declaration": locks("queue.declare", (channel, queue) =>
    channel.assertQueue(queue, { exclusive: true, durable: false }),
  ),
  "locks an exclusive queue: consuming": locks("basic.consume", (channel, queue) =>
    channel.consume(queue, () => {}),
  ),
  "locks an exclusive queue: basic.get": locks("basic.get", (channel, queue) => channel.get(queue)),
  "locks an exclusive queue: purging": locks("queue.purge", (channel, queue) => channel.purgeQueue(queue)),
  "locks an exclusive queue: deleting": locks("queue.delete", (channel, queue) => channel.deleteQueue(queue)),
  "locks an exclusive queue: binding": locks("queue.bind", (channel, queue) =>
    channel.bindQueue(queue, "amq.direct", "k"),
  ),

  "lets other connections publish to an exclusive queue": async (stage) => {
    const owner = await (await stage.connect()).createChannel();
    const queue = await stage.queue(owner, { exclusive: true });
    await fill(await stage.confirmChannel(), queue, "from another");
    assert.deepEqual(await drain(owner, queue), ["from another"]);
  },

  "lets other connections unbind what is not bound, exclusive or not": async (stage) => {
    const owner = await (await stage.connect()).createChannel();
    const queue = await stage.queue(owner, { exclusive: true });
    await (await stage.channel()).unbindQueue(queue, "amq.direct", "never");
  },

  "locks an exclusive queue: unbinding what is bound": async (stage) => {
    const owner = await (await stage.connect()).createChannel();
    const queue = await stage.queue(owner, { exclusive: true });
    await owner.bindQueue(queue, "amq.direct", queue);
    const other = await stage.channel();
    await refuses(other, [405, locked(queue), "queue.unbind"], () =>
      other.unbindQueue(queue, "amq.direct", queue),
    );
  },

  "lets all channels of its connection use an exclusive queue": async (stage) => {
    const model = await stage.connect();
    const queue = await stage.queue(await model.createChannel(), { exclusive: true });
    await (await model.createChannel()).checkQueue(queue);
  },

  "deletes an exclusive queue with its connection, not with its channel": async (stage) => {
    const model = await stage.connect();
    const channel = await model.createChannel();
    const queue = await stage.queue(channel, { exclusive: true });
    await channel.close();
    await (await model.createChannel()).checkQueue(queue);
    await model.close();
    const other = await stage.channel();
    await refuses(other, [404, noQueue(queue), "queue.declare"], () => other.checkQueue(queue));
  },

  "refuses to make a queue exclusive that is not": async (stage) => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await refuses(channel, [405, locked(queue), "queue.declare"], () =>
      channel.assertQueue(queue, { durable: false, exclusive: true }),
    );
  },

  "refuses its owner another declaration of an exclusive queue": async (stage) => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { exclusive: true });
    await refuses(channel, [405, locked(queue), "queue.declare"], () =>
      channel.assertQueue(queue, { durable: false }),
    );
  },

  "deletes an auto-delete queue with its last consumer, and not before its first": async (stage) => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { autoDelete: true });
    const [one, two] = [await Deliveries.of(channel, queue), await Deliveries.of(channel, queue)];
    await channel.cancel(one.tag);
    await channel.checkQueue(queue);
    await channel.cancel(two.tag);
    await refuses(channel, [404, noQueue(queue), "queue.declare"], () => channel.checkQueue(queue));
  },

  "deletes an auto-delete queue when the channel of its last consumer closes": async (stage) => {
    const [channel, consumer] = [await stage.channel(), await stage.channel()];
    const queue = await stage.queue(channel, { autoDelete: true });
    await Deliveries.of(consumer, queue);
    await consumer.close();
    await eventually(async () => {
      const asking = await stage.channel();
      return asking.checkQueue(queue).then(
        () => false,
        () => true,
      );
    });
  },

  "keeps an auto-delete queue that never had a consumer": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel, { autoDelete: true });
    await fill(channel, queue, "a");
    await channel.get(queue, { noAck: true });
    await channel.checkQueue(queue);
  },

  "counts what a deleted queue held": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    await fill(channel, queue, "a", "b");
    assert.deepEqual(await channel.deleteQueue(queue), { messageCount: 2 });
  },

  "deletes a missing queue without complaint": async (stage) => {
    const channel = await stage.channel();
    assert.deepEqual(await channel.deleteQueue(stage.name()), { messageCount: 0 });
  },

  "refuses to delete a queue with messages if it should be empty": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    await fill(channel, queue, "a");
    await refuses(
      channel,
      [406, `PRECONDITION_FAILED - queue '${queue}' in vhost '/' not empty`, "queue.delete"],
      () => channel.deleteQueue(queue, { ifEmpty: true }),
    );
  },

  "refuses to delete a queue with consumers if it should be unused": async (stage) => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await Deliveries.of(channel, queue);
    await refuses(
      channel,
      [406, `PRECONDITION_FAILED - queue '${queue}' in vhost '/' in use`, "queue.delete"],
      () => channel.deleteQueue(queue, { ifUnused: true }),
    );
  },

  "purges what is ready, counts it, and leaves what is unacknowledged": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    await fill(channel, queue, "held", "a", "b");
    const held = await get(channel, queue);
    assert.deepEqual(await channel.purgeQueue(queue), { messageCount: 2 });
    channel.nack(held);
    assert.deepEqual(await drain(channel, queue), ["held"]);
  },

  "refuses to purge a missing queue": async (stage) => {
    const [channel, queue] = [await stage.channel(), stage.name()];
    await refuses(channel, [404, noQueue(queue), "queue.purge"], () => channel.purgeQueue(queue));
  },

  "deletes an unused queue when its x-expires has passed": async (stage) => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { expires: 1_000 });
    await gone(channel, queue, stage.name());
  },

  "keeps a queue with a consumer over its x-expires": async (stage) => {
    const channel = await stage.confirmChannel();
    const [queue, witness] = [
      await stage.queue(channel, { expires: 1_000 }),
      await stage.queue(channel, { messageTtl: 1_500 }),
    ];
    await Deliveries.of(channel, queue);
    await fill(channel, witness, "passes after 1.5 s");
    await eventually(async () => (await ready(channel, witness)) === 0);
    await channel.checkQueue(queue);
  },

  "answers basic.get of an empty queue with get-empty": async (stage) => {
    const channel = await stage.channel();
    assert.equal(await channel.get(await stage.queue(channel)), false);
  },

  "refuses basic.get of a missing queue": async (stage) => {
    const [channel, queue] = [await stage.channel(), stage.name()];
    await refuses(channel, [404, noQueue(queue), "basic.get"], () => channel.get(queue));
  },

  "counts in get-ok what is left": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    await fill(channel, queue, "a", "b", "c");
    const counts: number[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      counts.push((await get(channel, queue)).fields.messageCount);
    }
    assert.deepEqual(counts, [2, 1, 0]);
  },

  "takes a name of 255 bytes": async (stage) => {
    const channel = await stage.channel();
    const name = stage.name();
    const queue = name + "q".repeat(255 - name.length);
    await channel.assertQueue(queue, { exclusive: true });
    await channel.checkQueue(queue);
  },

  "refuses a name that is not UTF-8": async (stage) => {
    const raw = await (await stage.raw()).open();
    await raw.openChannel(1);
    const name = Buffer.from([3, 0xff, 0xfe, 0x41]);
    raw.method(1, "queue.declare", wire.short(0), name, wire.octet(8), wire.table());
    const { level: _, ...closing } = await raw.closing();
    assertClosing(closing, [501, "FRAME_ERROR - Malformed UTF-8 in shortstr", "0.0"]);
  },
};
