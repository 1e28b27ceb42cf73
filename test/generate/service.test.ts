import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCli } from "../support/run-cli.js";
import { tempFolder } from "../support/temp-folder.js";
import { typeCheck } from "../support/type-check.js";

const schemas = {
  "schemas/contract.json": {
    services: {
      shop: { publishes: ["placed"] },
      billing: { publishes: ["issued"], consumes: { placed: { queue: { name: "billing.placed" } } } },
      stock: { consumes: { issued: { queue: { name: "stock.issued" } } } },
    },
  },
  "schemas/_shared/money.json": { type: "object", properties: { amount: { type: "integer" } } },
  "schemas/_shared/place.json": { type: "object", properties: { city: { type: "string" } } },
  "schemas/placed/v1.json": { type: "object", properties: { total: { $ref: "../_shared/money.json" } } },
  "schemas/issued/v1.json": { type: "object", properties: { to: { $ref: "../_shared/place.json" } } },
  "use.ts": `import { connect, placed } from "./generated/index.js";
const rabbit = await connect({ url: "amqp://localhost", service: "stock" });
await rabbit.consumer(placed, { queue: "q", handlers: { v1: async () => {} } });
`,
};

test("an SDK for one service has what that publishes and consumes, and nothing else", async () => {
  const folder = tempFolder(schemas);
  const generate = (...more: string[]) => runCli(folder, ["generate", ...more]);
  const has = (path: string): boolean => existsSync(join(folder, "generated", path));
  expect((await generate("--service", "stock")).out).toMatch(
    /^1 event, 1 version → generated\/: \d+ files written/,
  );
  expect(["events/issued", "events/placed"].map(has)).toEqual([true, false]);
  expect(["shared/place.ts", "shared/money.ts"].map(has)).toEqual([true, false]);
  expect(readFileSync(join(folder, "generated/contract.ts"), "utf8")).not.toMatch(/shop|billing/);
  expect(await typeCheck(folder)).toEqual([expect.stringMatching(/'placed'|"placed"/)]);
  expect((await generate("--service", "stock")).out).toContain("up to date");
  expect(await generate("--service", "stock", "--check")).toMatchObject({ code: 0 });
});

test("another service, or none, makes another SDK of the same folder", async () => {
  const folder = tempFolder(schemas);
  const generate = (...more: string[]) => runCli(folder, ["generate", ...more]);
  await generate("--service", "shop");
  expect(await generate("--service", "billing", "--check")).toMatchObject({ code: 1 });
  expect((await generate("--service", "billing")).out).toContain("2 events, 2 versions");
  expect((await generate("--service", "shop")).out).toMatch(/stale files? removed/);
  expect(existsSync(join(folder, "generated/events/issued"))).toBe(false);
  await generate();
  expect(existsSync(join(folder, "generated/events/issued"))).toBe(true);
});

test("a service that the contract does not have is refused, and nothing is written", async () => {
  const folder = tempFolder(schemas);
  const ran = await runCli(folder, ["generate", "--service", "biling"]);
  expect(ran).toMatchObject({ code: 2 });
  expect(ran.err).toContain('Service "biling" not found in contract.json. Did you mean billing?');
  expect(existsSync(join(folder, "generated"))).toBe(false);
});
