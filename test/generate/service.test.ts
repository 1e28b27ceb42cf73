import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
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
  await generate("--all-services");
  expect(existsSync(join(folder, "generated/events/issued"))).toBe(true);
  expect(await generate("--check")).toMatchObject({ code: 0 });
});

describe("a folder that was generated for one service", () => {
  const advice =
    "rabbitgen: generated/ was generated only for shop. Pass --service shop, or --all-services to generate for all services.\n";

  test.each([[[]], [["--check"]], [["--watch"]], [["--fresh"]], [["--keep-going"]]])(
    "is left alone by generate %j, which says what to pass",
    async (flags) => {
      const folder = tempFolder(schemas);
      await runCli(folder, ["generate", "--service", "shop"]);
      const before = readFileSync(join(folder, "generated/events.ts"), "utf8");
      expect(await runCli(folder, ["generate", ...flags])).toMatchObject({ code: 2, out: "", err: advice });
      expect(readFileSync(join(folder, "generated/events.ts"), "utf8")).toBe(before);
    },
  );

  test.each([
    ["a merge left marks", (text: string) => text.replace("{\n", "{\n<<<<<<< ours\n")],
    [
      "an earlier version wrote it",
      (text: string) =>
        text.replace(/^ {2}"service".*\n/m, "").replace(/("rabbitgen": "[^"]+)/, "$1 for shop"),
    ],
  ])("is known for that also where %s", async (_, change) => {
    const folder = tempFolder(schemas);
    await runCli(folder, ["generate", "--service", "shop"]);
    const manifest = join(folder, "generated/rabbitgen.json");
    const text = readFileSync(manifest, "utf8");
    writeFileSync(manifest, change(text));
    expect(await runCli(folder, ["generate"])).toMatchObject({ code: 2, err: advice });
    expect(await runCli(folder, ["generate", "--service", "shop"])).toMatchObject({ code: 0 });
    expect(readFileSync(manifest, "utf8")).toBe(text);
  });

  test("is out of date for --check --all-services, and the advice has the service where one is given", async () => {
    const folder = tempFolder(schemas);
    await runCli(folder, ["generate", "--service", "shop"]);
    const all = await runCli(folder, ["generate", "--check", "--all-services"]);
    expect(all).toMatchObject({ code: 1 });
    expect(all.out).toContain("missing  generated/events/issued/v1.types.ts");
    const other = await runCli(folder, ["generate", "--check", "--service", "billing"]);
    expect(other.out).toContain("Run `rabbitgen generate --service billing` and commit the result.");
  });
});

test.each([
  [
    ["--service", "shop", "--service", "stock"],
    "--service is given twice (shop, stock), but takes one value.",
  ],
  [["--service", "shop", "--all-services"], "--service and --all-services cannot be combined."],
])("generate %j is refused", async (flags, err) => {
  const folder = tempFolder(schemas);
  expect(await runCli(folder, ["generate", ...flags])).toMatchObject({ code: 2, err: `rabbitgen: ${err}\n` });
  expect(existsSync(join(folder, "generated"))).toBe(false);
});

test.each(["asyncapi", "topology", "publish"])("%s refuses a second --service, too", async (command) => {
  const ran = await runCli(tempFolder(schemas), [command, "--service", "shop", "--service", "stock"]);
  expect(ran).toMatchObject({ code: 2 });
  expect(ran.err).toContain("--service is given twice");
});

test("an SDK for one service has the versions that it publishes or consumes, and the unversioned one", async () => {
  const version = (name: string) => ({ type: "object", properties: { [name]: { type: "string" } } });
  const files = {
    "schemas/contract.json": {
      services: {
        shop: { publishes: { paid: ["v2"], sent: ["v1"] }, consumes: { left: {} } },
        stock: { publishes: ["left"], consumes: { paid: { versions: ["v3"] }, sent: {} } },
        both: { publishes: { paid: ["v1"] }, consumes: { paid: { versions: ["v3"] } } },
      },
    },
    "schemas/paid/v1.json": version("one"),
    "schemas/paid/v2.json": { ...version("two"), properties: { a: { $ref: "../_shared/a.json" } } },
    "schemas/paid/v3.json": version("three"),
    "schemas/_shared/a.json": version("a"),
    "schemas/sent/event.json": { unversioned: "v2" },
    "schemas/sent/v1.json": version("one"),
    "schemas/sent/v2.json": version("two"),
    "schemas/sent/v3.json": version("three"),
    "schemas/left/v1.json": version("one"),
    "schemas/left/v2.json": version("two"),
  };
  const versionsFor = async (service: string): Promise<readonly string[]> => {
    const folder = tempFolder(files);
    const ran = await runCli(folder, ["generate", "--service", service]);
    expect(ran, ran.err).toMatchObject({ code: 0 });
    expect(await typeCheck(folder)).toEqual([]);
    return readdirSync(join(folder, "generated"), { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".types.ts") || path === "shared/a.ts")
      .map((path) => path.replace("events/", "").replace(".types.ts", ""))
      .sort();
  };
  expect(await versionsFor("shop")).toEqual([
    "left/v1",
    "left/v2",
    "paid/v2",
    "sent/v1",
    "sent/v2",
    "shared/a.ts",
  ]);
  expect(await versionsFor("stock")).toEqual([
    "left/v1",
    "left/v2",
    "paid/v3",
    "sent/v1",
    "sent/v2",
    "sent/v3",
  ]);
  expect(await versionsFor("both")).toEqual(["paid/v1", "paid/v3"]);
});

test("a service that the contract does not have is refused, and nothing is written", async () => {
  const folder = tempFolder(schemas);
  const ran = await runCli(folder, ["generate", "--service", "biling"]);
  expect(ran).toMatchObject({ code: 2 });
  expect(ran.err).toContain('Service "biling" not found in contract.json. Did you mean billing?');
  expect(existsSync(join(folder, "generated"))).toBe(false);
});
