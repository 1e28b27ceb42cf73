import { Buffer } from "node:buffer";
import type { Options } from "amqplib";
import { expect, test } from "vitest";
import { kept, Ledger } from "../support/ledger.js";
import { type OrderPaid, orderFamily } from "../support/order-family.js";
import { type Forgery, publishForged } from "../support/publish-forged.js";
import { useBench } from "../support/use-bench.js";
import { Seen } from "../support/waiting.js";

const bench = useBench();

/** The given number of bytes that are not UTF-8: three times as many when amqplib has decoded them. */
const invalid = (bytes: number): Forgery => [Buffer.alloc(bytes, "Z"), Buffer.alloc(bytes, 0xe9)];
const written = (bytes: number): string => "Z".repeat(bytes);
/** An ordinary table whose first name is `!`, by which amqplib marks types of its own. */
const marked: Forgery = [Buffer.from("\x01#"), Buffer.from("\x01!")];

const foreign: Readonly<Record<string, readonly [Forgery, Options.Publish]>> = {
  "a correlation id that is no UTF-8": [invalid(120), { correlationId: written(120) }],
  "a message id that is no UTF-8": [invalid(100), { messageId: written(100) }],
  "an app id that is no UTF-8": [invalid(100), { appId: written(100) }],
  "the greatest timestamp": [
    [Buffer.from("00000000075bcd15", "hex"), Buffer.alloc(8, 0xff)],
    { timestamp: 123_456_789 },
  ],
  "a header whose name is no UTF-8": [invalid(100), { headers: { [written(100)]: "x" } }],
  "a name in a header's table that is no UTF-8": [invalid(100), { headers: { t: { [written(100)]: "x" } } }],
  "a table like amqplib's decimal of null": [marked, { headers: { t: { "#": "decimal", value: null } } }],
  "a table like amqplib's decimal of nothing": [marked, { headers: { t: { "#": "decimal", value: {} } } }],
  "a table like amqplib's decimal of a text": [
    marked,
    { headers: { t: { "#": "decimal", value: { places: 1, digits: "x" } } } },
  ],
  "a table like amqplib's timestamp before 1970": [
    marked,
    { headers: { t: { "#": "timestamp", value: -5 } } },
  ],
  "a table like amqplib's type of an unknown name": [marked, { headers: { t: { "#": "x", value: 1 } } }],
};

test.each(Object.entries(foreign))(
  "retries and dead-letters a message with %s, and handles the one behind it, prefetch 1",
  async (_, [forgery, properties]) => {
    const family = orderFamily();
    const queue = bench.queue();
    const rabbit = await bench.connect();
    const ledger = new Ledger();
    const attempts = new Seen<number>();
    const copyFailures: string[] = [];
    rabbit.on("copy-failed", ({ cause }) => copyFailures.push(cause.message));
    await rabbit.consumer(family, {
      queue,
      prefetch: 1,
      retry: { delays: ["50ms"], maxAttempts: 2 },
      handlers: {
        v1: ({ orderId }: OrderPaid, { attempt }) => {
          if (orderId !== "bad") return ledger.handled(orderId);
          attempts.add(attempt);
          throw new Error("no");
        },
        v2: "dead-letter",
      },
    });
    await publishForged(bench.broker.url, forgery, (channel) => {
      const headers = { ...properties.headers, tenant: "a" };
      const contentType = "application/json; version=v1";
      const all = { contentType, type: family.event, messageId: "bad", ...properties, headers };
      channel.publish(`x.${family.event}`, family.event, Buffer.from('{"orderId":"bad"}'), all);
    });
    await attempts.count(1);
    await ledger.publish(await rabbit.publisher(family.versions.v1), "good");
    await ledger.handledAll(1);
    expect(await attempts.count(2)).toEqual([1, 2]);
    const dead = await bench.take(`${queue}.dead`);
    expect(dead.content.toString()).toBe('{"orderId":"bad"}');
    expect(dead.properties.contentType).toBe("application/json; version=v1");
    expect(dead.properties.headers).toMatchObject({ "rabbitgen-reason": "attempts-exhausted", tenant: "a" });
    expect(copyFailures).toEqual([]);
    await rabbit.close();
    const balance = await ledger.collect(bench, queue, 50);
    expect(balance).toMatchObject({ ...kept, handled: 1, dead: 0, queued: 0, duplicates: 0 });
  },
);
