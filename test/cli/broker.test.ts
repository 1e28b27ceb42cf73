import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { connect } from "amqplib";
import { expect, onTestFinished, test } from "vitest";
import { type Ran, runCli } from "../support/run-cli.js";
import { tempFolder } from "../support/temp-folder.js";
import { poll } from "../support/waiting.js";

const contract = {
  exchange: { name: "orders", type: "topic" },
  services: {
    "svc-billing": {
      consumes: {
        order_paid: {
          queue: { name: "svc-billing.order_paid" },
          retry: { strategy: "delay", delays: ["200ms", "1s"], maxAttempts: 3 },
        },
        order_held: { queue: { name: "svc-billing.held", type: "classic" }, retry: { strategy: "none" } },
        order_seen: {},
      },
    },
    "svc-mail": {
      vhost: "mail",
      consumes: { order_seen: { queue: { name: "svc-mail.cache", perInstance: true } } },
    },
  },
};
const schema = { type: "object", properties: { orderId: { type: "string" } }, required: ["orderId"] };
const schemas = {
  "schemas/contract.json": contract,
  "schemas/order_paid/v1.json": schema,
  "schemas/order_paid/event.json": { routingKey: "order.paid" },
  "schemas/order_held/v1.json": schema,
  "schemas/order_seen/v1.json": schema,
};

/** The command while it runs, in a folder with these schemas. */
function start(argv: readonly string[], files: Parameters<typeof tempFolder>[0] = schemas) {
  const stop = new AbortController();
  const lines: string[] = [];
  let rest = "";
  const out = (text: string) => {
    const parts = `${rest}${text}`.split("\n");
    rest = parts.pop() ?? "";
    lines.push(...parts);
  };
  const ended = runCli(tempFolder(files), ["broker", "--port", "0", ...argv], { out, signal: stop.signal });
  onTestFinished(async () => {
    stop.abort();
    await ended;
  });
  const line = (index: number) => Promise.race([poll(async () => lines[index]), ended.then(failed)]);
  return { stop, ended, lines, line };
}

function failed({ code, err }: Ran): never {
  throw new Error(`ended with ${code}: ${err}`);
}

async function channelTo(url: string) {
  const model = await connect(url);
  model.on("error", () => {});
  onTestFinished(() => model.close().catch(() => {}));
  const channel = await model.createConfirmChannel();
  return channel;
}

test("with --permissions, a service may do what its topology allows, and nothing else", async () => {
  const { line } = start(["--permissions", "none", "--declare", "--format", "json"]);
  const first = JSON.parse(await line(0)) as { readonly port: number; readonly users: readonly string[] };
  expect(first.users).toEqual(["svc-billing", "svc-mail"]);
  const as = (user: string, vhost = "") => `amqp://${user}:${user}@127.0.0.1:${first.port}/${vhost}`;
  const channel = await channelTo(as("svc-billing"));
  channel.on("error", () => {});
  await channel.consume("svc-billing.order_paid", () => {});
  await expect(channel.assertExchange("orders", "topic")).rejects.toThrow(/ACCESS_REFUSED.*configure/);
  await expect(connect(as("svc-billing", "mail"))).rejects.toThrow(/ConnectionOpenOk/);
  await expect(connect(as("guest"))).rejects.toThrow(/ACCESS[-_]REFUSED/);
});

test("--permissions takes the modes of connect, and services that it can be about", async () => {
  expect(await start(["--permissions", "some"]).ended).toMatchObject({
    code: 2,
    err: expect.stringContaining("assert, check, none"),
  });
  const { code, err } = await start(["--permissions"], { "schemas/order_paid/v1.json": schema }).ended;
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("has no services") });
});

const paid = { type: "order_paid", contentType: "application/json; version=v1", messageId: "m-1" };

test("declares what the services of contract.json would, and prints a line for each message", async () => {
  const broker = start(["--declare"]);
  const [url = ""] = /amqp:\/\/guest:guest@127\.0\.0\.1:\d+/.exec(await broker.line(0)) ?? [];
  expect(await broker.line(1)).toBe("Declared: 1 exchange, 7 queues, 2 bindings.");
  expect(await broker.line(2)).toContain("svc-billing consumes order_seen");
  const channel = await channelTo(url);
  // the very arguments that the runtime declares: others would close the channel with 406
  await channel.assertQueue("svc-billing.order_paid", {
    arguments: {
      "x-queue-type": "quorum",
      "x-dead-letter-exchange": "",
      "x-dead-letter-routing-key": "svc-billing.order_paid.dead",
      "x-delivery-limit": 20,
      "x-dead-letter-strategy": "at-least-once",
      "x-overflow": "reject-publish",
    },
  });
  for (const name of [".dead", ".retry.200", ".retry.1000"])
    await channel.checkQueue(`svc-billing.order_paid${name}`);
  for (const name of ["svc-billing.held", "svc-billing.held.dead"]) await channel.checkQueue(name);
  await (await channelTo(`${url}/mail`)).checkQueue("svc-mail.cache.dead");

  channel.publish("orders", "order.paid", Buffer.from('{"orderId":"o-1"}'), paid);
  expect(await broker.line(3)).toMatch(
    /^\d\d:\d\d:\d\d\.\d{3} {2}order_paid v1 +valid +→ svc-billing\.order_paid$/,
  );
  channel.publish("orders", "order.paid", Buffer.from('{"orderId":7}'), paid);
  expect(await broker.line(4)).toMatch(
    /order_paid v1 +invalid +→ svc-billing\.order_paid {2}\(schema-violation: \/orderId must be string\)$/,
  );
  channel.publish("orders", "nowhere", Buffer.from("{}"), { type: "order_lost\u001b[2J" });
  expect(await broker.line(5)).toMatch(/order_lost\S*\[2J +unchecked +→ no queue {2}\(unknown-event: .*\)$/);
  expect(broker.lines[5]).not.toContain("\u001b");
});

test("an event of another contract is unchecked, and virtual hosts other than / are named", async () => {
  const broker = start(["--declare"]);
  const [url = ""] = /amqp:\/\/\S+:\d+/.exec(await broker.line(0)) ?? [];
  await broker.line(2);
  const channel = await channelTo(`${url}/%2Fshop`);
  await channel.assertQueue("inbox");
  channel.sendToQueue("inbox", Buffer.from("{}"), { type: "paid" });
  expect(await broker.line(3)).toMatch(
    / paid +unchecked +→ inbox in \/shop {2}\(unknown-event: the contract has no event "paid"\)$/,
  );
  channel.sendToQueue("inbox", Buffer.from("{}"), { type: "order_paid" });
  expect(await broker.line(4)).toMatch(/ order_paid +invalid +→ inbox in \/shop {2}\(unknown-version: .*\)$/);
});

test("prints JSON lines, the URL first, and reports what the broker itself dead-letters", async () => {
  const broker = start(["--declare", "--format", "json"]);
  const first = JSON.parse(await broker.line(0));
  expect(first).toMatchObject({
    kind: "listening",
    declared: { queues: 7, withoutQueue: [expect.any(String)] },
  });
  const channel = await channelTo(first.url);
  channel.publish("orders", "order.paid", Buffer.from('{"orderId":"o-1"}'), paid);
  expect(JSON.parse(await broker.line(1))).toMatchObject({
    kind: "published",
    vhost: "/",
    exchange: "orders",
    routingKey: "order.paid",
    messageId: "m-1",
    bytes: 17,
    event: "order_paid",
    version: "v1",
    validity: "valid",
    queues: ["svc-billing.order_paid"],
  });
  const message = await channel.get("svc-billing.order_paid");
  if (message) channel.nack(message, false, false);
  expect(JSON.parse(await broker.line(2))).toMatchObject({
    kind: "dead-lettered",
    event: "order_paid",
    reason: "rejected",
    from: "svc-billing.order_paid",
    queues: ["svc-billing.order_paid.dead"],
  });
});

test("ends with 0 when it is asked to stop, connections and all", async () => {
  const broker = start(["--quiet", "--format", "json"], {});
  const model = await connect(JSON.parse(await broker.line(0)).url);
  model.on("error", () => {});
  const closed = once(model, "close");
  broker.stop.abort();
  expect(await broker.ended).toMatchObject({ code: 0, err: "" });
  await closed;
});

test("takes users, shows no password of theirs, and prints nothing with --quiet", async () => {
  const broker = start(["--user", "a:s3cret", "b:x:y", "--quiet", "--format", "json"], {});
  const { url, port } = JSON.parse(await broker.line(0));
  expect(url).toBe(`amqp://a:***@127.0.0.1:${port}`);
  const channel = await channelTo(`amqp://b:x%3Ay@127.0.0.1:${port}`);
  await expect(connect(`amqp://guest:guest@127.0.0.1:${port}`)).rejects.toThrow(/403|ACCESS/);
  await channel.assertQueue("q");
  channel.sendToQueue("q", Buffer.from("x"));
  await channel.waitForConfirms();
  expect(broker.lines).toHaveLength(1);
});

test("without schemas each message is unchecked", async () => {
  const broker = start(["--format", "json"], {});
  const channel = await channelTo(JSON.parse(await broker.line(0)).url);
  await channel.assertQueue("q");
  channel.sendToQueue("q", Buffer.from("no JSON"), { type: "anything" });
  expect(JSON.parse(await broker.line(1))).toMatchObject({
    event: "anything",
    validity: "unchecked",
    queues: ["q"],
  });
});

test("a taken port is a mistake with advice, and so are a wrong user and missing schemas", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const run = (argv: readonly string[]) => runCli(tempFolder({}), ["broker", ...argv]);
  expect(await run(["--port", `${port}`])).toMatchObject({
    code: 2,
    out: "",
    err: expect.stringMatching(new RegExp(`^rabbitgen: Port ${port} .*in use.*--port 0`)),
  });
  expect(await run(["--port", "0", "--user", "anna"])).toMatchObject({
    code: 2,
    err: expect.stringContaining("svc-order:secret"),
  });
  expect(await run(["--port", "0", "--declare"])).toMatchObject({
    code: 2,
    err: expect.stringContaining("Folder schemas not found"),
  });
  expect(await run(["--port", "65536"])).toMatchObject({ code: 2 });
});
