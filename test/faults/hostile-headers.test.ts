import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import { field, publishRaw, type RawMessage } from "../../bench/fuzz/raw-message.js";
import type { Delivered } from "../../runtime/index.js";
import { kept, Ledger } from "../support/ledger.js";
import { type OrderFamily, type OrderPaid, orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";
import { nextEvent, Seen } from "../support/waiting.js";

const bench = useBench();

const raw = (family: OrderFamily, headers: readonly Buffer[], body: string): RawMessage => ({
  exchange: `x.${family.event}`,
  routingKey: family.event,
  contentType: "application/json; version=v1",
  type: family.event,
  messageId: "bad",
  headers: [...headers, field.member("tenant", field.text("a"))],
  body: Buffer.from(body),
});

const { member, array, table, text, bytes, nothing, fixed } = field;
const bang = table(member("!", text("x")));

/** What amqplib reads and cannot write, or reads as something that it is not. */
const headers: Readonly<Record<string, readonly Buffer[]>> = {
  "an array of a table with the key ! under the SDK's prefix": [member("rabbitgen-x", array(bang))],
  "an array of a table with the key !": [member("h", array(bang))],
  "tables with the key ! deep in others": [member("h", table(member("a", array(table(member("b", bang))))))],
  "a number over all integers": [member("h", array(fixed("d", Buffer.from("fe37e43c8800759c", "hex"))))],
  "a negative timestamp": [member("h", table(member("t", fixed("T", Buffer.alloc(8, 0xff)))))],
  "__proto__ of bytes in a table": [member("h", table(member("__proto__", bytes(Buffer.from("abc")))))],
  "__proto__ of bytes": [member("__proto__", bytes(Buffer.from("abc")))],
  "__proto__ of nothing": [
    member("__proto__", nothing()),
    member("h", table(member("__proto__", nothing()))),
  ],
  "__proto__ of headers": [member("__proto__", table(member("content-type", text("text/xml"))))],
  "a content-type header that passes for bytes": [
    member("content-type", table(member("__proto__", bytes(Buffer.from("text/xml"))))),
  ],
  "a traceparent that passes for bytes": [
    member("traceparent", table(member("__proto__", bytes(Buffer.from("00"))))),
  ],
  "names of every object": [
    member(
      "h",
      table(member("toString", nothing()), member("toJSON", text("x")), member("constructor", bang)),
    ),
    member("hasOwnProperty", nothing()),
  ],
  "headers of the SDK that are no texts": [
    member("rabbitgen-attempt", table()),
    member("rabbitgen-exchange", array()),
    member("rabbitgen-cc", bang),
    member("x-death", bytes(Buffer.from("abc"))),
    member("x-delivery-count", bang),
  ],
};

test.each(Object.entries(headers))(
  "handles, retries and dead-letters a message with %s, and the next one at once, prefetch 1",
  async (_, forged) => {
    const family = orderFamily();
    const queue = bench.queue();
    const rabbit = await bench.connect();
    const ledger = new Ledger();
    const attempts = new Seen<number>();
    const copyFailures: string[] = [];
    const disconnects: string[] = [];
    rabbit.on("copy-failed", ({ cause }) => copyFailures.push(cause.message));
    rabbit.on("disconnected", ({ cause }) => disconnects.push(cause.message));
    await rabbit.consumer(family, {
      queue,
      retry: { delays: ["50ms"], maxAttempts: 2 },
      handlers: {
        v1: ({ orderId }: OrderPaid, { attempt, trace }) => {
          if (orderId !== "bad") return ledger.handled(orderId);
          expect(trace).toBeUndefined();
          attempts.add(attempt);
          throw new Error("no");
        },
        v2: "dead-letter",
      },
    });
    await publishRaw(bench.broker.url, raw(family, forged, "{"), raw(family, forged, '{"orderId":"bad"}'));
    await ledger.publish(await rabbit.publisher(family.versions.v1), "good");
    await ledger.handledAll(1);
    const dead = [await bench.take(`${queue}.dead`), await bench.take(`${queue}.dead`)];
    expect(dead.map(({ properties }) => properties.headers?.["rabbitgen-reason"])).toEqual([
      "undecodable",
      "attempts-exhausted",
    ]);
    expect(dead.map(({ content }) => content.toString())).toEqual(["{", '{"orderId":"bad"}']);
    for (const { properties } of dead) {
      expect(properties).toMatchObject({ messageId: "bad", headers: { tenant: "a" } });
      expect(properties.headers).not.toHaveProperty("rabbitgen-x");
    }
    expect(attempts.items).toEqual([1, 2]);
    expect(copyFailures).toEqual([]);
    expect(disconnects).toEqual([]);
    await rabbit.close();
    const balance = await ledger.collect(bench, queue, 50);
    expect(balance).toMatchObject({ ...kept, handled: 1, dead: 0, queued: 0, duplicates: 0 });
  },
);

/** Headers that amqplib's decoder does not survive, or that cannot be read without a deep stack. */
const unreadable: Readonly<Record<string, readonly Buffer[]>> = {
  "6,000 nested arrays": [member("deep", field.nested(6_000, "array"))],
  "4,000 nested tables": [member("deep", field.nested(4_000, "table"))],
  "129 nested arrays": [member("deep", field.nested(129, "array"))],
  "nested arrays behind other headers": [
    member("h", array(bang, nothing())),
    member("deep", table(member("a", text("x")), member("b", field.nested(6_000, "array")))),
  ],
};

test.each(Object.entries(unreadable))(
  "parks a message with %s and keeps the connection, so that its 20 neighbors are handled at once",
  async (_, forged) => {
    const family = orderFamily();
    const queue = bench.queue();
    const rabbit = await bench.connect();
    const ledger = new Ledger();
    const redelivered: string[] = [];
    const disconnects: string[] = [];
    rabbit.on("disconnected", ({ cause }) => disconnects.push(cause.message));
    const v1 = ({ orderId }: OrderPaid, message: Delivered) => {
      if (message.redelivered) redelivered.push(orderId);
      ledger.handled(orderId);
    };
    const options = { queue, prefetch: 30, handlers: { v1, v2: "dead-letter" } } as const;
    const first = await rabbit.consumer(family, options);
    await first.close();
    const publisher = await rabbit.publisher(family.versions.v1);
    await ledger.publishAll(publisher, "before", 10);
    await publishRaw(bench.broker.url, raw(family, forged, '{"orderId":"bad"}'));
    await ledger.publishAll(publisher, "after", 10);
    const letter = nextEvent(rabbit, "dead-letter");
    await rabbit.consumer(family, options);
    await ledger.handledAll(20);
    expect(await letter).toMatchObject({ reason: "unreadable-headers", messageId: "bad", attempt: 1 });
    const dead = await bench.take(`${queue}.dead`);
    expect(dead.content.toString()).toBe('{"orderId":"bad"}');
    expect(dead.properties).toMatchObject({
      messageId: "bad",
      contentType: "application/json; version=v1",
      type: family.event,
      headers: {
        tenant: "a",
        "rabbitgen-reason": "unreadable-headers",
        "rabbitgen-error-message": expect.stringMatching(/: deep$/),
      },
    });
    expect(Object.keys(dead.properties.headers ?? {}).filter((name) => /^unreadable/.test(name))).toEqual([]);
    expect(disconnects).toEqual([]);
    // a consumer begins with one message at a time, and may give one back while it raises the prefetch
    expect(redelivered.length).toBeLessThanOrEqual(1);
    await rabbit.close();
    const balance = await ledger.collect(bench, queue);
    expect(balance).toMatchObject({ ...kept, handled: 20, dead: 0, queued: 0, duplicates: 0 });
  },
);

test("hands headers of 128 levels to the handler", async () => {
  const family = orderFamily();
  const rabbit = await bench.connect();
  const seen = new Seen<Delivered["headers"]>();
  const v1 = (_: OrderPaid, message: Delivered): void => seen.add(message.headers);
  await rabbit.consumer(family, { queue: bench.queue(), handlers: { v1, v2: "dead-letter" } });
  const deep = member("deep", field.nested(128, "array"));
  await publishRaw(bench.broker.url, raw(family, [deep], '{"orderId":"o"}'));
  const [found] = await seen.count(1);
  expect(JSON.stringify(found?.["deep"])).toBe(`${"[".repeat(128)}null${"]".repeat(128)}`);
});

test("gives headers called __proto__ another name, so that no table has a prototype of the sender's choice", async () => {
  const family = orderFamily();
  const rabbit = await bench.connect();
  const seen = new Seen<Delivered["headers"]>();
  const v1 = (_: OrderPaid, message: Delivered): void => seen.add(message.headers);
  await rabbit.consumer(family, { queue: bench.queue(), handlers: { v1, v2: "dead-letter" } });
  const proto = member("__proto__", table(member("polluted", text("yes"))));
  await publishRaw(
    bench.broker.url,
    raw(family, [proto, member("h", array(table(proto)))], '{"orderId":"o"}'),
  );
  const [found] = await seen.count(1);
  expect(found).toEqual({
    tenant: "a",
    "--proto--": { polluted: "yes" },
    h: [{ "--proto--": { polluted: "yes" } }],
  });
  expect(found).not.toHaveProperty("polluted");
});

test("parks a message on which the SDK itself fails, and goes on", async () => {
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect();
  const ledger = new Ledger();
  let isBroken = false;
  const names = new Proxy(["tenant"], {
    get: (target, key) => {
      if (isBroken && key === Symbol.iterator) {
        isBroken = false;
        throw new TypeError("a bug of ours");
      }
      return Reflect.get(target, key);
    },
  });
  const anything = (value: unknown) => ({ valid: true, value }) as const;
  const headers = { names, validators: async () => ({ reader: anything, writer: anything }) };
  const { v1: first, v2: second } = family.versions;
  const broken = {
    event: family.event,
    versions: { v1: { ...first, headers }, v2: { ...second, headers } },
  };
  const v1 = ({ orderId }: OrderPaid) => ledger.handled(orderId);
  await rabbit.consumer(broken, { queue, handlers: { v1, v2: "dead-letter" } });
  const publisher = await rabbit.publisher(family.versions.v1);
  const letter = nextEvent(rabbit, "dead-letter");
  isBroken = true;
  await publisher.publish({ orderId: "o-1" }, { messageId: "m-1" });
  await ledger.publish(publisher, "good");
  await ledger.handledAll(1);
  expect(await letter).toMatchObject({ reason: "processing-failed", messageId: "m-1" });
  const dead = await bench.take(`${queue}.dead`);
  expect(dead.content.toString()).toBe('{"orderId":"o-1"}');
  expect(dead.properties.headers).toMatchObject({ "rabbitgen-error-message": "a bug of ours" });
});
