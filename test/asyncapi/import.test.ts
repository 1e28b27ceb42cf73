// @module-tag long
import { cpSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseSource } from "../../src/contract/parse-source.js";
import { isObject, type Json } from "../../src/json/json.js";
import { joinPointer } from "../../src/json/pointer.js";
import { repository } from "../support/repository.js";
import { runCli } from "../support/run-cli.js";
import { tempFolder } from "../support/temp-folder.js";

const documents = join(repository, "test/asyncapi/documents");

interface Report {
  readonly files: readonly string[];
  readonly findings: readonly {
    readonly file: string;
    readonly pointer: string;
    readonly message: string;
    readonly range: { readonly line: number };
  }[];
}

/** Imports a document of the kind that teams have. */
async function imported(name: string) {
  const folder = tempFolder({ "secret.json": { type: "string" } });
  cpSync(documents, join(folder, "docs"), { recursive: true });
  const { code, out } = await runCli(folder, ["import", "asyncapi", `docs/${name}`, "--format", "json"]);
  const read = (path: string): unknown => JSON.parse(readFileSync(join(folder, "schemas", path), "utf8"));
  const report = JSON.parse(out) as Report;
  return { folder, code, report, read, places: report.findings.map(({ pointer }) => pointer) };
}

describe("a document of AsyncAPI 2 as annotated services have it", () => {
  test("becomes a contract that compiles, with a list of what it could not have", async () => {
    const { folder, code, read, places } = await imported("annotated-service.yaml");
    expect(code).toBe(1);
    expect((await runCli(folder, ["generate"])).code).toBe(0);
    expect(read("contract.json")).toMatchObject({
      services: {
        "shop-notifications": {
          publishes: { OrderCreated: ["v1"] },
          consumes: { "mail.wanted": { versions: ["v2"], queue: { name: "notify-queue" } } },
        },
      },
    });
    expect(read("OrderCreated/event.json")).toMatchObject({
      exchange: { name: "shop", type: "topic" },
      routingKey: "order.created.{region}",
      vhost: "/shop",
      unversioned: "v1",
      headers: { properties: { tenant: { type: "string" } } },
    });
    expect(read("OrderCreated/v1.json")).toHaveProperty("$ref", "../_shared/Order.json");
    expect(read("_shared/Line.json")).toHaveProperty("properties.parent.$ref", "#");
    for (const place of [
      "/info/version",
      "/info/license",
      "/servers",
      "/channels/order.created.{region}/subscribe/bindings/amqp/priority",
      "/channels/notify-queue/bindings/amqp/queue/exclusive",
      "/components/messages/Binary",
      "/components/schemas/Order/discriminator",
      "/components/schemas/Order/properties/code/pattern",
      "/components/schemas/Order/properties/other/$ref",
      "/components/schemas/Order/properties/above/$ref",
      "/components/messages/OrderCreated/examples/1/payload",
    ])
      expect(places).toContain(place);
  });
});

test("a document of AsyncAPI 3 gives versions, routes and queues", async () => {
  const { folder, code, read, places } = await imported("orders.json");
  expect(code).toBe(1);
  expect((await runCli(folder, ["generate"])).code).toBe(0);
  expect(read("OrderPaid/event.json")).toMatchObject({
    exchange: { name: "orders", type: "direct" },
    routingKey: "order.paid",
    unroutable: "ignore",
  });
  expect(read("OrderPaid/v2.json")).toMatchObject({ required: ["total"] });
  expect(read("contract.json")).toMatchObject({
    services: {
      orders: {
        publishes: { OrderPaid: ["v1", "v2"] },
        consumes: { OrderPaid: { versions: ["v1"], queue: { name: "orders.inbox" } } },
      },
    },
  });
  expect(places).toContain("/channels/paid/messages/Avro");
  expect(places).toContain("/channels/paid/bindings/amqp/exchange/durable");
});

/** Documents of the shapes that frameworks and teams have, with a few places of each that a contract cannot have. */
const foreign: Readonly<Record<string, readonly string[]>> = {
  "generated-by-framework.json": [
    "/channels/audit-q:audit:OnEntry/bindings/amqp/queue/durable",
    "/operations/audit-q:audit:OnEntrySubscribe/bindings/amqp/cc",
    "/operations/shard{number}:audit:Publisher/bindings/amqp/deliveryMode",
  ],
  "bindings-by-reference.yaml": [
    "/channels/outbound~1commands/publish/traits",
    "/components/operationBindings/Outbound/expiration",
    "/components/messageBindings/Outbound/messageType",
    "/components/correlationIds",
    "/channels/stock~1levels/subscribe/message/examples/0/headers",
  ],
  "event-bus.yaml": [
    "/channels/grade.published.v2",
    "/channels/grade.published.v2/publish/message",
    "/channels/grade.published.v1/publish/message/summary",
    "/channels/grade.#",
  ],
  "exchange-and-queue.yaml": [
    "/channels/allOrders",
    "/components/channels/orderQueue/bindings/amqp/queue/messageTtl",
    "/components/messages/OrderPlaced",
    "/components/schemas/Headers/properties/x-delay",
    "/operations/consumeOrders/reply",
    "/$id",
  ],
  "other-formats.json": [
    "/channels/meter~1{meterId}~1read/bindings/kafka",
    "/channels/meter~1{meterId}~1read/bindings/amqp/exchange/type",
    ...[0, 1, 2, 5].map((index) => `/channels/meter~1{meterId}~1read/subscribe/message/oneOf/${index}`),
    "/channels/direct-queue/publish/message",
  ],
};

describe.each(Object.keys(foreign))("%s", (name) => {
  test("becomes a contract that compiles, with a list of what it could not have", async () => {
    const { folder, code, places } = await imported(name);
    expect(code).toBe(1);
    expect(foreign[name]?.filter((place) => !places.includes(place))).toEqual([]);
    expect(await runCli(folder, ["generate"])).toMatchObject({ code: 0 });
  });

  test("loses nothing in silence: each member that is added anywhere is listed", async () => {
    const { source } = parseSource(name, readFileSync(join(documents, name), "utf8"));
    const probed: string[] = [];
    const value = withProbes(source?.value ?? null, "", probed);
    expect(probed.length).toBeGreaterThan(10);
    const folder = tempFolder({ "docs/asyncapi.json": value });
    cpSync(join(documents, "shared"), join(folder, "docs/shared"), { recursive: true });
    const { out } = await runCli(folder, ["import", "asyncapi", "docs/asyncapi.json", "--format", "json"]);
    const places = (JSON.parse(out) as Report).findings.map(({ pointer }) => pointer);
    const isListed = (probe: string): boolean =>
      places.some((place) => place !== "" && (probe === place || probe.startsWith(`${place}/`)));
    expect(probed.filter((probe) => !isListed(probe))).toEqual([]);
  });
});

/** The document with one more member in each object that is not a schema, value or reference. */
function withProbes(value: Json, pointer: string, probed: string[]): Json {
  if (Array.isArray(value))
    return value.map((item, index) => withProbes(item as Json, `${pointer}/${index}`, probed));
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(([key, inner]): [string, Json] => {
    const at = joinPointer(pointer, key);
    const isKept =
      ["payload", "headers", "schemas", "schema", "reply"].includes(key) || typeof inner !== "object";
    return [key, isKept ? inner : withProbes(inner, at, probed)];
  });
  if ("$ref" in value) return value;
  probed.push(`${pointer}/x-probe`);
  return Object.fromEntries([...members, ["x-probe", "probe"]]);
}

test("a reference leads through a reference, and a queue beside an exchange is the one that is consumed", async () => {
  const { read } = await imported("exchange-and-queue.yaml");
  expect(read("contract.json")).toMatchObject({
    services: {
      fulfilment: {
        publishes: { Stopped: ["v1"], OrderPlaced: ["v1"] },
        consumes: {
          OrderPlaced: { versions: ["v1"], queue: { name: "order-processing" } },
          OrderCreated: { versions: ["v1"], bind: "orders.*.created" },
        },
      },
    },
  });
  expect(read("OrderCreated/event.json")).toMatchObject({ routingKey: "orders.{word1}.created" });
});

test("some versions of an event are published where an operation sends some", async () => {
  const { read } = await imported("event-bus.yaml");
  expect(read("contract.json")).toMatchObject({
    services: { "school-event-bus": { publishes: { "grade.published": ["v1"] } } },
  });
});

/** A document of one service, whose parts are given. */
async function importedOf(parts: object, options: Readonly<Record<string, unknown>> = {}) {
  const document = { asyncapi: "3.0.0", info: { title: "app", version: "1" }, ...parts };
  const folder = tempFolder({ "docs/asyncapi.json": document, ...options });
  const { code, out, err } = await runCli(folder, [
    "import",
    "asyncapi",
    "docs/asyncapi.json",
    "--format",
    "json",
  ]);
  const report = JSON.parse(out) as Report;
  return {
    folder,
    code,
    err,
    at: (pointer: string) => report.findings.find((each) => each.pointer === pointer)?.message,
    read: (path: string): unknown => JSON.parse(readFileSync(join(folder, "schemas", path), "utf8")),
  };
}

test("lists what has no effect without its members: channels without messages, operations without an action, queues", async () => {
  const a = { messages: { paid: { payload: { type: "object" } } } };
  const queue = (name: string) => ({ ...a, bindings: { amqp: { is: "queue", queue: { name } } } });
  const { at, read } = await importedOf({
    channels: { a, empty: { address: "empty" }, q1: queue("q1"), q2: queue("q2") },
    operations: {
      neither: { action: "publish", channel: { $ref: "#/channels/a" } },
      direct: { action: "send", channel: { $ref: "#/channels/q1" } },
      first: { action: "receive", channel: { $ref: "#/channels/q1" } },
    },
  });
  expect(at("/channels/empty")).toContain("it has none");
  expect(at("/operations/neither")).toContain('an action, "send" or "receive"');
  expect(at("/operations/direct")).toContain("is sent to a queue");
  expect(read("contract.json")).toHaveProperty("services.app.publishes");
});

test("an event that is received from two queues keeps the first", async () => {
  const queue = (name: string) => ({
    messages: { paid: { $ref: "#/components/messages/paid" } },
    bindings: { amqp: { is: "queue", queue: { name } } },
  });
  const { at, read } = await importedOf({
    channels: { q1: queue("q1"), q2: queue("q2") },
    operations: {
      first: { action: "receive", channel: { $ref: "#/channels/q1" } },
      second: { action: "receive", channel: { $ref: "#/channels/q2" } },
    },
    components: { messages: { paid: { payload: { type: "object" } } } },
  });
  expect(at("/operations/second")).toContain("from another queue");
  expect(read("contract.json")).toMatchObject({
    services: { app: { consumes: { paid: { queue: { name: "q1" } } } } },
  });
});

test("a message has the headers of its traits, too", async () => {
  const traced = { properties: { trace: { type: "string" } }, required: ["trace"] };
  const tenant = { type: "object", properties: { tenant: { type: "string" } } };
  const { read } = await importedOf({
    channels: { a: { messages: { paid: { headers: tenant, traits: [{ headers: traced }], payload: {} } } } },
  });
  expect(read("paid/event.json")).toMatchObject({
    headers: {
      properties: { tenant: { type: "string" }, trace: { type: "string" } },
      required: ["trace"],
    },
  });
});

test("names the JSON Schema of its settings by the way from the folder that is written", async () => {
  const folder = tempFolder({
    "a.json": { asyncapi: "3.0.0", info: { title: "app" }, components: { messages: { m: {} } } },
  });
  await runCli(folder, ["import", "asyncapi", "a.json", "--out", "services/app/schemas"]);
  const text = readFileSync(join(folder, "services/app/schemas/contract.json"), "utf8");
  expect(JSON.parse(text)).toHaveProperty(
    "$schema",
    "../../../node_modules/rabbitgen/json-schemas/contract.schema.json",
  );
});

test("writes nothing over anything, and nothing of what is not a document", async () => {
  const folder = tempFolder({ "schemas/mine.txt": "mine", "a.json": { openapi: "3.0.0" }, "b.yaml": "a: [" });
  const taken = await runCli(folder, ["import", "asyncapi", "a.json"]);
  expect(taken.code).toBe(2);
  expect(taken.err).toContain("schemas/ is not empty");
  const older = await runCli(tempFolder({ "c.json": { asyncapi: "1.2.0" } }), [
    "import",
    "asyncapi",
    "c.json",
  ]);
  expect(older).toMatchObject({ code: 2 });
  expect(older.err).toContain('its "asyncapi" version is "1.2.0"');
  for (const file of ["a.json", "b.yaml", "none.json"])
    expect((await runCli(folder, ["import", "asyncapi", file, "--out", "new"])).code).toBe(2);
  expect(existsSync(join(folder, "new"))).toBe(false);
});
