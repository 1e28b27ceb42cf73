import { Buffer } from "node:buffer";
import { randomUUID } from "node:crypto";
import type { Options } from "amqplib";
import { expect, test } from "vitest";
import { kept, Ledger } from "../support/ledger.js";
import { type OrderPaid, orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";
import { nextEvent, Seen } from "../support/waiting.js";

const bench = useBench();
const V1 = "application/json; version=v1";
const ORDER = '{"orderId":"bad"}';

const bad: Readonly<
  Record<string, readonly [reason: string, body: string | Buffer, properties: Options.Publish]>
> = {
  "malformed JSON": ["undecodable", `${ORDER}}`, { contentType: V1 }],
  "an empty body": ["undecodable", "", { contentType: V1 }],
  "bytes that are no UTF-8": ["undecodable", Buffer.from([0x22, 0xff, 0x22]), { contentType: V1 }],
  "an unknown content type": ["undecodable", ORDER, { contentType: "text/xml; version=v1" }],
  "a content type that is none": ["undecodable", ORDER, { contentType: "json v1" }],
  "another charset": ["undecodable", ORDER, { contentType: `${V1}; charset=utf-16` }],
  "a compressed body": ["undecodable", ORDER, { contentType: V1, contentEncoding: "gzip" }],
  "two versions in one content type": ["undecodable", ORDER, { contentType: `${V1}; version=v2` }],
  "property and header that disagree": [
    "version-conflict",
    ORDER,
    { contentType: V1, headers: { "content-type": "application/json; version=v2" } },
  ],
  "two headers that disagree": [
    "version-conflict",
    ORDER,
    { headers: { "content-type": V1, "Content-Type": "application/json; version=v2" } },
  ],
  "a version like a property of every object": [
    "unknown-version",
    ORDER,
    { contentType: "application/json; version=constructor" },
  ],
  "no object": ["schema-violation", "null", { contentType: V1 }],
  "an attempt that is no number": [
    "schema-violation",
    "[]",
    { contentType: V1, headers: { "rabbitgen-attempt": "x" } },
  ],
};

test("makes dead letters of all bad messages, untouched, with their reasons, and handles the good ones between them", async () => {
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect();
  const ledger = new Ledger();
  const v1 = ({ orderId }: OrderPaid) => ledger.handled(orderId);
  await rabbit.consumer(family, { queue, prefetch: 5, handlers: { v1, v2: "dead-letter" } });
  const publisher = await rabbit.publisher(family.versions.v1);
  const reasons = new Seen<readonly [what: string, reason: string]>();
  rabbit.on("dead-letter", ({ messageId = "", reason }) => reasons.add([messageId, reason]));
  for (const [name, [, body, properties]] of Object.entries(bad)) {
    await ledger.publish(publisher, randomUUID());
    bench.channel.publish(`x.${family.event}`, family.event, Buffer.from(body), {
      ...properties,
      messageId: name,
    });
  }
  const count = Object.keys(bad).length;
  await ledger.handledAll(count);
  const expected = Object.entries(bad).map(([name, [reason]]) => [name, reason]);
  expect(Object.fromEntries(await reasons.count(count))).toEqual(Object.fromEntries(expected));
  await rabbit.close();
  for (let i = 0; i < count; i += 1) {
    const { content, properties } = await bench.take(`${queue}.dead`);
    expect(content).toEqual(Buffer.from(bad[properties.messageId]?.[1] ?? "it has another name"));
  }
  const balance = await ledger.collect(bench, queue);
  expect(balance).toMatchObject({ ...kept, handled: count, dead: 0, queued: 0, duplicates: 0 });
});

test("retries and dead-letters a message whose headers fill amqplib's 64 KiB, and says which headers had no room", async () => {
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect();
  const attempts = new Seen<readonly string[]>();
  await rabbit.consumer(family, {
    queue,
    retry: { delays: ["50ms"], maxAttempts: 2 },
    handlers: {
      v1: (_, { headers }) => {
        attempts.add(Object.keys(headers));
        throw new Error("x".repeat(100_000));
      },
      v2: "dead-letter",
    },
  });
  const headers = { a: "x".repeat(30_000), b: "x".repeat(30_000), c: "x".repeat(5_000) };
  const properties = { contentType: V1, messageId: "large", headers };
  bench.channel.publish(`x.${family.event}`, family.event, Buffer.from(ORDER), properties);
  const dead = await bench.take(`${queue}.dead`);
  expect(dead.content.toString()).toBe(ORDER);
  expect(dead.properties.messageId).toBe("large");
  expect(dead.properties.headers).toMatchObject({ "rabbitgen-reason": "attempts-exhausted", a: headers.a });
  expect(dead.properties.headers).not.toHaveProperty("b");
  expect(attempts.items).toHaveLength(2);
  expect(attempts.items[1]).toContain("rabbitgen-dropped-headers");
});

test("makes a dead letter of a bad message with a header that amqplib reads and cannot write again", async () => {
  // amqplib takes every great number for a 64-bit integer, which this one is not
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect();
  const failures = new Seen<Error>();
  rabbit.on("copy-failed", ({ cause }) => failures.add(cause));
  const letter = nextEvent(rabbit, "dead-letter");
  await rabbit.consumer(family, { queue, handlers: { v1: () => {}, v2: "dead-letter" } });
  const properties = { contentType: V1, messageId: "odd", headers: { n: { "!": "double", value: -1e300 } } };
  bench.channel.publish(`x.${family.event}`, family.event, Buffer.from("{}"), properties);
  await Promise.race([letter, failures.count(3)]);
  await rabbit.close({ timeout: 1_000 });
  expect(failures.items).toEqual([]);
  expect((await bench.take(`${queue}.dead`)).properties.messageId).toBe("odd");
});

test.each([4_096, 8_192])(
  "retries and dead-letters messages whose headers do not fit into a frame of %d bytes, and keeps the connections",
  async (frameMax) => {
    const family = orderFamily();
    const queue = bench.queue();
    const rabbit = await bench.connect({ url: `${bench.broker.url}?frameMax=${frameMax}` });
    const disconnects: string[] = [];
    rabbit.on("disconnected", ({ cause }) => disconnects.push(cause.message));
    const attempts = new Seen<number>();
    await rabbit.consumer(family, {
      queue,
      retry: { delays: ["50ms"], maxAttempts: 2 },
      handlers: {
        v1: (_, { attempt }) => {
          attempts.add(attempt);
          throw new Error("x".repeat(10_000));
        },
        v2: "dead-letter",
      },
    });
    const headers = { a: "a", large: "b".repeat(10_000), table: { c: "c".repeat(3_000) } };
    for (const body of [ORDER, "{"])
      bench.channel.publish(`x.${family.event}`, family.event, Buffer.from(body), {
        contentType: V1,
        headers,
      });
    const letters = [await bench.take(`${queue}.dead`), await bench.take(`${queue}.dead`)];
    expect(attempts.items).toEqual([1, 2]);
    for (const { properties } of letters) {
      expect(properties).toMatchObject({ contentType: V1, headers: { a: "a" } });
      expect(properties.headers?.["rabbitgen-dropped-headers"]).toContain("large");
    }
    expect(disconnects).toEqual([]);
  },
);
