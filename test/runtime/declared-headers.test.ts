import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import { type Delivered, InvalidEventHeadersError, type PublishObservation } from "../../runtime/index.js";
import { type DeclaringFamily, declaringFamily, type OrderHeaders } from "../support/declared-headers.js";
import { orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";
import { Seen } from "../support/waiting.js";

const bench = useBench();
const V1 = "application/json; version=v1";
const TRACE = { traceparent: `00-${"a".repeat(32)}-${"b".repeat(16)}-01`, tracestate: "v=1" };
const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => "it did not reject",
    (error: unknown) => error,
  );

type Message = Delivered<DeclaringFamily["versions"]["v1"]>;

test("sends declared headers, and hands them to the handler with their types", async () => {
  const family = declaringFamily();
  const rabbit = await bench.connect();
  const seen = new Seen<Message>();
  const tenants: string[] = [];
  await rabbit.consumer(family, {
    queue: bench.queue(),
    handlers: {
      v1: (_, message) => {
        tenants.push(message.headers.tenant);
        seen.add(message);
      },
      v2: (_, { headers: { region } }) => void (region satisfies "eu" | "us" | undefined),
    },
  });
  const publisher = await rabbit.publisher(family.versions.v1);
  await publisher.publish({ orderId: "o-1" }, { headers: { tenant: "acme", region: "eu" } });
  await publisher.publish({ orderId: "o-2" }, { headers: { tenant: "ümlaut" }, trace: TRACE });
  const [first, second] = await seen.count(2);
  expect(tenants).toEqual(["acme", "ümlaut"]);
  expect(first?.headers).toEqual({ "content-type": V1, tenant: "acme", region: "eu" });
  expect(second?.headers).toMatchObject({ tenant: "ümlaut", ...TRACE });
  expect(second?.trace).toEqual(TRACE);
});

test("refuses to send headers that break their schema, with every place and no value", async () => {
  const family = declaringFamily();
  const queue = await bench.bound(family);
  const rabbit = await bench.connect();
  const publisher = await rabbit.publisher(family.versions.v1);
  const secret = "s3cret-".repeat(1_000);
  const refused: readonly (readonly [headers: object | undefined, places: readonly string[]])[] = [
    [undefined, [" required"]],
    [{}, [" required"]],
    [{ region: "eu" }, [" required"]],
    [{ tenant: undefined }, [" required"]],
    [{ Tenant: "acme" }, [" required", " additionalProperties"]],
    [{ tenant: 7 }, ["/tenant type"]],
    [{ tenant: "acme", region: secret }, ["/region enum"]],
    [{ tenant: "acme", note: secret }, [" additionalProperties"]],
    [Object.create({ tenant: "inherited" }) as object, [" required"]],
  ];
  for (const [headers, places] of refused) {
    const options = { headers: headers as OrderHeaders };
    const error = await rejection(publisher.publish({ orderId: "o-1" }, options));
    expect(error).toBeInstanceOf(InvalidEventHeadersError);
    const { certainty, failures, message, advice } = error as InvalidEventHeadersError;
    expect(certainty).toBe("not-sent");
    expect(failures.map(({ path, keyword }) => `${path} ${keyword}`)).toEqual(places);
    expect(message).toContain(family.event);
    expect(message).not.toContain("s3cret");
    expect(advice).toContain("event.json");
  }
  await publisher.publish({ orderId: "o-2" }, { headers: { tenant: "acme" } });
  expect((await bench.take(queue)).content.toString()).toBe('{"orderId":"o-2"}');
});

test("refuses declared headers of too many bytes as it refuses any", async () => {
  const rabbit = await bench.connect();
  const publisher = await rabbit.publisher(declaringFamily().versions.v1);
  const headers = { tenant: "t".repeat(40_000) };
  expect(await rejection(publisher.publish({ orderId: "o-1" }, { headers }))).toMatchObject({
    name: "MessageTooLargeError",
    certainty: "not-sent",
  });
});

test("adds what an instrumentation writes, unless it breaks a declared header", async () => {
  const family = declaringFamily();
  const queue = await bench.bound(family);
  const added = [{ ...TRACE, baggage: "a=1" }, { region: "mars", ...TRACE }, { region: "us" }];
  const publish = (): PublishObservation => ({ headers: added.shift(), ended: () => {} });
  const rabbit = await bench.connect({ instrumentation: { publish } });
  const publisher = await rabbit.publisher(family.versions.v1);
  const sent = async (): Promise<unknown> => {
    await publisher.publish({ orderId: "o-1" }, { headers: { tenant: "acme" } });
    return (await bench.take(queue)).properties.headers;
  };
  const own = { "content-type": V1, tenant: "acme" };
  expect(await sent()).toEqual({ ...own, ...TRACE, baggage: "a=1" });
  expect(await sent()).toEqual(own);
  expect(await sent()).toEqual({ ...own, region: "us" });
});

test("dead-letters what lacks a declared header or has an invalid one, before any handler", async () => {
  const family = declaringFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect();
  const reasons = new Seen<string>();
  rabbit.on("dead-letter", ({ reason, failures }) =>
    reasons.add(`${reason} ${failures.map(({ path, keyword }) => `${path} ${keyword}`).join()}`),
  );
  const handled: string[] = [];
  await rabbit.consumer(family, {
    queue,
    handlers: { v1: ({ orderId }) => void handled.push(orderId), v2: "dead-letter" },
  });
  const invalid: readonly (readonly [headers: Record<string, unknown>, expected: string])[] = [
    [{}, " required"],
    [{ TENANT: "acme" }, " required"],
    [{ tenant: 7 }, "/tenant type"],
    [{ tenant: ["acme"] }, "/tenant type"],
    [{ tenant: { name: "acme" } }, "/tenant type"],
    [{ tenant: true, region: "mars" }, "/tenant type,/region enum"],
    [{ tenant: Buffer.from([0xff, 0xfe]) }, "/tenant type"],
  ];
  for (const [headers, expected] of invalid) {
    const { exchange, routingKey } = family.versions.v1;
    const options = { contentType: V1, type: family.event, headers };
    bench.channel.publish(exchange.name, routingKey, Buffer.from('{"orderId":"o-1"}'), options);
    const dead = (await bench.take(`${queue}.dead`)).properties.headers;
    expect(dead).toMatchObject({ "rabbitgen-reason": "headers-violation" });
    const errors = JSON.parse(String(dead?.["rabbitgen-errors"])) as { path: string; keyword: string }[];
    expect(errors.map(({ path, keyword }) => `${path} ${keyword}`).join()).toBe(expected);
  }
  expect(await reasons.count(invalid.length)).toEqual(
    invalid.map(([, places]) => `headers-violation ${places}`),
  );
  expect(handled).toEqual([]);
});

test("reads what other clients send as bytes, and leaves undeclared headers alone", async () => {
  const family = declaringFamily();
  const rabbit = await bench.connect();
  const seen = new Seen<Message>();
  await rabbit.consumer(family, {
    queue: bench.queue(),
    handlers: { v1: (_, message) => seen.add(message), v2: "dead-letter" },
  });
  const { exchange, routingKey } = family.versions.v1;
  bench.channel.publish(exchange.name, routingKey, Buffer.from('{"orderId":"o-1"}'), {
    headers: { "content-type": V1, tenant: Buffer.from("ümlaut"), note: 7, list: [1], Region: "mars" },
  });
  const [message] = await seen.count(1);
  expect(message?.headers).toMatchObject({ tenant: "ümlaut", note: 7, list: [1], Region: "mars" });
  expect(message?.raw.properties.headers?.["tenant"]).toEqual(Buffer.from("ümlaut"));
});

test("keeps declared headers over retries, a delay and into the dead-letter queue, before those of others", async () => {
  const family = declaringFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect();
  const seen = new Seen<string>();
  await rabbit.consumer(family, {
    queue,
    retry: { delays: ["50ms"], maxAttempts: 3 },
    handlers: {
      v1: (_, { attempt, headers }) => {
        seen.add(`${attempt} ${headers.tenant.slice(0, 4)} ${headers.region}`);
        throw new Error("gateway down");
      },
      v2: "dead-letter",
    },
  });
  const publisher = await rabbit.publisher(family.versions.v1);
  await publisher.publish({ orderId: "o-1" }, { headers: { tenant: "acme", region: "us" }, delay: "1s" });
  expect(await seen.count(3)).toEqual(["1 acme us", "2 acme us", "3 acme us"]);
  expect((await bench.take(`${queue}.dead`)).properties.headers).toMatchObject({
    "rabbitgen-reason": "attempts-exhausted",
    tenant: "acme",
    region: "us",
  });
  const { exchange, routingKey } = family.versions.v1;
  // more than a copy has room for, in parts that are smaller than the declared one behind them
  const others = Object.fromEntries(Array.from({ length: 145 }, (_, at) => [`other-${at}`, "x".repeat(400)]));
  bench.channel.publish(exchange.name, routingKey, Buffer.from('{"orderId":"o-2"}'), {
    headers: { "content-type": V1, ...others, tenant: Buffer.from("late".repeat(150)) },
  });
  expect((await seen.count(6)).slice(3)).toEqual([
    "1 late undefined",
    "2 late undefined",
    "3 late undefined",
  ]);
});

test("validates each event of a queue by its own declaration", async () => {
  const [tagged, free] = [declaringFamily(), orderFamily()];
  const queue = bench.queue();
  const rabbit = await bench.connect();
  const seen = new Seen<unknown>();
  await rabbit.consumer([tagged, free], {
    queue,
    handlers: {
      [tagged.event]: {
        v1: (_: unknown, { headers }: Message) => seen.add(headers.tenant),
        v2: "dead-letter",
      },
      [free.event]: {
        v1: (_: unknown, { headers }: Delivered) => seen.add(headers["tenant"]),
        v2: "dead-letter",
      },
    } as never,
  });
  await (await rabbit.publisher(tagged.versions.v1)).publish(
    { orderId: "o-1" },
    { headers: { tenant: "a" } },
  );
  expect(await seen.count(1)).toEqual(["a"]);
  await (await rabbit.publisher(free.versions.v1)).publish({ orderId: "o-2" });
  expect(await seen.count(2)).toEqual(["a", undefined]);
  await (await rabbit.publisher(free.versions.v1)).publish({ orderId: "o-3" }, { headers: { tenant: "b" } });
  expect(await seen.count(3)).toEqual(["a", undefined, "b"]);
  await bench.holds(`${queue}.dead`, 0);
});
