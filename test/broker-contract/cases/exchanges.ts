import assert from "node:assert/strict";
import { refuses } from "../support/closing.js";
import type { Subject } from "../support/contract-case.js";
import { differs } from "../support/differences.js";
import { drain, publish, take } from "../support/messages.js";
import * as wire from "../support/wire.js";

const inequivalent = (exchange: string, argument: string, rest: string) =>
  `PRECONDITION_FAILED - inequivalent arg '${argument}' for exchange '${exchange}' in vhost '/': ${rest}`;
const noExchange = (exchange: string) => `NOT_FOUND - no exchange '${exchange}' in vhost '/'`;
const noQueue = (queue: string) => `NOT_FOUND - no queue '${queue}' in vhost '/'`;
const defaultExchange = "ACCESS_REFUSED - operation not permitted on the default exchange";

const unknownType = differs(
  "a declaration of an exchange of an unknown type",
  {
    "3.10": {
      level: "connection.close",
      code: 503,
      text: "COMMAND_INVALID - unknown exchange type 'direkt'",
    },
    "4.0": {
      level: "channel.close",
      code: 406,
      text: "PRECONDITION_FAILED - unknown exchange type 'direkt'",
    },
  },
  ({ level, code }) => `closes the ${level.split(".")[0]} with ${code}`,
);

export const exchanges: Subject = {
  "has RabbitMQ's exchanges from the beginning": async (stage) => {
    const channel = await stage.channel();
    const types = {
      "amq.direct": "direct",
      "amq.fanout": "fanout",
      "amq.topic": "topic",
      "amq.headers": "headers",
      "amq.match": "headers",
      "amq.rabbitmq.trace": "topic",
    };
    for (const name of Object.keys(types)) await channel.checkExchange(name);
    for (const [name, type] of Object.entries(types)) {
      if (name !== "amq.rabbitmq.trace") await channel.assertExchange(name, type, { durable: true });
    }
  },

  "refuses a passive declaration of a missing exchange": async (stage) => {
    const [channel, name] = [await stage.channel(), stage.name()];
    await refuses(channel, [404, noExchange(name), "exchange.declare"], () => channel.checkExchange(name));
  },

  "takes the same declaration again": async (stage) => {
    const channel = await stage.channel();
    const name = await stage.exchange(channel, "topic", { autoDelete: true });
    await channel.assertExchange(name, "topic", { durable: false, autoDelete: true });
  },

  "looks at the name only in a passive declaration": async (stage) => {
    const raw = await (await stage.raw()).open();
    await raw.openChannel(1);
    const name = await stage.exchange(await stage.channel(), "topic");
    raw.method(1, "exchange.declare", ...wire.fields.exchangeDeclare(name, "direct", 1 + 2));
    await raw.expect("exchange.declare-ok");
  },

  "refuses another type": async (stage) => {
    const channel = await stage.channel();
    const name = await stage.exchange(channel, "direct");
    await refuses(
      channel,
      [406, inequivalent(name, "type", "received 'fanout' but current is 'direct'"), "exchange.declare"],
      () => channel.assertExchange(name, "fanout", { durable: false }),
    );
  },

  "refuses another durability": async (stage) => {
    const channel = await stage.channel();
    const name = await stage.exchange(channel, "direct");
    await refuses(
      channel,
      [406, inequivalent(name, "durable", "received 'true' but current is 'false'"), "exchange.declare"],
      () => channel.assertExchange(name, "direct", { durable: true }),
    );
  },

  "refuses another auto-delete": async (stage) => {
    const channel = await stage.channel();
    const name = await stage.exchange(channel, "direct");
    await refuses(
      channel,
      [406, inequivalent(name, "auto_delete", "received 'true' but current is 'false'"), "exchange.declare"],
      () => channel.assertExchange(name, "direct", { durable: false, autoDelete: true }),
    );
  },

  "refuses another internal": async (stage) => {
    const channel = await stage.channel();
    const name = await stage.exchange(channel, "direct");
    await refuses(
      channel,
      [406, inequivalent(name, "internal", "received 'true' but current is 'false'"), "exchange.declare"],
      () => channel.assertExchange(name, "direct", { durable: false, internal: true }),
    );
  },

  "refuses an alternate exchange where there was none": async (stage) => {
    const channel = await stage.channel();
    const name = await stage.exchange(channel, "direct");
    await refuses(
      channel,
      [
        406,
        inequivalent(
          name,
          "alternate-exchange",
          "received the value 'other' of type 'longstr' but current is none",
        ),
        "exchange.declare",
      ],
      () => channel.assertExchange(name, "direct", { durable: false, alternateExchange: "other" }),
    );
  },

  "refuses none where there was an alternate exchange": async (stage) => {
    const channel = await stage.channel();
    const name = await stage.exchange(channel, "direct", { alternateExchange: "other" });
    await refuses(
      channel,
      [
        406,
        inequivalent(
          name,
          "alternate-exchange",
          "received none but current is the value 'other' of type 'longstr'",
        ),
        "exchange.declare",
      ],
      () => channel.assertExchange(name, "direct", { durable: false }),
    );
  },

  "refuses an alternate exchange that is not a string": async (stage) => {
    const channel = await stage.channel();
    const name = stage.name();
    await refuses(
      channel,
      [
        406,
        `PRECONDITION_FAILED - invalid type 'byte' for arg 'alternate-exchange' in exchange '${name}' in vhost '/'`,
        "exchange.declare",
      ],
      () =>
        channel.assertExchange(name, "direct", { durable: false, arguments: { "alternate-exchange": 1 } }),
    );
  },

  "ignores arguments that it does not have": async (stage) => {
    const channel = await stage.channel();
    const name = await stage.exchange(channel, "direct", { arguments: { "x-own": 1 } });
    await channel.assertExchange(name, "direct", { durable: false, arguments: { "x-own": 2 } });
  },

  "refuses an unknown type": async (stage) => {
    const raw = await (await stage.raw()).open();
    await raw.openChannel(1);
    raw.method(1, "exchange.declare", ...wire.fields.exchangeDeclare(stage.name(), "direkt"));
    assert.deepEqual(await raw.closing(), { ...stage.expected(unknownType), method: "exchange.declare" });
  },

  "refuses names that begin with amq.": async (stage) => {
    const channel = await stage.channel();
    await refuses(
      channel,
      [
        403,
        "ACCESS_REFUSED - exchange name 'amq.contract' contains reserved prefix 'amq.*'",
        "exchange.declare",
      ],
      () => channel.assertExchange("amq.contract", "direct"),
    );
  },

  "refuses to declare the default exchange": async (stage) => {
    const channel = await stage.channel();
    await refuses(channel, [403, defaultExchange, "exchange.declare"], () =>
      channel.assertExchange("", "direct"),
    );
  },

  "refuses to delete the default exchange": async (stage) => {
    const channel = await stage.channel();
    await refuses(channel, [403, defaultExchange, "exchange.delete"], () => channel.deleteExchange(""));
  },

  "refuses to bind a queue to the default exchange": async (stage) => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await refuses(channel, [403, defaultExchange, "queue.bind"], () => channel.bindQueue(queue, "", "k"));
  },

  "refuses to unbind a queue from the default exchange": async (stage) => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await refuses(channel, [403, defaultExchange, "queue.unbind"], () =>
      channel.unbindQueue(queue, "", queue),
    );
  },

  "refuses to bind an exchange to the default exchange": async (stage) => {
    const channel = await stage.channel();
    const name = await stage.exchange(channel, "fanout");
    await refuses(channel, [403, defaultExchange, "exchange.bind"], () =>
      channel.bindExchange(name, "", "k"),
    );
  },

  "refuses to delete its own exchanges": async (stage) => {
    const channel = await stage.channel();
    await refuses(
      channel,
      [
        403,
        "ACCESS_REFUSED - deletion of system exchange 'amq.direct' in vhost '/' not allowed",
        "exchange.delete",
      ],
      () => channel.deleteExchange("amq.direct"),
    );
  },

  "deletes a missing exchange without complaint": async (stage) => {
    await (await stage.channel()).deleteExchange(stage.name());
  },

  "refuses to delete an exchange with bindings if it should be unused": async (stage) => {
    const channel = await stage.channel();
    const name = await stage.exchange(channel, "direct");
    await channel.bindQueue(await stage.queue(channel), name, "k");
    await refuses(
      channel,
      [406, `PRECONDITION_FAILED - exchange '${name}' in vhost '/' in use`, "exchange.delete"],
      () => channel.deleteExchange(name, { ifUnused: true }),
    );
  },

  "deletes an unused exchange, and one that is only a destination": async (stage) => {
    const channel = await stage.channel();
    const [source, name] = [await stage.exchange(channel, "fanout"), await stage.exchange(channel, "direct")];
    await channel.bindExchange(name, source, "");
    await channel.deleteExchange(name, { ifUnused: true });
    await assert.rejects(channel.checkExchange(name), /NOT_FOUND/);
  },

  "forgets the bindings of an exchange that is deleted": async (stage) => {
    const channel = await stage.confirmChannel();
    const [name, queue] = [await stage.exchange(channel, "fanout"), await stage.queue(channel)];
    await channel.bindQueue(queue, name, "");
    await channel.deleteExchange(name);
    await channel.assertExchange(name, "fanout", { durable: false });
    await publish(channel, name, "", "lost");
    assert.deepEqual(await drain(channel, queue), []);
  },

  "deletes an auto-delete exchange with its last binding, and not before its first": async (stage) => {
    const channel = await stage.channel();
    const name = await stage.exchange(channel, "direct", { autoDelete: true });
    const queue = await stage.queue(channel);
    await channel.checkExchange(name);
    await channel.bindQueue(queue, name, "a");
    await channel.bindQueue(queue, name, "b");
    await channel.unbindQueue(queue, name, "a");
    await channel.checkExchange(name);
    await channel.unbindQueue(queue, name, "b");
    await refuses(channel, [404, noExchange(name), "exchange.declare"], () => channel.checkExchange(name));
  },

  "deletes an auto-delete exchange when its last queue is deleted": async (stage) => {
    const channel = await stage.channel();
    const name = await stage.exchange(channel, "direct", { autoDelete: true });
    const queue = await stage.queue(channel);
    await channel.bindQueue(queue, name, "a");
    await channel.deleteQueue(queue);
    await refuses(channel, [404, noExchange(name), "exchange.declare"], () => channel.checkExchange(name));
  },

  "deletes a chain of auto-delete exchanges from its end": async (stage) => {
    const channel = await stage.channel();
    const [first, second] = [
      await stage.exchange(channel, "fanout", { autoDelete: true }),
      await stage.exchange(channel, "fanout", { autoDelete: true }),
    ];
    const queue = await stage.queue(channel);
    await channel.bindExchange(second, first, "");
    await channel.bindQueue(queue, second, "");
    await channel.deleteQueue(queue);
    await refuses(channel, [404, noExchange(first), "exchange.declare"], () => channel.checkExchange(first));
    const other = await stage.channel();
    await refuses(other, [404, noExchange(second), "exchange.declare"], () => other.checkExchange(second));
  },

  "keeps an auto-delete exchange that is only a destination": async (stage) => {
    const channel = await stage.channel();
    const [source, name] = [
      await stage.exchange(channel, "fanout"),
      await stage.exchange(channel, "fanout", { autoDelete: true }),
    ];
    await channel.bindExchange(name, source, "");
    await channel.unbindExchange(name, source, "");
    await channel.checkExchange(name);
  },

  "refuses publishes to an internal exchange": async (stage) => {
    const channel = await stage.channel();
    const name = await stage.exchange(channel, "fanout", { internal: true });
    await refuses(
      channel,
      [403, `ACCESS_REFUSED - cannot publish to internal exchange '${name}' in vhost '/'`, "basic.publish"],
      () => void channel.publish(name, "", Buffer.from("")),
    );
  },

  "routes through an internal exchange": async (stage) => {
    const channel = await stage.confirmChannel();
    const [source, inner, queue] = [
      await stage.exchange(channel, "fanout"),
      await stage.exchange(channel, "fanout", { internal: true }),
      await stage.queue(channel),
    ];
    await channel.bindExchange(inner, source, "");
    await channel.bindQueue(queue, inner, "");
    await publish(channel, source, "", "in");
    assert.deepEqual(await drain(channel, queue), ["in"]);
  },

  "binds exchanges by key, keeps the key on the way, and unbinds them": async (stage) => {
    const channel = await stage.confirmChannel();
    const [source, target, queue] = [
      await stage.exchange(channel, "topic"),
      await stage.exchange(channel, "direct"),
      await stage.queue(channel),
    ];
    await channel.bindExchange(target, source, "order.*");
    await channel.bindQueue(queue, target, "order.paid");
    await publish(channel, source, "order.paid", "yes");
    await publish(channel, source, "order.sent", "no");
    await channel.unbindExchange(target, source, "order.*");
    await publish(channel, source, "order.paid", "late");
    const message = await take(channel, queue);
    assert.deepEqual([message.fields.exchange, message.fields.routingKey], [source, "order.paid"]);
    assert.deepEqual(await drain(channel, queue), []);
  },

  "ends a cycle of exchanges, and delivers once": async (stage) => {
    const channel = await stage.confirmChannel();
    const [one, two, queue] = [
      await stage.exchange(channel, "fanout"),
      await stage.exchange(channel, "fanout"),
      await stage.queue(channel),
    ];
    await channel.bindExchange(one, two, "");
    await channel.bindExchange(two, one, "");
    await channel.bindExchange(one, one, "");
    await channel.bindQueue(queue, one, "");
    await channel.bindQueue(queue, two, "");
    await publish(channel, one, "", "once");
    assert.deepEqual(await drain(channel, queue), ["once"]);
  },

  "refuses to bind from a missing exchange": async (stage) => {
    const channel = await stage.channel();
    const [missing, name] = [stage.name(), await stage.exchange(channel, "fanout")];
    await refuses(channel, [404, noExchange(missing), "exchange.bind"], () =>
      channel.bindExchange(name, missing, ""),
    );
  },

  "refuses to bind to a missing exchange": async (stage) => {
    const channel = await stage.channel();
    const [missing, name] = [stage.name(), await stage.exchange(channel, "fanout")];
    await refuses(channel, [404, noExchange(missing), "exchange.bind"], () =>
      channel.bindExchange(missing, name, ""),
    );
  },

  "forgets bindings to an exchange that is deleted": async (stage) => {
    const channel = await stage.confirmChannel();
    const [source, target, queue] = [
      await stage.exchange(channel, "fanout"),
      await stage.exchange(channel, "fanout"),
      await stage.queue(channel),
    ];
    await channel.bindExchange(target, source, "");
    await channel.bindQueue(queue, target, "");
    await channel.deleteExchange(target);
    await channel.assertExchange(target, "fanout", { durable: false });
    await channel.bindQueue(queue, target, "");
    await publish(channel, source, "", "lost");
    assert.deepEqual(await drain(channel, queue), []);
  },

  "refuses to bind a missing queue": async (stage) => {
    const channel = await stage.channel();
    const [missing, name] = [stage.name(), await stage.exchange(channel, "fanout")];
    await refuses(channel, [404, noQueue(missing), "queue.bind"], () => channel.bindQueue(missing, name, ""));
  },

  "refuses to bind a queue to a missing exchange": async (stage) => {
    const channel = await stage.channel();
    const [missing, queue] = [stage.name(), await stage.queue(channel)];
    await refuses(channel, [404, noExchange(missing), "queue.bind"], () =>
      channel.bindQueue(queue, missing, ""),
    );
  },

  "unbinds what is not bound without complaint": async (stage) => {
    const channel = await stage.channel();
    const [name, queue] = [await stage.exchange(channel, "direct"), await stage.queue(channel)];
    await channel.unbindQueue(queue, name, "never");
  },

  "unbinds from a missing exchange without complaint": async (stage) => {
    const channel = await stage.channel();
    await channel.unbindQueue(await stage.queue(channel), stage.name(), "never");
  },

  "unbinds a missing queue without complaint": async (stage) => {
    const channel = await stage.channel();
    await channel.unbindQueue(stage.name(), await stage.exchange(channel, "direct"), "never");
  },

  "tells bindings apart by their arguments": async (stage) => {
    const channel = await stage.confirmChannel();
    const [name, queue] = [await stage.exchange(channel, "direct"), await stage.queue(channel)];
    await channel.bindQueue(queue, name, "k", { a: 1 });
    await channel.bindQueue(queue, name, "k", { a: 2 });
    await channel.unbindQueue(queue, name, "k", { a: 1 });
    await publish(channel, name, "k", "still bound");
    await channel.unbindQueue(queue, name, "k", { a: 2 });
    await publish(channel, name, "k", "unbound");
    assert.deepEqual(await drain(channel, queue), ["still bound"]);
  },

  "takes a name of 255 bytes, UTF-8 included": async (stage) => {
    const channel = await stage.channel();
    const name = `${stage.name()}.${"ä".repeat(100)}`;
    await channel.assertExchange(name, "direct", { autoDelete: true, durable: false });
    await channel.checkExchange(name);
    await channel.deleteExchange(name);
  },
};
