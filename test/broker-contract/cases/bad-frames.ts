import assert from "node:assert/strict";
import { disconnected } from "../support/closing.js";
import type { Subject } from "../support/contract-case.js";
import { holds, take, text } from "../support/messages.js";
import type { RawClient } from "../support/raw-client.js";
import type { Stage } from "../support/stage.js";
import * as wire from "../support/wire.js";

/** A connection with channel 1 open. */
async function open(stage: Stage): Promise<RawClient> {
  const raw = await (await stage.raw()).open();
  await raw.openChannel(1);
  return raw;
}

export const badFrames: Subject = {
  "refuses a frame without its end": async (stage) => {
    const raw = await open(stage);
    const bytes = wire.methodFrame(1, "confirm.select", wire.octet(0));
    bytes[bytes.length - 1] = 0;
    raw.send(bytes);
    await disconnected(raw, [
      501,
      "FRAME_ERROR - type 1, all octets = <<0,85,0,10,0>>: {invalid_frame_end_marker,0}",
      "0.0",
    ]);
  },

  "refuses a frame of an unknown type": async (stage) => {
    const raw = await open(stage);
    raw.send(wire.frame(9, 1, Buffer.from("12345")));
    await disconnected(raw, [501, 'FRAME_ERROR - type 9, all octets = <<"12345">>: unknown_frame', "0.0"]);
  },

  "refuses a frame larger than negotiated, before it has come": async (stage) => {
    const raw = await open(stage);
    raw.send(Buffer.concat([wire.octet(wire.METHOD), wire.short(1), wire.long(200_000)]));
    await disconnected(raw, [
      501,
      "FRAME_ERROR - type 1, all octets = <<>>: {frame_too_large,200000,131064}",
      "0.0",
    ]);
  },

  "refuses a frame whose size is four gigabytes": async (stage) => {
    const raw = await open(stage);
    raw.send(Buffer.concat([wire.octet(wire.METHOD), wire.short(1), wire.long(0xffff_ffff)]));
    await disconnected(raw, [
      501,
      "FRAME_ERROR - type 1, all octets = <<>>: {frame_too_large,4294967295,131064}",
      "0.0",
    ]);
  },

  "refuses garbage after the handshake": async (stage) => {
    const raw = await open(stage);
    raw.send(Buffer.from("garbage, garbage, garbage, garbage"));
    await disconnected(raw, [
      501,
      "FRAME_ERROR - type 103, all octets = <<>>: {frame_too_large,1650550629,131064}",
      "0.0",
    ]);
  },

  "closes the socket without a word for a method that does not exist": async (stage) => {
    const raw = await open(stage);
    raw.send(wire.frame(wire.METHOD, 1, Buffer.concat([wire.short(60), wire.short(199)])));
    assert.equal(await raw.next(), undefined);
  },

  "refuses a method frame of two bytes": async (stage) => {
    const raw = await open(stage);
    raw.send(wire.frame(wire.METHOD, 1, wire.short(60)));
    await disconnected(raw, [501, "FRAME_ERROR - type 1, all octets = <<0,60>>: unknown_frame", "0.0"]);
  },

  "refuses a method whose fields end early": async (stage) => {
    const raw = await open(stage);
    raw.method(1, "queue.declare", wire.short(0), wire.octet(200), Buffer.from("short"));
    await disconnected(raw, [
      501,
      "FRAME_ERROR - cannot decode <<0,0,200,115,104,111,114,116>>",
      "queue.declare",
    ]);
  },

  "refuses a table that is longer than its frame": async (stage) => {
    const raw = await open(stage);
    raw.method(1, "queue.declare", wire.short(0), wire.shortstr(""), wire.octet(0), wire.long(1_000_000));
    await disconnected(raw, [501, "FRAME_ERROR - cannot decode <<0,0,0,0,0,15,66,64>>", "queue.declare"]);
  },

  "closes the socket without a word for a table with a field of an unknown type": async (stage) => {
    const raw = await open(stage);
    const args = wire.table(["x", "?", wire.long(1)]);
    raw.method(1, "queue.declare", wire.short(0), wire.shortstr(""), wire.octet(0), args);
    assert.equal(await raw.next(), undefined);
  },

  "takes tables in tables, 200 deep": async (stage) => {
    const raw = await open(stage);
    let args = wire.table();
    for (let depth = 0; depth < 200; depth += 1) args = wire.table(["t", "F", args]);
    raw.method(
      1,
      "exchange.declare",
      ...wire.fields.exchangeDeclare(stage.name(), "direct").slice(0, -1),
      args,
    );
    await raw.expect("exchange.declare-ok");
  },

  "refuses a content header without a method": async (stage) => {
    const raw = await open(stage);
    raw.send(wire.headerFrame(1, 1));
    await disconnected(raw, [
      505,
      "UNEXPECTED_FRAME - expected method frame, got non method frame instead",
      "0.0",
    ]);
  },

  "refuses a body without a method": async (stage) => {
    const raw = await open(stage);
    raw.send(wire.bodyFrame(1, Buffer.from("x")));
    await disconnected(raw, [
      505,
      "UNEXPECTED_FRAME - expected method frame, got non method frame instead",
      "0.0",
    ]);
  },

  "refuses a body in the place of a header": async (stage) => {
    const raw = await open(stage);
    raw.method(1, "basic.publish", ...wire.fields.publish("", "nowhere"));
    raw.send(wire.bodyFrame(1, Buffer.from("x")));
    await disconnected(raw, [
      505,
      "UNEXPECTED_FRAME - expected content header for class 60, got non content header frame instead",
      "basic.publish",
    ]);
  },

  "refuses a header of another class": async (stage) => {
    const raw = await open(stage);
    raw.method(1, "basic.publish", ...wire.fields.publish("", "nowhere"));
    raw.send(wire.headerFrame(1, 1, 50));
    await disconnected(raw, [
      505,
      "UNEXPECTED_FRAME - expected content header for class 60, got one for class 50 instead",
      "basic.publish",
    ]);
  },

  "refuses a method in the place of a header": async (stage) => {
    const raw = await open(stage);
    raw.method(1, "basic.publish", ...wire.fields.publish("", "nowhere"));
    raw.method(1, "confirm.select", wire.octet(0));
    await disconnected(raw, [
      505,
      "UNEXPECTED_FRAME - expected content header for class 60, got non content header frame instead",
      "basic.publish",
    ]);
  },

  "refuses a method in the place of a body": async (stage) => {
    const raw = await open(stage);
    raw.method(1, "basic.publish", ...wire.fields.publish("", "nowhere"));
    raw.send(wire.headerFrame(1, 5));
    raw.method(1, "confirm.select", wire.octet(0));
    await disconnected(raw, [
      505,
      "UNEXPECTED_FRAME - expected content body, got non content body frame instead",
      "basic.publish",
    ]);
  },

  "waits for the end of a body that is longer than its header announced": async (stage) => {
    const raw = await open(stage);
    raw.method(1, "basic.publish", ...wire.fields.publish("", "nowhere"));
    raw.send(wire.headerFrame(1, 5), wire.bodyFrame(1, Buffer.from("123456")));
    raw.method(1, "confirm.select", wire.octet(0));
    await disconnected(raw, [
      505,
      "UNEXPECTED_FRAME - expected content body, got non content body frame instead",
      "basic.publish",
    ]);
  },

  "takes a body of several frames that are smaller than they could be, and empty ones": async (stage) => {
    const raw = await open(stage);
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    raw.method(1, "basic.publish", ...wire.fields.publish("", queue));
    raw.send(
      wire.headerFrame(1, 5),
      wire.bodyFrame(1, Buffer.from("12")),
      wire.bodyFrame(1, Buffer.alloc(0)),
    );
    raw.send(wire.bodyFrame(1, Buffer.from("345")));
    await holds(channel, queue, 1);
    const message = await take(channel, queue);
    assert.equal(text(message), "12345");
  },

  "lets the frames of two channels come mixed": async (stage) => {
    const raw = await open(stage);
    await raw.openChannel(2);
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    for (const number of [1, 2]) raw.method(number, "basic.publish", ...wire.fields.publish("", queue));
    for (const number of [1, 2]) raw.send(wire.headerFrame(number, 2));
    for (const part of ["a", "b"]) {
      for (const number of [1, 2]) raw.send(wire.bodyFrame(number, Buffer.from(`${part}`)));
    }
    await holds(channel, queue, 2);
    const message = await take(channel, queue);
    assert.equal(text(message), "ab");
  },

  "takes frames byte by byte": async (stage) => {
    const raw = await open(stage);
    for (const byte of wire.methodFrame(1, "confirm.select", wire.octet(0))) {
      raw.send(Buffer.from([byte]));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await raw.expect("confirm.select-ok");
  },

  "takes many methods in one packet": async (stage) => {
    const raw = await open(stage);
    const queue = stage.name();
    raw.send(
      wire.methodFrame(1, "queue.declare", ...wire.fields.queueDeclare(queue)),
      wire.methodFrame(1, "basic.get", wire.short(0), wire.shortstr(queue), wire.octet(0)),
      wire.methodFrame(1, "confirm.select", wire.octet(0)),
    );
    await raw.expect("queue.declare-ok");
    await raw.expect("basic.get-empty");
    await raw.expect("confirm.select-ok");
  },

  "refuses a method on a channel that is not open": async (stage) => {
    const raw = await (await stage.raw()).open();
    raw.method(7, "queue.declare", ...wire.fields.queueDeclare("q"));
    await disconnected(raw, [504, "CHANNEL_ERROR - expected 'channel.open'", "queue.declare"]);
  },

  "refuses to open a channel twice": async (stage) => {
    const raw = await open(stage);
    raw.method(1, "channel.open", wire.shortstr(""));
    await disconnected(raw, [504, "CHANNEL_ERROR - second 'channel.open' seen", "channel.open"]);
  },

  "refuses a channel's method on channel 0": async (stage) => {
    const raw = await open(stage);
    raw.method(0, "queue.declare", ...wire.fields.queueDeclare("q"));
    await disconnected(raw, [
      504,
      "CHANNEL_ERROR - unexpected method in connection state running",
      "queue.declare",
    ]);
  },

  "refuses a method of the connection on a channel": async (stage) => {
    const raw = await open(stage);
    raw.method(1, "connection.open", wire.shortstr("/"), wire.shortstr(""), wire.octet(0));
    await disconnected(raw, [503, "COMMAND_INVALID - unimplemented method", "connection.open"]);
  },

  "refuses a method of the broker": async (stage) => {
    const raw = await open(stage);
    raw.method(1, "basic.get-empty", wire.shortstr(""));
    await disconnected(raw, [503, "COMMAND_INVALID - unimplemented method", "basic.get-empty"]);
  },

  "refuses content on channel 0": async (stage) => {
    const raw = await open(stage);
    raw.send(wire.headerFrame(0, 1));
    await disconnected(raw, [
      505,
      "UNEXPECTED_FRAME - type 2, all octets = <<0,60,0,0,0,0,0,0,0,0,0,1,0,0>>",
      "0.0",
    ]);
  },

  "refuses a heartbeat on a channel": async (stage) => {
    const raw = await open(stage);
    raw.send(wire.frame(wire.HEARTBEAT, 1, Buffer.alloc(0)));
    await disconnected(raw, [505, "UNEXPECTED_FRAME - type 8, all octets = <<>>", "0.0"]);
  },

  "refuses a second handshake": async (stage) => {
    const raw = await open(stage);
    raw.method(0, "connection.open", wire.shortstr("/"), wire.shortstr(""), wire.octet(0));
    await disconnected(raw, [
      504,
      "CHANNEL_ERROR - unexpected method in connection state running",
      "connection.open",
    ]);
  },

  "closes the socket without a word for a channel before the connection is open": async (stage) => {
    const raw = await stage.raw();
    raw.send(wire.protocolHeader);
    await raw.expect("connection.start");
    raw.method(1, "channel.open", wire.shortstr(""));
    assert.equal(await raw.next(), undefined);
  },

  "closes the socket without a word for a method out of turn in the handshake": async (stage) => {
    const raw = await stage.raw();
    raw.send(wire.protocolHeader);
    await raw.expect("connection.start");
    raw.method(0, "connection.open", wire.shortstr("/"), wire.shortstr(""), wire.octet(0));
    assert.equal(await raw.next(), undefined);
  },

  "closes the socket of a client that sends half a header and is silent": async (stage) => {
    const raw = await stage.raw();
    raw.send(wire.protocolHeader.subarray(0, 4));
    await raw.ended();
  },

  "publishes nothing of a message that was cut off": async (stage) => {
    const raw = await open(stage);
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    raw.method(1, "basic.publish", ...wire.fields.publish("", queue));
    raw.send(wire.headerFrame(1, 10), wire.bodyFrame(1, Buffer.from("12345")));
    raw.method(0, "connection.close", ...wire.fields.close(200, "bye"));
    await raw.expect("connection.close-ok");
    assert.equal((await channel.checkQueue(queue)).messageCount, 0);
  },

  "serves others beside a client that never reads, and keeps its messages": async (stage) => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    for (let sent = 0; sent < 200; sent += 1) channel.sendToQueue(queue, Buffer.alloc(100_000));
    await channel.waitForConfirms();
    const raw = await open(stage);
    raw.method(1, "basic.consume", ...wire.fields.consume(queue, "deaf"));
    await raw.expect("basic.consume-ok");
    raw.pause();
    const other = await stage.queue(channel);
    channel.sendToQueue(other, Buffer.from("beside"));
    await channel.waitForConfirms();
    const message = await take(channel, other);
    assert.equal(text(message), "beside");
    raw.destroy();
    await holds(channel, queue, 200);
  },

  "ignores what follows the error that closes a connection": async (stage) => {
    const raw = await open(stage);
    const queue = stage.name();
    raw.send(
      wire.headerFrame(1, 1),
      wire.methodFrame(1, "queue.declare", ...wire.fields.queueDeclare(queue)),
    );
    await disconnected(raw, [
      505,
      "UNEXPECTED_FRAME - expected method frame, got non method frame instead",
      "0.0",
    ]);
    const channel = await stage.channel();
    await assert.rejects(channel.checkQueue(queue), /NOT_FOUND/);
  },
};
