import { Buffer } from "node:buffer";
import { expect, it } from "vitest";
import { kept, Ledger } from "../support/ledger.js";
import { type OrderFamily, type OrderPaid, orderFamily } from "../support/order-family.js";
import { field, publishRaw, type RawMessage } from "../support/raw-message.js";
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
  "CC and BCC of tables": [
    member("CC", table(member("__proto__", bytes(Buffer.from("q"))))),
    member("BCC", bang),
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

it.each(Object.entries(headers))(
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

it("parks a message on which the SDK itself fails, and goes on", async () => {
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect();
  const ledger = new Ledger();
  let isBroken = false;
  const broken: OrderFamily = {
    event: family.event,
    get versions() {
      if (isBroken) {
        isBroken = false;
        throw new TypeError("a bug of ours");
      }
      return family.versions;
    },
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
