import { describe, expect, test } from "vitest";
import { parseSource } from "../../src/contract/parse-source.js";
import { repository } from "../support/repository.js";
import { runCli } from "../support/run-cli.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";
import { documentOf, inSchemas } from "./document-of.js";
import { fullContract } from "./full-contract.js";
import { hostileContract } from "./hostile-contract.js";

describe("a document", () => {
  test.each([
    ["this repository's contract", undefined],
    ["a contract with everything", fullContract],
    ["a hostile contract", hostileContract],
  ])("of %s is the same in YAML and in JSON, and from run to run", async (_, files) => {
    const folder = files === undefined ? repository : tempFolder(inSchemas(files));
    const first = await documentOf(folder);
    expect(parseSource("a.yaml", first.yaml).source?.value).toEqual(first.value);
    expect(await documentOf(folder)).toEqual(first);
  });

  test("says where events go, what is in them, and who sends and receives them", async () => {
    const { value } = await documentOf(tempFolder(inSchemas(fullContract)));
    expect(value.channels.order_paid).toMatchObject({
      address: "order.{region}.paid",
      parameters: { region: { enum: ["eu", "us"], location: "$message.payload#/region" } },
      bindings: {
        amqp: {
          is: "routingKey",
          exchange: { name: "events", type: "topic", durable: true, autoDelete: false, vhost: "/payments" },
          bindingVersion: "0.3.0",
        },
      },
    });
    expect(value.channels.invoice).toMatchObject({
      address: "invoice.{customer_country}",
      parameters: { customer_country: { location: "$message.payload#/customer/country" } },
    });
    expect(value.channels["svc-billing.paid"].bindings.amqp).toEqual({
      is: "queue",
      queue: {
        name: "svc-billing.paid",
        durable: true,
        exclusive: false,
        autoDelete: false,
        vhost: "/payments",
      },
      bindingVersion: "0.3.0",
    });
    expect(value.operations["svc-order.send.order_paid"]).toMatchObject({
      action: "send",
      channel: { $ref: "#/channels/order_paid" },
      messages: [{ $ref: "#/channels/order_paid/messages/order_paid.v1" }],
      bindings: { amqp: { deliveryMode: 2, mandatory: false } },
    });
    expect(value.operations["svc-billing.receive.order_paid"]).toMatchObject({
      action: "receive",
      channel: { $ref: "#/channels/svc-billing.paid" },
      messages: [{ $ref: "#/channels/svc-billing.paid/messages/order_paid.v2" }],
      bindings: { amqp: { ack: true } },
    });
    expect(value.components.messages["order_paid.v1"]).toMatchObject({
      name: "order_paid",
      contentType: "application/json; version=v1",
      deprecated: true,
      headers: {
        properties: { "content-type": { const: "application/json; version=v1" }, tenant: { minLength: 1 } },
        required: ["content-type", "tenant"],
      },
      payload: {
        properties: {
          pair: { items: [{ type: "string" }, { type: "number" }], additionalItems: false },
          total: { $ref: "#/components/schemas/money" },
        },
      },
    });
    expect(value.components.messages["order_paid.v2"].examples).toEqual([
      { name: "two", payload: { region: "eu", totals: [{ amount: 1 }, { amount: 2, currency: "EUR" }] } },
    ]);
  });

  test("has the body's envelope in payload and examples", async () => {
    const { value } = await documentOf(tempFolder(inSchemas(fullContract)));
    const { payload, examples } = value.components.messages["invoice.v1"];
    expect(payload.properties.version).toEqual({ type: "string", const: "v1" });
    expect(payload.required).toEqual(["version", "event", "customer"]);
    expect(JSON.stringify(examples[0].payload)).toMatch(/^{"version":"v1","event":"invoice","number":/);
  });

  test("is not made of a schema that has changed since it was found free of errors", async () => {
    const folder = tempFolder({ "schemas/a/v1.json": { type: "object" } });
    expect((await runCli(folder, ["generate"])).code).toBe(0);
    expect((await runCli(folder, ["asyncapi"])).code).toBe(0);
    writeFiles(folder, { "schemas/a/v1.json": { type: "objct" } });
    expect(await runCli(folder, ["asyncapi"])).toMatchObject({ code: 2, out: "" });
    expect(await runCli(folder, ["bundle", "a"])).toMatchObject({ code: 2, out: "" });
  });

  test("ends with 2 for a service that is not there, and for schemas with errors", async () => {
    const unknown = await runCli(repository, ["asyncapi", "--service", "svc-bilin"]);
    expect(unknown).toMatchObject({ code: 2, out: "" });
    expect(unknown.err).toContain("Did you mean svc-billing?");
    const folder = tempFolder({ "schemas/a/v1.json": { $ref: "./b.json" } });
    expect(await runCli(folder, ["asyncapi"])).toMatchObject({ code: 2, out: "" });
  });
});
