import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import type { ConsumerOptions } from "../../runtime/consume/consumer-options.js";
import type { EventHandlers } from "../../runtime/consume/event-consumer.js";
import { ConfigurationError, memoryInbox, Retry } from "../../runtime/index.js";
import { openTelemetry } from "../../runtime/opentelemetry/open-telemetry.js";
import type { PublishOptions } from "../../runtime/publish/publish-options.js";
import { type OrderFamily, orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";
import { nextEvent, Seen } from "../support/waiting.js";

const bench = useBench();
const handlers = { v1: () => {}, v2: "dead-letter" } as const;
const refused = (message: RegExp) => ({
  name: "ConfigurationError",
  message: expect.stringMatching(message),
});

/** What JavaScript may pass. */
type Loose = Readonly<Record<string, unknown>>;

test.each<[Loose, RegExp]>([
  [{ queu: "q" }, /"queu".*queue/],
  [{ queue: "" }, /queue needs a non-empty name/],
  [{ queue: {} }, /queue needs a non-empty name/],
  [{ queue: 5 }, /queue must be an object/],
  [{ queue: { name: "q", type: "stream" } }, /type of queue "q".*"quorum", "classic".*"stream"/],
  [{ queue: { name: "q", typ: "classic" } }, /queue has the unknown option "typ"/],
  [{ queue: { name: "q", declare: "none" } }, /declare of queue "q".*"assert", "check"/],
  [{ queue: { name: "q", arguments: "x" } }, /arguments of a queue/],
  [{ queue: { name: "q", arguments: { "x-max-length": {} } } }, /argument "x-max-length" of a queue must be/],
  [{ queue: "q", retry: { strategy: "later" } }, /retry.strategy/],
  [{ queue: "q", retry: { delay: ["1s"] } }, /retry has the unknown option "delay"/],
  [{ queue: "q", retry: { delays: "1s" } }, /retry.delays must be a list/],
  [{ queue: "q", retry: { delays: ["1s", 1n] } }, /retry\.delays\[1\] is 1, which is not a duration/],
  [{ queue: "q", breaker: true }, /breaker must be an object/],
  [{ queue: "q", breaker: { failure: 3 } }, /breaker has the unknown option "failure"/],
  [{ queue: "q", inbox: {} }, /inbox must have/],
  [{ queue: "q", inbox: { seen: () => false } }, /inbox must have/],
  [{ queue: "q", inbox: { done: () => {} } }, /inbox must have/],
  [{ queue: "q", constructor: 1 }, /unknown option "constructor"/],
  [{ queue: "q", prefetch: "5" }, /prefetch/],
  [{ queue: "q", prefetch: Symbol("5") }, /prefetch/],
  [{ queue: "q", handlerTimeout: {} }, /handlerTimeout is a value of type object, which is not a duration/],
  [{ queue: "q", handlers: undefined }, /handlers/],
  [{ queue: "q", handlers: { ...handlers, v3: () => {} } }, /v3, which is not in this SDK/],
])("refuses options of a consumer that JavaScript gets wrong: %o", async (options, message) => {
  const rabbit = await bench.connect();
  const call = rabbit.consumer(orderFamily(), { handlers, ...options } as ConsumerOptions<typeof handlers>);
  await expect(call).rejects.toMatchObject(refused(message));
});

test("refuses handlers of an event that is not consumed", async () => {
  const rabbit = await bench.connect();
  const family = orderFamily();
  const table = { [family.event]: handlers, order_payd: handlers } as unknown as EventHandlers<[OrderFamily]>;
  const call = rabbit.consumer([family], { queue: "q", handlers: table });
  await expect(call).rejects.toMatchObject(refused(/"order_payd", which is not consumed/));
});

test("refuses options of publishers, publishes and closes that JavaScript gets wrong, and sends nothing", async () => {
  const family = orderFamily();
  const queue = await bench.bound(family);
  const rabbit = await bench.connect();
  for (const options of [
    { timout: 5 },
    { timeout: "5s" },
    { timeout: Number.NaN },
    { resend: "no" },
    [],
  ] as const)
    await expect(rabbit.publisher(family.versions.v1, options as object)).rejects.toMatchObject(refused(/./));
  const publisher = await rabbit.publisher(family.versions.v1);
  for (const options of [
    { correlationID: "c" },
    { correlationId: 5 },
    { replyTo: 5 },
    { toString: 1 },
    { messageId: Symbol("m") },
    { timeout: -1 },
    { timeout: Number.NaN },
    { signal: {} },
    { headers: null },
    { headers: ["a"] },
    { trace: {} },
    { trace: { traceparent: "x", tracstate: "y" } },
    null,
    "fast",
  ]) {
    const call = publisher.publish({ orderId: "o-1" }, options as PublishOptions);
    await expect(call).rejects.toMatchObject({ ...refused(/./), certainty: "not-sent" });
  }
  const consumer = await rabbit.consumer(orderFamily(), { queue: bench.queue(), handlers });
  for (const one of [publisher, consumer, rabbit]) {
    for (const options of [{ timout: 5 }, { timeout: "5s" }, 5_000])
      await expect(one.close(options as object)).rejects.toMatchObject(refused(/./));
  }
  await expect(publisher.publish({ orderId: "o-1" })).resolves.toHaveProperty("messageId");
  await bench.holds(queue, 1);
});

test("refuses options of an inbox, a Retry and openTelemetry that JavaScript gets wrong", () => {
  for (const options of [{ aftr: "1s" }, { after: "soon" }, null])
    expect(() => new Retry("later", options as object)).toThrow(ConfigurationError);
  expect(() => openTelemetry({ messageAsParent: "yes" } as object)).toThrow(ConfigurationError);
  for (const options of [{ sizes: 5 }, { size: "5" }, { size: Number.NaN }, { size: 0 }, 5])
    expect(() => memoryInbox(options as object)).toThrow(ConfigurationError);
});

test("refuses listeners of events that do not exist, and names those that do", async () => {
  const rabbit = await bench.connect();
  for (const name of [
    "unknown",
    "Retry",
    "deadLetter",
    "__proto__",
    "constructor",
    "",
    undefined,
    Symbol("retry"),
  ])
    expect(() => rabbit.on(name as "retry", () => {})).toThrow(
      /unknown event .*known events: connected, .*warning/,
    );
  for (const listener of [undefined, null, {}, "log"])
    expect(() => rabbit.on("retry", listener as () => void)).toThrow(/on\("retry"\) needs a listener/);
  expect(() => rabbit.on("retry", () => {})()).not.toThrow();
});

test("takes undefined for an option that is not there", async () => {
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect({ vhosts: { "/": undefined }, heartbeat: undefined });
  const seen = new Seen<string | undefined>();
  await rabbit.consumer(family, {
    queue: { name: queue, type: undefined, arguments: undefined },
    prefetch: undefined,
    retry: { strategy: undefined, delays: undefined, maxAttempts: undefined },
    handlerTimeout: undefined,
    inbox: undefined,
    breaker: { failures: undefined, pause: undefined, maxPause: undefined },
    handlers: {
      v1: async (_, message) => {
        seen.add(message.raw.properties.correlationId);
        if (seen.items.length > 1) return;
        // a message of another client may have no id: this compiles under exactOptionalPropertyTypes
        await publisher.publish(
          { orderId: "o-2" },
          { correlationId: message.messageId, trace: message.trace },
        );
      },
      v2: "dead-letter",
    },
  });
  const publisher = await rabbit.publisher(family.versions.v1, { timeout: undefined, resend: undefined });
  const nothing = { signal: undefined, timeout: undefined, messageId: undefined, headers: undefined };
  const { messageId } = await publisher.publish({ orderId: "o-1" }, { ...nothing, correlationId: undefined });
  expect(await seen.count(2)).toEqual([undefined, messageId]);
  await rabbit.close({ timeout: undefined });
});

test("reports a body of a foreign content type as that, not as broken JSON", async () => {
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect();
  await rabbit.consumer(family, { queue, handlers });
  const { exchange, routingKey } = family.versions.v1;
  for (const properties of [
    { contentType: "application/xml" },
    { contentType: "application/x-protobuf; version=v1" },
    { headers: { "Content-Type": "text/plain" } },
  ]) {
    for (const body of ["<order/>", Buffer.from([0xff, 0xfe])]) {
      const dead = nextEvent(rabbit, "dead-letter");
      bench.channel.publish(exchange.name, routingKey, Buffer.from(body), properties);
      expect(await dead).toMatchObject({
        reason: "undecodable",
        cause: { message: expect.stringMatching(/content[_-]type is not JSON: (application|text)/i) },
      });
    }
  }
});
