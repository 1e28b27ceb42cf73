import { expect, test } from "vitest";
import { useBench } from "../support/use-bench.js";
import { poll } from "../support/waiting.js";
import { openShop, type Shop } from "./open-shop.js";

const bench = useBench();

/** A `tail` that runs; what it printed so far, and how to end it. */
function startTail(shop: Shop, argv: readonly string[], flushed: () => Promise<void> = async () => {}) {
  const stop = new AbortController();
  const printed = { out: "", err: "" };
  const ran = shop.cli(["tail", ...argv], {
    signal: stop.signal,
    flushed,
    out: (text: string) => {
      printed.out += text;
    },
    err: (text: string) => {
      printed.err += text;
    },
  });
  const lines = () => printed.out.split("\n").filter((line) => line !== "");
  return { printed, ran, stop, lines, seen: (count: number) => poll(async () => lines().length >= count) };
}

/** Waits until the tail's queue is bound: it takes the messages of an exchange to which nothing else is bound. */
async function bound({ exchange }: Shop): Promise<void> {
  await poll(async () => {
    let returned = false;
    const onReturn = () => {
      returned = true;
    };
    bench.channel.on("return", onReturn);
    bench.channel.publish(exchange, "order.paid", Buffer.from("probe"), { mandatory: true });
    await bench.channel.checkExchange(exchange); // behind the return
    bench.channel.off("return", onReturn);
    return !returned;
  });
}

async function openExchange(event: object = {}): Promise<Shop> {
  const shop = await openShop(bench, { declare: false, event });
  await bench.channel.assertExchange(shop.exchange, "topic", { durable: true });
  return shop;
}

test("shows each message with its event, version, service and validity, and ends when it is stopped", async () => {
  const shop = await openExchange();
  const { event } = shop.family;
  const tail = startTail(shop, [event, "--json"]);
  await bound(shop);
  const send = (body: string, properties: object) =>
    bench.channel.publish(shop.exchange, "order.paid", Buffer.from(body), properties);
  const properties = {
    type: event,
    contentType: "application/json; version=v2",
    appId: "svc-order",
    messageId: "m-1",
  };
  send('{"orderId":"o-1","total":1}', properties);
  send('{"orderId":"o-1","total":"x"}', properties);
  send("{}", { type: "another" });
  await tail.seen(4);
  tail.stop.abort();
  expect((await tail.ran).code).toBe(0);
  const messages = tail.lines().map((line) => JSON.parse(line));
  expect(messages.slice(-3)).toMatchObject([
    {
      event,
      version: "v2",
      exchange: shop.exchange,
      routingKey: "order.paid",
      service: "svc-order",
      messageId: "m-1",
      bytes: 27,
      valid: true,
      body: '{"orderId":"o-1","total":1}',
    },
    { valid: false, reason: "schema-violation", failures: [{ path: "/total", keyword: "type" }] },
    {
      event: "another",
      valid: false,
      reason: "unknown-event",
      why: 'the contract has no event "another"',
    },
  ]);
  expect(tail.printed.err).toBe("");
});

test("takes no message from a consumer, and leaves no queue behind", async () => {
  const shop = await openShop(bench);
  const { event } = shop.family;
  const tail = startTail(shop, ["--max", "2"]);
  await poll(async () => tail.printed.err.includes("Watching"));
  const input = '{"orderId":"a"}\n{"orderId":"b"}';
  expect((await shop.cli(["publish", event, "v1"], { input })).code).toBe(0);
  expect((await tail.ran).code).toBe(0);
  expect(tail.lines()).toHaveLength(2);
  expect(tail.lines()[0]).toMatch(new RegExp(`${event} v1  order.paid  svc-order  15 B  valid$`));
  await bench.holds(shop.queue, 2);
  await bench.channel.deleteQueue(shop.queue);
  const ran = await shop.cli(["publish", event, "v1"], { input: '{"orderId":"a"}' });
  expect(ran.err).toContain("no queue is bound to");
});

test("skips the oldest when its reader is slow, and says how many", async () => {
  const shop = await openExchange();
  let release = (): void => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const tail = startTail(shop, ["--json"], () => held);
  await bound(shop);
  await tail.seen(1); // the probe is on its way to a reader that does not read
  for (let index = 0; index < 3_000; index += 1)
    bench.channel.publish(shop.exchange, "order.paid", Buffer.from(`{"orderId":"o-${index}"}`));
  const skipped = () =>
    Number(/at least (\d+) messages skipped so far\.\n$/.exec(tail.printed.err)?.[1] ?? 0);
  await poll(async () => skipped() > 1_000);
  release();
  await poll(async () => tail.lines().some((line) => line.includes("o-2999")));
  await poll(async () => tail.lines().length + skipped() >= 3_000); // the skipped ones come by a queue of their own
  tail.stop.abort();
  expect((await tail.ran).code).toBe(0);
  expect(tail.lines().length).toBeLessThan(3_000);
  expect(tail.lines().length + skipped()).toBeGreaterThanOrEqual(3_000);
});

test("ends with 2 when its connection is lost or its exchange is missing", async () => {
  const missing = await openShop(bench, { declare: false });
  const gone = await missing.cli(["tail"]);
  expect(gone).toMatchObject({ code: 2, err: expect.stringContaining("does not exist") });
  const shop = await openExchange();
  const proxy = await bench.proxy();
  const tail = startTail(shop, ["--url", proxy.url]);
  await poll(async () => tail.printed.err.includes("Watching"));
  proxy.cut();
  expect((await tail.ran).code).toBe(2);
  expect(tail.printed.err).toMatch(/connection to .* was lost/);
});

test("watches an event whose routing key is made of data, with each of its keys", async () => {
  const shop = await openExchange({ routingKey: "order.{region}" });
  const { ran, lines, stop, seen } = startTail(shop, ["--json"]);
  await bound(shop);
  for (const region of ["eu", "us"]) {
    const argv = ["publish", shop.family.event, "v1", "--routing-key", `region=${region}`];
    expect((await shop.cli(argv, { input: '{"orderId":"o"}' })).err).toBe("");
  }
  await seen(3);
  stop.abort();
  expect((await ran).code).toBe(0);
  const keys = lines().map((line) => JSON.parse(line).routingKey);
  expect(keys.slice(-2)).toEqual(["order.eu", "order.us"]); // behind the probe
});

test("says of which event no queue can get all messages", async () => {
  const exchange = { name: "x.direct", type: "direct" };
  const shop = await openShop(bench, {
    declare: false,
    bind: "order.eu",
    event: { routingKey: "order.{region}", exchange },
  });
  const ran = await shop.cli(["tail", shop.family.event]);
  expect(ran).toMatchObject({
    code: 2,
    err: expect.stringContaining(`${shop.family.event} cannot be watched`),
  });
});
