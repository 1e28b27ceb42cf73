import { once } from "node:events";
import { connect as connectSocket, type Socket } from "node:net";
import { connect } from "amqplib";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type EmbeddedBroker, startEmbeddedBroker } from "../../src/embedded-broker/index.js";
import { ByteWriter } from "../../src/embedded-broker/protocol/byte-writer.js";
import { longString } from "../../src/embedded-broker/protocol/field-value.js";
import { writeMethodFrame } from "../../src/embedded-broker/protocol/frame-writer.js";
import type { MethodArguments, MethodName } from "../../src/embedded-broker/protocol/methods.js";
import { poll } from "../support/waiting.js";

let broker: EmbeddedBroker;
beforeAll(async () => {
  broker = await startEmbeddedBroker();
});
afterAll(() => broker.close());

const header = Buffer.from("AMQP\0\0\x09\x01", "latin1");

function frame<Name extends MethodName>(channel: number, name: Name, values: MethodArguments<Name>): Buffer {
  const writer = new ByteWriter();
  writeMethodFrame(writer, channel, name, values);
  return writer.result();
}

/** All that a client sends until it may use channel 1; the broker's answers are not waited for. */
const handshake = Buffer.concat([
  header,
  frame(0, "connection.start-ok", {
    clientProperties: new Map([["product", longString("test")]]),
    mechanism: "PLAIN",
    response: Buffer.from("\0guest\0guest"),
    locale: "en_US",
  }),
  frame(0, "connection.tune-ok", { channelMax: 100, frameMax: 131_072, heartbeat: 0 }),
  frame(0, "connection.open", { virtualHost: "/", capabilities: "", insist: false }),
  frame(1, "channel.open", { outOfBand: "" }),
]);

async function socketTo(target: EmbeddedBroker): Promise<Socket> {
  const socket = connectSocket(target.port, target.host);
  socket.on("error", () => {});
  await once(socket, "connect");
  return socket;
}

/** The broker still does its work for others. */
async function works(target = broker): Promise<void> {
  const model = await connect(target.url);
  const channel = await model.createConfirmChannel();
  const { queue } = await channel.assertQueue("", { exclusive: true });
  channel.sendToQueue(queue, Buffer.from("a"));
  await channel.waitForConfirms();
  expect(await channel.get(queue)).not.toBe(false);
  await model.close();
}

test("garbage after the handshake, and damaged frames, do not disturb the others", async () => {
  const declare = frame(1, "queue.declare", {
    ticket: 0,
    queue: "hostile",
    passive: false,
    durable: false,
    exclusive: true,
    autoDelete: false,
    noWait: false,
    arguments: new Map([["x-message-ttl", { type: "signedint", value: 1 }]]),
  });
  const garbage = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 300 }),
    fc.tuple(fc.nat(declare.length - 1), fc.nat(255)).map(([at, byte]) => {
      const damaged = Buffer.from(declare);
      damaged[at] = byte;
      return damaged;
    }),
    fc
      .tuple(fc.constantFrom(1, 2, 3, 8), fc.nat(2), fc.uint8Array({ maxLength: 60 }))
      .map(([type, channel, payload]) => {
        const bytes = Buffer.alloc(payload.length + 8, 0xce);
        bytes[0] = type;
        bytes.writeUInt16BE(channel, 1);
        bytes.writeUInt32BE(payload.length, 3);
        bytes.set(payload, 7);
        return bytes;
      }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(garbage, { minLength: 1, maxLength: 5 }), async (pieces) => {
      const socket = await socketTo(broker);
      socket.resume();
      socket.write(handshake);
      for (const piece of pieces) socket.write(piece);
      socket.end();
      await once(socket, "close");
    }),
    { seed: 1, numRuns: 150 },
  );
  await works();
});

test("half a frame, then silence, costs what has come and nothing more", async () => {
  const socket = await socketTo(broker);
  socket.write(Buffer.concat([handshake, Buffer.from([1, 0, 1, 0, 1, 0xff, 0xf0, 0])]));
  await works();
  socket.destroy();
});

test("a body of half a gigabyte that is announced is not reserved", async () => {
  const socket = await socketTo(broker);
  const before = process.memoryUsage().arrayBuffers;
  const publish = frame(1, "basic.publish", {
    ticket: 0,
    exchange: "",
    routingKey: "q",
    mandatory: false,
    immediate: false,
  });
  const contentHeader = Buffer.from([
    2, 0, 1, 0, 0, 0, 14, 0, 60, 0, 0, 0, 0, 0, 0, 0x1f, 0, 0, 0, 0, 0, 0xce,
  ]);
  socket.write(Buffer.concat([handshake, publish, contentHeader]));
  await works();
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(200 * 2 ** 20);
  socket.destroy();
});

test("a client that never reads gets no more than a bounded amount", async () => {
  const vhost = broker.vhost("/");
  vhost.declareQueue("flood");
  const body = Buffer.alloc(64 * 1024, "x");
  const socket = await socketTo(broker);
  socket.pause();
  const consume = frame(1, "basic.consume", {
    ticket: 0,
    queue: "flood",
    consumerTag: "never",
    noLocal: false,
    noAck: true,
    exclusive: false,
    noWait: false,
    arguments: new Map(),
  });
  socket.write(Buffer.concat([handshake, consume]));
  await poll(async () => vhost.queue("flood")?.consumers === 1);
  for (let index = 0; index < 1_000; index++) vhost.publish({ routingKey: "flood", body });
  const [ready, later] = [vhost.queue("flood")?.ready ?? 0, await settledCount()];
  // the sockets' own buffers take some megabytes besides
  expect(ready).toBeGreaterThan(800);
  expect(later).toBeGreaterThan(500);
  const reader = await connect(broker.url);
  const channel = await reader.createChannel();
  let received = 0;
  await channel.consume("flood", () => received++, { noAck: true });
  await poll(async () => vhost.queue("flood")?.ready === 0);
  expect(received).toBeGreaterThan(500);
  await reader.close();
  socket.destroy();
  await poll(async () => vhost.queue("flood")?.consumers === 0);
  vhost.deleteQueue("flood");

  async function settledCount(): Promise<number> {
    await works();
    return vhost.queue("flood")?.ready ?? 0;
  }
});

test("ten thousand connections in turn leave nothing", async () => {
  await using own = await startEmbeddedBroker(); // what garbage declared may be left on the other one
  for (let round = 0; round < 200; round++) {
    await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const socket = await socketTo(own);
        socket.resume();
        socket.write(index % 3 === 0 ? header : handshake);
        if (index % 2 === 0) socket.end();
        else socket.resetAndDestroy();
        await once(socket, "close");
      }),
    );
  }
  await poll(async () => own.connections().length === 0);
  expect(own.vhost("/").queues()).toEqual([]);
  await works(own);
});
