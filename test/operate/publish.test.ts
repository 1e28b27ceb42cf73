import { expect, test } from "vitest";
import { useBench } from "../support/use-bench.js";
import { openShop } from "./open-shop.js";

const bench = useBench();

test("puts on the wire what the event's publisher would, confirmed", async () => {
  const shop = await openShop(bench);
  const { event } = shop.family;
  const before = Math.floor(Date.now() / 1_000);
  const ran = await shop.cli(["publish", event, "v2", "-"], { input: '{"orderId":"o-1","total":1}' });
  expect(ran).toMatchObject({ code: 0, err: "", out: `Published 1 of 1 ${event} v2 as svc-order.\n` });
  const [message] = await shop.takeAll(shop.queue);
  expect(message?.content.toString()).toBe('{"orderId":"o-1","total":1}');
  expect(message?.fields).toMatchObject({ exchange: shop.exchange, routingKey: "order.paid" });
  expect(message?.properties).toMatchObject({
    contentType: "application/json; version=v2",
    deliveryMode: 2,
    type: event,
    appId: "svc-order",
    messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    headers: { "content-type": "application/json; version=v2" },
  });
  expect(message?.properties.timestamp).toBeGreaterThanOrEqual(before);
  expect(message?.properties.timestamp).toBeLessThanOrEqual(Date.now() / 1_000);
});

test("publishes a message on each line, and those in turn up to a count", async () => {
  const shop = await openShop(bench);
  const { event } = shop.family;
  const input = '{"orderId":"a"}\n{"orderId":"b"}\n\n{"orderId":"c"}\n';
  expect((await shop.cli(["publish", event, "v1"], { input })).code).toBe(0);
  const bodies = (await shop.takeAll(shop.queue)).map(
    ({ content }) => JSON.parse(content.toString()).orderId,
  );
  expect(bodies).toEqual(["a", "b", "c"]);
  const report = await shop.json(["publish", event, "v1", "--count", "7", "--rate", "500"], { input });
  expect(report).toMatchObject({ messages: 3, published: 7, failed: null, findings: [] });
  const messages = await shop.takeAll(shop.queue);
  expect(messages.map(({ content }) => JSON.parse(content.toString()).orderId).join("")).toBe("abcabca");
  expect(new Set(messages.map(({ properties }) => properties.messageId)).size).toBe(7);
});

test("publishes nothing when one message is not valid for a publisher, and shows the place", async () => {
  const shop = await openShop(bench);
  const input = '{"orderId":"a"}\n{"orderId":"b","undeclared":1}\n';
  const ran = await shop.cli(["publish", shop.family.event, "v1"], { input });
  expect(ran.code).toBe(1);
  expect(ran.out).toContain("(standard input), line 2");
  expect(ran.out).toContain("undeclared");
  expect(ran.err).toBe("1 of 2 messages is not valid; nothing was published.\n");
  expect(await bench.count(shop.queue)).toBe(0);
});

test("publishes made-up events of the version with --sample, the same for the same seed", async () => {
  const shop = await openShop(bench);
  const publish = async (...more: readonly string[]): Promise<readonly string[]> => {
    const ran = await shop.cli(["publish", shop.family.event, "v2", "--sample", "--count", "5", ...more]);
    expect(ran).toMatchObject({ code: 0, err: "" });
    return (await shop.takeAll(shop.queue)).map(({ content }) => content.toString());
  };
  const first = await publish();
  expect(new Set(first).size).toBe(5);
  expect(await publish()).toEqual(first);
  expect(await publish("--seed", "2")).not.toEqual(first);
});

test("takes the headers and the words of the routing key that the event asks for", async () => {
  const shop = await openShop(bench, {
    event: {
      routingKey: "order.{region}.{orderId}",
      headers: { type: "object", properties: { tenant: { type: "string" } }, required: ["tenant"] },
    },
  });
  await bench.channel.bindQueue(shop.queue, shop.exchange, "order.eu.*");
  const publish = (...more: readonly string[]) =>
    shop.cli(["publish", shop.family.event, "v1", ...more], { input: '{"orderId":"o-1"}' });
  expect(await publish("--header", "tenant=a=b", "--routing-key", "region=eu")).toMatchObject({
    code: 0,
    err: "",
  });
  const [message] = await shop.takeAll(shop.queue);
  expect(message?.fields.routingKey).toBe("order.eu.o-1");
  expect(message?.properties.headers).toMatchObject({ tenant: "a=b" });
  expect((await publish("--header", "tenant=a")).err).toContain("region");
  expect((await publish("--routing-key", "region=eu")).err).toContain("tenant");
});

test("ends with 1 when no queue takes the message", async () => {
  const shop = await openShop(bench);
  await bench.channel.unbindQueue(shop.queue, shop.exchange, "order.paid");
  const ran = await shop.cli(["publish", shop.family.event, "v1"], { input: '{"orderId":"a"}' });
  expect(ran.code).toBe(1);
  expect(ran.err).toMatch(/^rabbitgen: no queue is bound to exchange/);
});

test("declares nothing: an exchange that is missing is an error", async () => {
  const shop = await openShop(bench, { declare: false });
  const ran = await shop.cli(["publish", shop.family.event, "v1"], { input: '{"orderId":"a"}' });
  expect(ran).toMatchObject({
    code: 2,
    err: expect.stringContaining(`exchange "${shop.exchange}" does not exist`),
  });
});

test.each([
  [["--service", "svc-nobody"], /Service "svc-nobody" not found/],
  [["--count", "0"], /whole number/],
  [["--seed", "2"], /--seed requires --sample/],
  [["orders.json", "--sample"], /not both/],
  [["--header", "tenant"], /--header must be <name>=<value>/],
  [["--header", "tenant=a", "--header", "tenant=b"], /"tenant" is given twice/],
  [["--rate", "-1"], /above 0/],
  [["--vhost", "/a=/b"], /contract\.json names none/],
  [["--url", ""], /No broker/],
])("refuses %j", async (argv, message) => {
  const shop = await openShop(bench, { declare: false });
  const env = argv[0] === "--url" ? { RABBITGEN_URL: "" } : {};
  const ran = await shop.cli(["publish", shop.family.event, "v1", ...argv], { input: "{}", env });
  expect(ran).toMatchObject({ code: 2, err: expect.stringMatching(message) });
});
