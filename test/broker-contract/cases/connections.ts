import assert from "node:assert/strict";
import type { Subject } from "../support/contract-case.js";
import { differs } from "../support/differences.js";
import * as wire from "../support/wire.js";

const otherProtocol = differs(
  "the protocol that is offered to a client that speaks another",
  {
    "3.10": Buffer.from([0x41, 0x4d, 0x51, 0x50, 0, 0, 9, 1]),
    "4.0": Buffer.from([0x41, 0x4d, 0x51, 0x50, 3, 1, 0, 0]),
  },
  (header) => (header[4] === 0 ? "AMQP 0-9-1" : "AMQP 1.0 with SASL"),
  "3.10", // it has no AMQP 1.0
);

const refusedLogin =
  "ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN. For details see the broker logfile.";

export const connections: Subject = {
  "announces its product and version": async (stage) => {
    const { connection } = await stage.connect();
    assert.equal(connection.serverProperties.product, "RabbitMQ");
    assert.match(connection.serverProperties.version, /^\d+\.\d+\.\d+/);
  },

  "announces the capabilities that clients ask for": async (stage) => {
    const { connection } = await stage.connect();
    assert.deepEqual(connection.serverProperties["capabilities"], {
      publisher_confirms: true,
      exchange_exchange_bindings: true,
      "basic.nack": true,
      consumer_cancel_notify: true,
      "connection.blocked": true,
      consumer_priorities: true,
      authentication_failure_close: true,
      per_consumer_qos: true,
      direct_reply_to: true,
    });
  },

  "speaks AMQP 0-9-1, offers PLAIN, and the locale en_US": async (stage) => {
    const raw = await stage.raw();
    raw.send(wire.protocolHeader);
    const { payload } = await raw.expect("connection.start");
    assert.deepEqual([...payload.subarray(4, 6)], [0, 9]);
    const propertiesEnd = 6 + 4 + payload.readUInt32BE(6);
    const mechanismsEnd = propertiesEnd + 4 + payload.readUInt32BE(propertiesEnd);
    const mechanisms = payload.toString("utf8", propertiesEnd + 4, mechanismsEnd).split(" ");
    assert.ok(mechanisms.includes("PLAIN"), mechanisms.join(" "));
    assert.equal(payload.toString("utf8", mechanismsEnd + 4), "en_US");
  },

  "proposes 2047 channels, frames of 128 KiB and heartbeats each 60 s": async (stage) => {
    const raw = await stage.raw();
    await raw.start();
    const { payload } = await raw.expect("connection.tune");
    assert.deepEqual(
      [payload.readUInt16BE(4), payload.readUInt32BE(6), payload.readUInt16BE(10)],
      [2_047, 131_072, 60],
    );
  },

  "answers another protocol with a header of its own, and closes the socket": async (stage) => {
    const raw = await stage.raw();
    raw.send(Buffer.from("AMQP\x00\x00\x08\x00", "latin1"));
    const answer = await raw.next();
    assert.deepEqual(answer?.payload, stage.expected(otherProtocol));
    await raw.ended();
  },

  "answers HTTP with a header of its own, and closes the socket": async (stage) => {
    const raw = await stage.raw();
    raw.send(Buffer.from("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    const answer = await raw.next();
    assert.deepEqual(answer?.payload, stage.expected(otherProtocol));
    await raw.ended();
  },

  "refuses a wrong password with 403 where the client can read it": async (stage) => {
    const raw = await stage.raw();
    await raw.start({ password: "wrong", capabilities: ["authentication_failure_close"] });
    assert.deepEqual(await raw.closing(), {
      level: "connection.close",
      code: 403,
      text: refusedLogin,
      method: "0.0",
    });
  },

  "refuses an unknown user with the same words as a wrong password": async (stage) => {
    const raw = await stage.raw();
    await raw.start({ user: "nobody", capabilities: ["authentication_failure_close"] });
    assert.equal((await raw.closing()).text, refusedLogin);
  },

  "closes the socket without a word after a wrong password of a client without that capability": async (
    stage,
  ) => {
    const raw = await stage.raw();
    await raw.start({ password: "wrong" });
    assert.equal(await raw.next(), undefined);
  },

  "closes the socket without a word for an authentication mechanism that it does not have": async (stage) => {
    const raw = await stage.raw();
    await raw.start({ mechanism: "GSSAPI", capabilities: ["authentication_failure_close"] });
    assert.equal(await raw.next(), undefined);
  },

  "takes AMQPLAIN too": async (stage) => {
    const raw = await stage.raw();
    raw.send(wire.protocolHeader);
    await raw.expect("connection.start");
    const credentials = wire.table(
      ["LOGIN", "S", wire.longstr("guest")],
      ["PASSWORD", "S", wire.longstr("guest")],
    );
    raw.method(
      0,
      "connection.start-ok",
      wire.table(),
      wire.shortstr("AMQPLAIN"),
      credentials,
      wire.shortstr("en_US"),
    );
    await raw.tune();
    await raw.expect("connection.open-ok");
  },

  "refuses a virtual host that does not exist": async (stage) => {
    const raw = await stage.raw();
    await raw.start();
    await raw.tune({ vhost: "contract-missing" });
    assert.deepEqual(await raw.closing(), {
      level: "connection.close",
      code: 530,
      text: "NOT_ALLOWED - vhost contract-missing not found",
      method: "connection.open",
    });
  },

  "keeps virtual hosts apart": async (stage) => {
    const [here, there] = [
      await stage.main(),
      await stage.connectTo(await stage.urlOf({ vhost: "contract-second" })),
    ];
    const queue = stage.name();
    await (await here.createChannel()).assertQueue(queue, { durable: false });
    const channel = await there.createChannel();
    channel.on("error", () => {});
    await assert.rejects(
      channel.checkQueue(queue),
      new RegExp(`NOT_FOUND - no queue '${queue}' in vhost 'contract-second'`),
    );
  },

  "cuts what it sends into frames of the size that the client asked for": async (stage) => {
    const raw = await (await stage.raw()).open({ frameMax: 8_192 });
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    channel.sendToQueue(queue, Buffer.alloc(20_000));
    await channel.waitForConfirms();
    await raw.openChannel(1);
    raw.method(1, "basic.get", wire.short(0), wire.shortstr(queue), wire.octet(1));
    await raw.expect("basic.get-ok");
    assert.equal((await raw.next())?.name, "header");
    const sizes: (number | undefined)[] = [];
    for (let left = 20_000; left > 0; ) {
      const size = (await raw.next())?.payload.length ?? 0;
      sizes.push(size);
      left -= size;
    }
    assert.deepEqual(sizes, [8_184, 8_184, 3_632]);
  },

  "closes the socket without a word for frames larger than it proposed": async (stage) => {
    const raw = await stage.raw();
    await raw.start();
    await raw.tune({ frameMax: 200_000 });
    assert.equal(await raw.next(), undefined);
  },

  "closes the socket without a word for frames smaller than 4096 bytes": async (stage) => {
    const raw = await stage.raw();
    await raw.start();
    await raw.tune({ frameMax: 1_024 });
    assert.equal(await raw.next(), undefined);
  },

  "closes the socket without a word for more channels than it proposed": async (stage) => {
    const raw = await stage.raw();
    await raw.start();
    await raw.tune({ channelMax: 65_535 });
    assert.equal(await raw.next(), undefined);
  },

  "refuses more open channels than negotiated, whatever their numbers": async (stage) => {
    const raw = await (await stage.raw()).open({ channelMax: 2 });
    await raw.openChannel(1);
    await raw.openChannel(9);
    raw.method(3, "channel.open", wire.shortstr(""));
    assert.deepEqual(await raw.closing(), {
      level: "connection.close",
      code: 530,
      text: "NOT_ALLOWED - number of channels opened (2) has reached the negotiated channel_max (2)",
      method: "0.0",
    });
  },

  "sends heartbeats as often as the client asks": async (stage) => {
    const raw = await (await stage.raw()).open({ heartbeat: 1 });
    const beat = await raw.any();
    assert.deepEqual([beat?.name, beat?.channel, beat?.payload.length], ["heartbeat", 0, 0]);
  },

  "closes the socket of a client from which no heartbeat comes": async (stage) => {
    const raw = await (await stage.raw()).open({ heartbeat: 1 });
    await raw.ended();
  },

  "closes the socket of a client that is silent in the middle of a frame": async (stage) => {
    const raw = await (await stage.raw()).open({ heartbeat: 1 });
    raw.send(wire.methodFrame(1, "channel.open", wire.shortstr("")).subarray(0, 9));
    await raw.ended();
  },

  "keeps a connection whose client sends heartbeats only": async (stage) => {
    const raw = await (await stage.raw()).open({ heartbeat: 1 });
    for (let beats = 0; beats < 8; ) {
      const frame = await raw.any();
      assert.equal(frame?.name, "heartbeat");
      raw.send(wire.frame(wire.HEARTBEAT, 0, Buffer.alloc(0)));
      beats += 1;
    }
    await raw.openChannel(1);
  },

  "answers a close, and what the client says after it no longer": async (stage) => {
    const raw = await (await stage.raw()).open();
    const queue = stage.name();
    raw.send(
      wire.methodFrame(1, "channel.open", wire.shortstr("")),
      wire.methodFrame(0, "connection.close", ...wire.fields.close(200, "bye")),
      wire.methodFrame(1, "queue.declare", ...wire.fields.queueDeclare(queue)),
    );
    await raw.expect("channel.open-ok");
    await raw.expect("connection.close-ok");
    raw.destroy();
    const channel = await stage.channel();
    await assert.rejects(channel.checkQueue(queue), /NOT_FOUND/);
  },

  "closes the channels of a connection that closes": async (stage) => {
    const model = await stage.connect();
    const channel = await model.createConfirmChannel();
    const queue = await stage.queue(channel);
    channel.sendToQueue(queue, Buffer.from("kept"));
    await channel.waitForConfirms();
    await channel.get(queue);
    await model.close();
    const other = await stage.channel();
    assert.equal((await other.checkQueue(queue)).messageCount, 1);
  },

  "takes a new secret": async (stage) => {
    const raw = await (await stage.raw()).open();
    raw.method(0, "connection.update-secret", wire.longstr("new"), wire.shortstr("a test"));
    await raw.expect("connection.update-secret-ok");
  },

  "serves 50 connections in turn": async (stage) => {
    for (let turn = 0; turn < 50; turn += 1) {
      const raw = await (await stage.raw()).open();
      raw.destroy();
    }
    await stage.channel();
  },
};
