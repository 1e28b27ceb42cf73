import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { Message, Options } from "amqplib";
import { refuses } from "../support/closing.js";
import type { ContractCase, Subject } from "../support/contract-case.js";
import { differs } from "../support/differences.js";
import { drain, eventually, fill, publish, take } from "../support/messages.js";
import * as wire from "../support/wire.js";

const MiB = 1_048_576;

const tooLarge = differs<string | undefined>(
  "a body of 16 MiB and one byte",
  {
    "3.10": undefined,
    "4.0": "PRECONDITION_FAILED - message size 16777217 is larger than configured max size 16777216",
  },
  (text) => text ?? "is taken (the limit is 128 MiB)",
);

/** A property that arrives as it was sent. */
function keeps(
  options: Options.Publish,
  read: (message: Message) => unknown,
  expected: unknown,
): ContractCase {
  return async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    await publish(channel, "", queue, "m", options);
    assert.deepEqual(read(await take(channel, queue)), expected);
  };
}

const header = (sent: unknown, expected: unknown = sent) =>
  keeps({ headers: { it: sent } }, ({ properties }) => properties.headers?.["it"], expected);

/** A body that arrives whole. */
function body(size: number): ContractCase {
  return async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    const content = Buffer.alloc(size, "0123456789abcdef");
    channel.sendToQueue(queue, content);
    await channel.waitForConfirms();
    const message = await take(channel, queue);
    assert.ok(message.content.equals(content), `${message.content.length} bytes of ${size}`);
  };
}

/** A message that closes the channel with 406. */
function refused(options: Options.Publish, text: string | RegExp): ContractCase {
  return async (stage) => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await refuses(
      channel,
      [406, text, "basic.publish"],
      () => void channel.sendToQueue(queue, Buffer.from("refused"), options),
    );
  };
}

export const publishing: Subject = {
  "confirms from delivery tag 1 on, each once": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    const confirmed: number[] = [];
    let from = 1;
    channel.on("ack", ({ deliveryTag, multiple }) => {
      for (let tag = multiple ? from : deliveryTag; tag <= deliveryTag; tag += 1) confirmed.push(tag);
      if (multiple) from = deliveryTag + 1;
    });
    for (let sent = 0; sent < 100; sent += 1) channel.sendToQueue(queue, Buffer.from(`${sent}`));
    await channel.waitForConfirms();
    const tags = new Set(confirmed);
    assert.deepEqual([Math.min(...tags), Math.max(...tags), tags.size], [1, 100, 100]);
    assert.equal((await drain(channel, queue)).length, 100);
  },

  "counts confirms by the channel": async (stage) => {
    const [one, two] = [await stage.confirmChannel(), await stage.confirmChannel()];
    const queue = await stage.queue(one);
    for (const channel of [one, two]) {
      const tag = new Promise((resolve) => channel.once("ack", ({ deliveryTag }) => resolve(deliveryTag)));
      await fill(channel, queue, "a");
      assert.equal(await tag, 1);
    }
  },

  "counts confirms from confirm.select on": async (stage) => {
    const raw = await (await stage.raw()).open();
    await raw.openChannel(1);
    const publishNothing = () => {
      raw.method(1, "basic.publish", ...wire.fields.publish("", "nowhere"));
      raw.send(wire.headerFrame(1, 0));
    };
    publishNothing();
    publishNothing();
    raw.method(1, "confirm.select", wire.octet(0));
    await raw.expect("confirm.select-ok");
    publishNothing();
    assert.equal((await raw.expect("basic.ack")).payload.readBigUInt64BE(4), 1n);
  },

  "takes confirm.select again, and counts on": async (stage) => {
    const raw = await (await stage.raw()).open();
    await raw.openChannel(1);
    for (const tag of [1n, 2n]) {
      raw.method(1, "confirm.select", wire.octet(0));
      await raw.expect("confirm.select-ok");
      raw.method(1, "basic.publish", ...wire.fields.publish("", "nowhere"));
      raw.send(wire.headerFrame(1, 0));
      assert.equal((await raw.expect("basic.ack")).payload.readBigUInt64BE(4), tag);
    }
  },

  "confirms nothing on a channel that did not ask for it": async (stage) => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    let confirms = 0;
    channel.on("ack", () => {
      confirms += 1;
    });
    channel.sendToQueue(queue, Buffer.from("a"));
    await take(channel, queue);
    assert.equal(confirms, 0);
  },

  "closes the channel for a missing exchange, and confirms nothing that came after": async (stage) => {
    const channel = await stage.confirmChannel();
    const [missing, queue] = [stage.name(), await stage.queue(channel)];
    const outcomes: string[] = [];
    channel.on("ack", () => outcomes.push("ack"));
    await refuses(
      channel,
      [404, `NOT_FOUND - no exchange '${missing}' in vhost '/'`, "basic.publish"],
      () => {
        channel.publish(missing, "k", Buffer.from("lost"));
        channel.sendToQueue(queue, Buffer.from("ignored"));
      },
    );
    const other = await stage.channel();
    assert.deepEqual([outcomes, await drain(other, queue)], [[], []]);
  },

  "refuses immediate": async (stage) => {
    const raw = await (await stage.raw()).open();
    await raw.openChannel(1);
    raw.method(1, "basic.publish", ...wire.fields.publish("", "nowhere", 2));
    raw.send(wire.headerFrame(1, 0));
    assert.deepEqual(await raw.closing(), {
      level: "connection.close",
      code: 540,
      text: "NOT_IMPLEMENTED - immediate=true",
      method: "basic.publish",
    });
  },

  "takes an empty body": body(0),
  "takes a body that fills one frame": body(131_072 - 8),
  "takes a body of one frame and one byte": body(131_072 - 7),
  "takes a body of 1 MiB": body(MiB),
  "takes a body of 16 MiB": body(16 * MiB),

  "takes larger bodies, or refuses them before they have come": async (stage) => {
    const expected = stage.expected(tooLarge);
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    const send = () => void channel.sendToQueue(queue, Buffer.alloc(16 * MiB + 1));
    if (expected !== undefined) await refuses(channel, [406, expected, "basic.publish"], send);
    else {
      send();
      await channel.waitForConfirms();
    }
  },

  "refuses the user id of another": refused(
    { userId: "somebody" },
    "PRECONDITION_FAILED - user_id property set to 'somebody' but authenticated user was 'guest'",
  ),
  "refuses an expiration that is not a number": refused(
    { expiration: "soon" },
    "PRECONDITION_FAILED - invalid expiration 'soon': no_integer",
  ),
  "refuses an expiration with letters behind": refused(
    { expiration: "100ms" },
    "PRECONDITION_FAILED - invalid expiration '100ms': {leftover_string,\"ms\"}",
  ),
  "refuses a negative expiration": refused(
    { expiration: "-1" },
    "PRECONDITION_FAILED - invalid expiration '-1': {value_negative,-1}",
  ),
  "refuses an empty expiration": refused(
    { expiration: "" },
    "PRECONDITION_FAILED - invalid expiration '': no_integer",
  ),

  "keeps the own user id": keeps({ userId: "guest" }, ({ properties }) => properties.userId, "guest"),

  "keeps every property": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    const sent = {
      contentType: "application/json",
      contentEncoding: "utf-8",
      headers: { own: "header" },
      deliveryMode: 2,
      priority: 7,
      correlationId: "correlation",
      replyTo: "reply",
      expiration: "60000",
      messageId: "id",
      timestamp: 1_700_000_000,
      type: "type",
      userId: "guest",
      appId: "app",
    };
    await publish(channel, "", queue, "m", sent);
    const { properties } = await take(channel, queue);
    const { clusterId: _, ...received } = properties;
    assert.deepEqual({ ...received }, sent);
  },

  "adds no property": async (stage) => {
    const raw = await (await stage.raw()).open();
    await raw.openChannel(1);
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    raw.method(1, "basic.publish", ...wire.fields.publish("", queue));
    raw.send(wire.headerFrame(1, 1), wire.bodyFrame(1, Buffer.from("x")));
    await eventually(async () => (await channel.checkQueue(queue)).messageCount === 1);
    raw.method(1, "basic.get", wire.short(0), wire.shortstr(queue), wire.octet(1));
    await raw.expect("basic.get-ok");
    const header = await raw.next();
    assert.equal(header?.payload.readUInt16BE(12), 0);
  },

  "keeps delivery mode 1": keeps({ deliveryMode: 1 }, ({ properties }) => properties.deliveryMode, 1),
  "keeps an empty message id": keeps({ messageId: "" }, ({ properties }) => properties.messageId, ""),
  "keeps an empty table of headers": keeps({ headers: {} }, ({ properties }) => properties.headers, {}),

  "keeps headers: text": header("Grüße 🐇"),
  "keeps headers: a long text": header("x".repeat(60_000)),
  "keeps headers: booleans": header(true),
  "keeps headers: nothing": header(null),
  "keeps headers: int8": header({ "!": "int8", value: -128 }, -128),
  "keeps headers: int16": header({ "!": "int16", value: -32_768 }, -32_768),
  "keeps headers: int32": header({ "!": "int32", value: -2_147_483_648 }, -2_147_483_648),
  "keeps headers: int64": header({ "!": "int64", value: -1_099_511_627_776 }, -1_099_511_627_776),
  "keeps headers: unsigned bytes": header({ "!": "uint8", value: 200 }, 200),
  "keeps headers: unsigned shorts": header({ "!": "uint16", value: 60_000 }, 60_000),
  "keeps headers: unsigned longs": header({ "!": "uint32", value: 4_000_000_000 }, 4_000_000_000),
  "keeps headers: float": header({ "!": "float", value: 0.5 }, 0.5),
  "keeps headers: double": header(Math.PI),
  "keeps headers: a timestamp": header({ "!": "timestamp", value: 1_700_000_000 }),
  "keeps headers: a decimal": header({ "!": "decimal", value: { places: 2, digits: 12_345 } }),
  "keeps headers: bytes": header(Buffer.from([0, 1, 255])),
  "keeps headers: a list": header(["a", 1, true, null, ["b"], { c: "d" }]),
  "keeps headers: a table": header({ a: { b: { c: "d" } }, e: [] }),

  "keeps the types of headers that come in alphabetical order, byte for byte": async (stage) => {
    const raw = await (await stage.raw()).open();
    await raw.openChannel(1);
    const queue = await stage.queue(await stage.channel());
    const headers = wire.table(
      ["a", "t", wire.octet(1)],
      ["b", "b", wire.octet(0xff)],
      ["c", "s", wire.short(0xfffe)],
      ["d", "I", wire.long(7)],
      ["e", "l", wire.longlong(8)],
      ["f", "T", wire.longlong(9)],
      ["g", "D", Buffer.concat([wire.octet(1), wire.long(10)])],
      ["h", "S", wire.longstr("text")],
      ["i", "x", wire.longstr(Buffer.from([0, 255]))],
      ["j", "V", Buffer.alloc(0)],
      ["k", "A", wire.longstr(Buffer.concat([Buffer.from("I"), wire.long(1)]))],
      ["l", "F", wire.table(["n", "t", wire.octet(0)])],
      ["m", "d", Buffer.from([0x40, 9, 0x21, 0xfb, 0x54, 0x44, 0x2d, 0x18])],
      ["n", "f", Buffer.from([0x3f, 0, 0, 0])],
    );
    const flags = wire.short(0x2000);
    const content = Buffer.concat([wire.short(60), wire.short(0), wire.longlong(0), flags, headers]);
    raw.method(1, "confirm.select", wire.octet(0));
    await raw.expect("confirm.select-ok");
    raw.method(1, "basic.publish", ...wire.fields.publish("", queue));
    raw.send(wire.frame(wire.HEADER, 1, content));
    await raw.expect("basic.ack");
    raw.method(1, "basic.get", wire.short(0), wire.shortstr(queue), wire.octet(1));
    await raw.expect("basic.get-ok");
    assert.equal((await raw.next())?.payload.toString("hex"), content.toString("hex"));
  },

  "keeps the order of one channel": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    const texts = Array.from({ length: 100 }, (_, index) => `${index}`);
    await fill(channel, queue, ...texts);
    assert.deepEqual(await drain(channel, queue), texts);
  },

  "refuses a body frame larger than negotiated": async (stage) => {
    const raw = await (await stage.raw()).open({ frameMax: 4_096 });
    await raw.openChannel(1);
    raw.method(1, "basic.publish", ...wire.fields.publish("", "nowhere"));
    raw.send(wire.headerFrame(1, 5_000), wire.bodyFrame(1, Buffer.alloc(5_000)));
    const { code, text } = await raw.closing();
    assert.equal(code, 501);
    assert.match(text, /^FRAME_ERROR - type 3, .*\{frame_too_large,5000,4088\}$/);
  },

  "takes a mandatory message, a returned one and one for a missing exchange in a row": async (stage) => {
    const channel = await stage.confirmChannel();
    const [queue, missing] = [await stage.queue(channel), stage.name()];
    const happened: string[] = [];
    channel.on("return", () => happened.push("return"));
    channel.on("ack", ({ deliveryTag, multiple }) =>
      happened.push(`ack ${deliveryTag}${multiple ? "+" : ""}`),
    );
    await publish(channel, "", queue, "a", { mandatory: true });
    await publish(channel, "", stage.name(), "b", { mandatory: true });
    await refuses(
      channel,
      [404, `NOT_FOUND - no exchange '${missing}' in vhost '/'`, "basic.publish"],
      () => void channel.publish(missing, "", Buffer.from("c")),
    );
    assert.deepEqual(happened, ["ack 1", "return", "ack 2"]);
  },
};
