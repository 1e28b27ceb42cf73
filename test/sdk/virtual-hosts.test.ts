import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCli } from "../support/run-cli.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";
import { typeCheck } from "../support/type-check.js";

test("types the keys of connect's vhosts as the virtual hosts of the contract, of events and of services", async () => {
  const folder = tempFolder();
  writeFiles(folder, {
    "schemas/contract.json": { vhost: "/default", services: { svc: { vhost: "/svc" } } },
    "schemas/ev/v1.json": { type: "object" },
    "schemas/other/v1.json": { type: "object" },
    "schemas/other/event.json": { vhost: "/it's" },
    "uses.ts": `
import { connect, type VhostName } from "./generated/index.js";
const url = "amqp://localhost";
export const names: readonly VhostName[] = ["/default", "/it's", "/svc"];
await connect({ url, service: "svc", vhosts: { "/default": "/a", "/it's": "/b", "/svc": undefined } });
// @ts-expect-error a typo
await connect({ url, service: "svc", vhosts: { "/defualt": "/a" } });
`,
  });
  expect(await runCli(folder, ["generate"])).toMatchObject({ code: 0, err: "" });
  expect(await typeCheck(folder)).toEqual([]);
  expect(readFileSync(join(folder, "generated/contract.ts"), "utf8")).toContain(
    `vhosts: ["/default", "/it's", "/svc"]`,
  );
});

test("writes each exchange once, and keeps those apart that share a name in two virtual hosts or with an event", async () => {
  const topic = { name: "shop", type: "topic" };
  const folder = tempFolder({
    "schemas/first/v1.json": { type: "object" },
    "schemas/first/event.json": { exchange: topic },
    "schemas/second/v1.json": { type: "object" },
    "schemas/second/event.json": { exchange: topic },
    "schemas/third/v1.json": { type: "object" },
    "schemas/third/event.json": { exchange: { name: "shop", type: "direct" }, vhost: "/other" },
    "schemas/exchange_shop_topic/v1.json": { type: "object" },
    "schemas/exchange_shop_topic/event.json": { exchange: { name: "Shop", type: "topic" } },
    "schemas/exchange/v1.json": { type: "object" },
    "schemas/exchange/event.json": { exchange: { name: "new shop", type: "direct" } },
    "uses.ts": `
import * as sdk from "./generated/index.js";
export const types: readonly string[] = [sdk.firstV1, sdk.secondV1, sdk.thirdV1].map(({ exchange }) => exchange.type);
`,
  });
  expect(await runCli(folder, ["generate"])).toMatchObject({ code: 0, err: "" });
  expect(await typeCheck(folder)).toEqual([]);
  const lines = readFileSync(join(folder, "generated/events.ts"), "utf8").split("\n");
  expect(lines.filter((line) => /^const |^ {2}exchange: /.test(line))).toMatchInlineSnapshot(`
    [
      "const exchangeNewShopDirectX8DB7A4 = { type: "direct", name: "new shop" } as const;",
      "const exchange_Shop_Topic = { type: "topic", name: "Shop" } as const;",
      "const exchangeShop_Topic = { type: "topic", name: "shop" } as const;",
      "const exchangeShop_Direct = { type: "direct", name: "shop" } as const;",
      "  exchange: exchangeNewShopDirectX8DB7A4,",
      "  exchange: exchange_Shop_Topic,",
      "  exchange: exchangeShop_Topic,",
      "  exchange: exchangeShop_Topic,",
      "  exchange: exchangeShop_Direct,",
    ]
  `);
});
