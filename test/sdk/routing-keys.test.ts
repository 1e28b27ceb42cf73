import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { printedConstant } from "../support/printed-constant.js";
import { runCli } from "../support/run-cli.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";
import { typeCheck } from "../support/type-check.js";

const text = { type: "string" };
const object = (properties: object) => ({ type: "object", properties, required: Object.keys(properties) });

/** v1 of order_paid has no region, and v2 has one; order_late has two that no schema has. */
const schemas = {
  "contract.json": {
    services: {
      svc: {
        publishes: ["order_paid", "order_late", "order_sent"],
        consumes: { order_paid: { bind: ["order.eu.paid", "order.*.paid"] } },
      },
    },
  },
  "order_paid/event.json": { routingKey: "order.{region}.paid" },
  "order_paid/v1.json": object({ id: text }),
  "order_paid/v2.json": object({ id: text, region: text }),
  "order_late/event.json": { routingKey: "late.{region}-{customer.area}.{id}" },
  "order_late/v1.json": object({ id: text, customer: object({ name: text }) }),
  "order_sent/v1.json": object({ id: text }),
};

const code = `
import { connect, orderPaid, orderLate, orderPaidV1, orderPaidV2, orderLateV1, orderSentV1, RoutingKeyError, type Publisher, type OrderSentV1, type OrderPaidV1 } from "./generated/index.js";

const rabbit = await connect({ url: "amqp://localhost", service: "svc" });
const v1 = await rabbit.publisher(orderPaidV1);
await v1.publish({ id: "1" }, { routingKey: { region: "eu" }, delay: "10m" });
// @ts-expect-error the region is missing
await v1.publish({ id: "1" });
// @ts-expect-error the region is missing
await v1.publish({ id: "1" }, { messageId: "m" });
// @ts-expect-error the region is missing
await v1.publish({ id: "1" }, { routingKey: {} });
// @ts-expect-error another placeholder
await v1.publish({ id: "1" }, { routingKey: { area: "eu" } });
// @ts-expect-error one placeholder too many
await v1.publish({ id: "1" }, { routingKey: { region: "eu", area: "eu" } });
// @ts-expect-error no string
await v1.publish({ id: "1" }, { routingKey: { region: 5 } });

const v2 = await rabbit.publisher(orderPaidV2);
await v2.publish({ id: "1", region: "eu" });
await v2.publish({ id: "1", region: "eu" }, { messageId: "m" });
// @ts-expect-error the payload has it
await v2.publish({ id: "1", region: "eu" }, { routingKey: { region: "eu" } });

const late = await rabbit.publisher(orderLateV1);
await late.publish({ id: "1", customer: { name: "n" } }, { routingKey: { region: "eu", "customer.area": "a" } });
// @ts-expect-error one of two
await late.publish({ id: "1", customer: { name: "n" } }, { routingKey: { region: "eu" } });

const sent: Publisher<OrderSentV1> = await rabbit.publisher(orderSentV1);
await sent.publish({ id: "1" });
// @ts-expect-error no placeholders
await sent.publish({ id: "1" }, { routingKey: { region: "eu" } });
const named: Publisher<OrderPaidV1, unknown, "region"> = v1;
await named.publish({ id: "1" }, { routingKey: { region: "eu" } }).catch((error: unknown) => {
  if (error instanceof RoutingKeyError) error.placeholder.trim();
});

const handlers = { v1: async () => {}, v2: async () => {} };
await rabbit.consumer(orderPaid, { queue: "q", bind: "order.eu.*", handlers });
const list: readonly string[] = ["order.eu.*"];
await rabbit.consumer(orderPaid, { queue: "q", bind: list, handlers });
await rabbit.consumer(orderPaid, { queue: "q", bind: undefined, handlers });
// @ts-expect-error no key
await rabbit.consumer(orderPaid, { queue: "q", bind: 5, handlers });
const several = { order_paid: handlers, order_late: { v1: async () => {} } };
await rabbit.consumer([orderPaid, orderLate], { queue: "q", bind: { order_late: ["late.#"] }, handlers: several });
// @ts-expect-error which event is it for?
await rabbit.consumer([orderPaid, orderLate], { queue: "q", bind: "late.#", handlers: several });
// @ts-expect-error an event that is not consumed
await rabbit.consumer([orderPaid, orderLate], { queue: "q", bind: { order_sent: "late.#" }, handlers: several });
`;

test("a publisher has to be given the words of its routing key that its payload does not have", async () => {
  const folder = tempFolder({ "uses.ts": code });
  for (const [path, content] of Object.entries(schemas)) writeFiles(folder, { [`schemas/${path}`]: content });
  expect(await runCli(folder, ["generate"])).toMatchObject({ code: 0, err: "" });
  const read = (path: string): string => readFileSync(join(folder, "generated", path), "utf8");
  const version = (name: string): string => printedConstant(read("events.ts"), name);
  expect(version("orderPaidV1")).toContain(
    '  routingKeyParts: ["order.", { publish: "region" }, ".paid"],\n',
  );
  expect(version("orderPaidV2")).toContain(
    '  routingKeyParts: ["order.", { payload: ["region"] }, ".paid"],\n',
  );
  expect(version("orderPaidV2")).toContain('  routingKey: "order.{region}.paid",\n');
  expect(version("orderSentV1")).toContain("routingKey:");
  expect(version("orderSentV1")).not.toContain("routingKeyParts");
  expect(read("contract.ts")).toContain('bind: ["order.eu.paid", "order.*.paid"]');
  expect(await typeCheck(folder)).toEqual([]);
});
