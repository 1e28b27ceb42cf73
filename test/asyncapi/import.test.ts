import { cpSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { repository } from "../support/repository.js";
import { runCli } from "../support/run-cli.js";
import { tempFolder } from "../support/temp-folder.js";

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
  cpSync(join(repository, "test/asyncapi/documents"), join(folder, "docs"), { recursive: true });
  const { code, out } = await runCli(folder, ["import", "asyncapi", `docs/${name}`, "--format", "json"]);
  const read = (path: string): unknown => JSON.parse(readFileSync(join(folder, "schemas", path), "utf8"));
  const report = JSON.parse(out) as Report;
  return { folder, code, report, read, places: report.findings.map(({ pointer }) => pointer) };
}

describe("a document of AsyncAPI 2 as annotated services have it", () => {
  it("becomes a contract that compiles, with a list of what it could not have", async () => {
    const { folder, code, read, places } = await imported("annotated-service.yaml");
    expect(code).toBe(1);
    expect((await runCli(folder, ["generate"])).code).toBe(0);
    expect(read("contract.json")).toMatchObject({
      services: {
        "shop-notifications": {
          publishes: ["OrderCreated"],
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

it("a document of AsyncAPI 3 gives versions, routes and queues", async () => {
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
        publishes: ["OrderPaid"],
        consumes: { OrderPaid: { versions: ["v1"], queue: { name: "orders.inbox" } } },
      },
    },
  });
  expect(places).toContain("/channels/paid/messages/Avro");
  expect(places).toContain("/channels/paid/bindings/amqp/exchange/durable");
});

it("writes nothing over anything, and nothing of what is not a document", async () => {
  const folder = tempFolder({ "schemas/mine.txt": "mine", "a.json": { openapi: "3.0.0" }, "b.yaml": "a: [" });
  const taken = await runCli(folder, ["import", "asyncapi", "a.json"]);
  expect(taken.code).toBe(2);
  expect(taken.err).toContain("schemas/ is not empty");
  for (const file of ["a.json", "b.yaml", "none.json"])
    expect((await runCli(folder, ["import", "asyncapi", file, "--out", "new"])).code).toBe(2);
  expect(existsSync(join(folder, "new"))).toBe(false);
});
