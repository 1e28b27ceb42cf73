import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { randomUUID } from "node:crypto";
import type { Channel, ConfirmChannel } from "amqplib";
import { preparations } from "../support/bench.js";
import { refuses } from "../support/closing.js";
import type { ContractCase, Subject } from "../support/contract-case.js";
import { differs } from "../support/differences.js";
import { drain, fill, publish } from "../support/messages.js";
import { quiet, type Stage } from "../support/stage.js";

type Permission = "configure" | "write" | "read";

const namesPermission = differs(
  "the text of a refused access",
  { "3.10": false, "4.0": true },
  (named) => `ACCESS_REFUSED - ${named ? "configure " : ""}access to queue …`,
);

function denied(stage: Stage, permission: Permission, kind: string, name: string): string {
  const access = stage.expected(namesPermission) ? `${permission} access` : "access";
  return `ACCESS_REFUSED - ${access} to ${kind} '${name}' in vhost '/' refused for user 'limited'`;
}

const unique = () => randomUUID().slice(0, 8);

async function limited(stage: Stage): Promise<Channel> {
  return quiet(await (await stage.connectLimited()).createChannel());
}

function deniedTopic(stage: Stage, permission: "write" | "read", key: string, exchange: string): string {
  const access = stage.expected(namesPermission) ? `${permission} access` : "access";
  const of = `topic '${key}' in exchange '${exchange}' in vhost '/'`;
  return `ACCESS_REFUSED - ${access} to ${of} refused for user 'limited'`;
}

/** A channel of `limited`, with an exchange whose routing keys are limited and a queue. */
async function topics(
  stage: Stage,
  use: string,
  type = "topic",
): Promise<{ channel: ConfirmChannel; exchange: string; queue: string }> {
  const exchange = preparations.topic.exchanges.find((name) => name.endsWith(`.${use}`)) ?? "";
  stage.removes(exchange);
  const channel = quiet(await (await stage.connectLimited()).createConfirmChannel());
  await channel.assertExchange(exchange, type);
  const { queue } = await channel.assertQueue(`contract.own.${unique()}`, { exclusive: true });
  return { channel, exchange, queue };
}

/** What the user `limited` may not do with a queue or an exchange that is there. */
function refused(
  permission: Permission,
  kind: "queue" | "exchange",
  method: string,
  operation: (channel: Channel, name: string, own: string) => unknown,
): ContractCase {
  return async (stage) => {
    const admin = await stage.channel();
    const name = kind === "queue" ? await stage.queue(admin) : await stage.exchange(admin, "direct");
    const channel = await limited(stage);
    const own = `contract.own.${unique()}`;
    await channel.assertQueue(own, { exclusive: true });
    await refuses(channel, [403, denied(stage, permission, kind, name), method], () =>
      operation(channel, name, own),
    );
  };
}

export const permissions: Subject = {
  "lets a user do everything with what its patterns allow": async (stage) => {
    const model = await stage.connectLimited();
    const channel = quiet(await model.createConfirmChannel());
    const [exchange, queue] = [`contract.own.${unique()}`, `contract.own.${unique()}`];
    await channel.assertExchange(exchange, "fanout", { autoDelete: true, durable: false });
    await channel.assertQueue(queue, { exclusive: true });
    await channel.bindQueue(queue, exchange, "");
    await publish(channel, exchange, "", "a");
    assert.deepEqual(await drain(channel, queue), ["a"]);
    await channel.purgeQueue(queue);
    await channel.deleteQueue(queue);
  },

  "configure: declaring a queue": async (stage) => {
    const [channel, name] = [await limited(stage), stage.name()];
    await refuses(channel, [403, denied(stage, "configure", "queue", name), "queue.declare"], () =>
      channel.assertQueue(name),
    );
  },
  "configure: deleting a queue": refused("configure", "queue", "queue.delete", (channel, name) =>
    channel.deleteQueue(name),
  ),
  "configure: declaring an exchange": async (stage) => {
    const [channel, name] = [await limited(stage), stage.name()];
    await refuses(channel, [403, denied(stage, "configure", "exchange", name), "exchange.declare"], () =>
      channel.assertExchange(name, "direct"),
    );
  },
  "configure: deleting an exchange": refused("configure", "exchange", "exchange.delete", (channel, name) =>
    channel.deleteExchange(name),
  ),
  "write: publishing": refused(
    "write",
    "exchange",
    "basic.publish",
    (channel, name) => void channel.publish(name, "", Buffer.from("")),
  ),
  "write: publishing through the default exchange, which is called amq.default": async (stage) => {
    const channel = await limited(stage);
    await refuses(
      channel,
      [403, denied(stage, "write", "exchange", "amq.default"), "basic.publish"],
      () => void channel.publish("", "contract.own.q", Buffer.from("")),
    );
  },
  "read: consuming": refused("read", "queue", "basic.consume", (channel, name) =>
    channel.consume(name, () => {}),
  ),
  "read: basic.get": refused("read", "queue", "basic.get", (channel, name) => channel.get(name)),
  "read: purging": refused("read", "queue", "queue.purge", (channel, name) => channel.purgeQueue(name)),
  "write: binding a queue": refused("write", "queue", "queue.bind", (channel, name) =>
    channel.bindQueue(name, "amq.direct", "k"),
  ),
  "read: binding to an exchange": refused("read", "exchange", "queue.bind", (channel, name, own) =>
    channel.bindQueue(own, name, "k"),
  ),
  "read: unbinding from an exchange": refused("read", "exchange", "queue.unbind", (channel, name, own) =>
    channel.unbindQueue(own, name, "k"),
  ),
  "write: declaring a queue with a dead-letter exchange": refused(
    "write",
    "exchange",
    "queue.declare",
    (channel, name) =>
      channel.assertQueue(`contract.own.${unique()}`, { exclusive: true, deadLetterExchange: name }),
  ),
  "write: declaring an exchange with an alternate one": refused(
    "write",
    "exchange",
    "exchange.declare",
    (channel, name) =>
      channel.assertExchange(`contract.own.${unique()}`, "direct", { alternateExchange: name }),
  ),

  "write of a topic permission: the routing keys of messages": async (stage) => {
    const { channel, exchange } = await topics(stage, "write");
    channel.publish(exchange, "may.write", Buffer.from(""));
    channel.publish(exchange, "limited.write", Buffer.from("")); // by {username}
    const text = deniedTopic(stage, "write", "may.write.more", exchange);
    await refuses(
      channel,
      [403, text, "basic.publish"],
      () => void channel.publish(exchange, "may.write.more", Buffer.from("")),
    );
  },
  "read of a topic permission: the routing keys of bindings": async (stage) => {
    const { channel, exchange, queue } = await topics(stage, "bind");
    await channel.bindQueue(queue, exchange, "may.#");
    await refuses(channel, [403, deniedTopic(stage, "read", "#", exchange), "queue.bind"], () =>
      channel.bindQueue(queue, exchange, "#"),
    );
  },
  "read of a topic permission: removing a binding": async (stage) => {
    const { channel, exchange, queue } = await topics(stage, "unbind");
    await refuses(channel, [403, deniedTopic(stage, "read", "#", exchange), "queue.unbind"], () =>
      channel.unbindQueue(queue, exchange, "#"),
    );
  },
  "read of a topic permission: binding an exchange": async (stage) => {
    const { channel, exchange } = await topics(stage, "exchange-bind");
    const own = `contract.own.${unique()}`;
    await channel.assertExchange(own, "fanout", { autoDelete: true, durable: false });
    stage.removes(own);
    await refuses(channel, [403, deniedTopic(stage, "read", "#", exchange), "exchange.bind"], () =>
      channel.bindExchange(own, exchange, "#"),
    );
  },
  "does not limit the routing keys of exchanges of other types by topic permissions": async (stage) => {
    const { channel, exchange, queue } = await topics(stage, "direct", "direct");
    await channel.bindQueue(queue, exchange, "other.key");
    await publish(channel, exchange, "other.key", "a");
    assert.deepEqual(await drain(channel, queue), ["a"]);
  },

  "nothing: passive declarations": async (stage) => {
    const admin = await stage.channel();
    const [queue, exchange] = [await stage.queue(admin), await stage.exchange(admin, "direct")];
    const channel = await limited(stage);
    await channel.checkQueue(queue);
    await channel.checkExchange(exchange);
  },

  "checks permissions before whether the queue is there": async (stage) => {
    const [channel, name] = [await limited(stage), stage.name()];
    await refuses(channel, [403, denied(stage, "read", "queue", name), "basic.get"], () => channel.get(name));
  },

  "lets a user read what it may only read": async (stage) => {
    const admin = await stage.confirmChannel();
    const queue = `contract.read.${unique()}`;
    await admin.assertQueue(queue, { exclusive: false, autoDelete: true, durable: false });
    await fill(admin, queue, "a");
    const channel = await limited(stage);
    assert.deepEqual(await drain(channel, queue), ["a"]);
    await refuses(channel, [403, denied(stage, "configure", "queue", queue), "queue.delete"], () =>
      channel.deleteQueue(queue),
    );
    await admin.deleteQueue(queue);
  },

  "refuses a virtual host in which a user has no permissions": async (stage) => {
    await stage.connectLimited();
    const raw = await stage.raw();
    await raw.start({ user: "limited", password: "limited" });
    await raw.tune({ vhost: "contract-second" });
    assert.deepEqual(await raw.closing(), {
      level: "connection.close",
      code: 530,
      text: "NOT_ALLOWED - access to vhost 'contract-second' refused for user 'limited'",
      method: "connection.open",
    });
  },
};
