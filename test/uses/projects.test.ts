// @module-tag long
import { mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findUses } from "../../src/uses/find-uses.js";
import { compile } from "../support/compile.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";
import { property, schemas, sdkOf, shop, usesOf, value } from "./shop.js";

const reads = (sdk: string): string =>
  `import type { OrderPaidV1 } from "${sdk}";\nexport const read = (event: OrderPaidV1) => event.total;\n`;

test("the SDK is found through path mapping, a package's re-exports, and settings that extend what is missing", async () => {
  const folder = await shop(
    {
      "tsconfig.base.json": {
        extends: "@acme/none",
        compilerOptions: { baseUrl: ".", paths: { "@acme/events": ["packages/events/src/index.ts"] } },
      },
      "packages/events/src/index.ts": `export { orderPaidV1 as paid, type OrderPaidV1 as Paid } from "./sdk/index.js";\nexport * from "./sdk/index.js";\n`,
      "services/billing/tsconfig.json": { extends: "../../tsconfig.base.json", include: ["src"] },
      "services/billing/src/read.ts": reads("@acme/events"),
      "services/billing/test/read.test.ts": `import { type Paid } from "@acme/events";\nexport const total = (event: Paid) => event.total;\n`,
      "services/web/tsconfig.json": { files: [], references: [{ path: "./tsconfig.app.json" }] },
      "services/web/tsconfig.app.json": { extends: "../../tsconfig.base.json" },
      "services/web/view.tsx": `import { type Paid } from "@acme/events";\nexport const View = ({ event }: { event: Paid }) => <b>{event.total.amount}</b>;\n`,
    },
    "packages/events/src/sdk",
  );
  expect(usesOf(folder, property("total"), ["services/billing", "services/web"])).toEqual([
    "services/billing/src/read.ts:2:51 reads total",
    "services/billing/test/read.test.ts:2:45 reads total",
    "services/web/view.tsx:2:63 reads total",
  ]);
  expect(usesOf(folder, { kind: "version", event: "order_paid", versions: ["v1"] })).toEqual([
    "packages/events/src/index.ts:1:10 names orderPaidV1",
    "packages/events/src/index.ts:1:36 names OrderPaidV1",
    "services/billing/src/read.ts:1:15 names OrderPaidV1",
    "services/billing/src/read.ts:2:29 names OrderPaidV1",
    "services/billing/test/read.test.ts:1:15 names OrderPaidV1",
    "services/billing/test/read.test.ts:2:30 names OrderPaidV1",
    "services/web/view.tsx:1:15 names OrderPaidV1",
    "services/web/view.tsx:2:42 names OrderPaidV1",
  ]);
});

test("the SDK is found in a package that holds its declarations", async () => {
  const built = await shop({});
  await compile(built, { declaration: true });
  const folder = tempFolder({
    "src/read.ts": reads("@acme/events"),
    "node_modules/@acme/events/package.json": {
      name: "@acme/events",
      types: "./sdk/index.d.ts",
      dependencies: { amqplib: "^2.0.0" },
    },
  });
  mkdirSync(join(folder, "node_modules/@acme/events"), { recursive: true });
  renameSync(join(built, "build", "generated"), join(folder, "node_modules/@acme/events/sdk"));
  expect(usesOf(folder, property("total"))).toEqual(["src/read.ts:2:51 reads total"]);
  expect(usesOf(folder, value("GBP", "total", "currency"))).toEqual([]);
});

test("the SDK is found in a package of the same repository that has not been built", async () => {
  const folder = await shop(
    {
      "packages/events/package.json": {
        name: "@acme/events",
        exports: { ".": { types: "./lib/index.d.ts" } },
      },
      "packages/events/tsconfig.json": { compilerOptions: { outDir: "lib", rootDir: "source" } },
      "services/billing/read.ts": reads("@acme/events"),
      "node_modules/.keep": "",
    },
    "packages/events/source",
  );
  mkdirSync(join(folder, "node_modules/@acme"));
  symlinkSync(join(folder, "packages/events"), join(folder, "node_modules/@acme/events"));
  expect(usesOf(folder, property("total"), ["services"])).toEqual([
    "services/billing/read.ts:2:51 reads total",
  ]);
});

test("files that are not the user's code are left out, and so are targets of links", async () => {
  const code = reads("../generated/index.js");
  const outside = tempFolder({ "read.ts": code });
  const folder = await shop({
    "src/read.ts": code,
    "src/read.d.ts": code,
    "src/types.d.ts": `import type { OrderPaidV1 } from "../generated/index.js";\nexport type Total = OrderPaidV1["total"];\n`,
    "dist/read.ts": code,
    "build/read.ts": code,
    "out/read.ts": code,
    ".cache/read.ts": code,
    "node_modules/a/read.ts": code,
    "src/script.js": `import { connect, orderPaid } from "../generated/index.js";`,
    "generated/mine.ts": reads("./index.js"),
  });
  symlinkSync(outside, join(folder, "linked"));
  symlinkSync(join(folder, "src"), join(folder, "again"));
  symlinkSync(join(outside, "read.ts"), join(folder, "src", "link.ts"));
  expect(usesOf(folder, property("total"))).toEqual([
    "generated/mine.ts:2:51 reads total",
    "src/read.ts:2:51 reads total",
    "src/types.d.ts:2:33 names total",
  ]);
});

test("JavaScript counts where tsconfig.json takes it", async () => {
  const code = {
    "a/job.js": `import { connect, orderPaid } from "../generated/index.js";
const rabbit = await connect({ url: "", service: "shop" });
await rabbit.consumer(orderPaid, { handlers: { v1: ({ total }) => console.log(total.currency), v2: () => {} } });
/** @param {import("../generated/index.js").OrderPaidV1} event */
export const read = (event) => event.total;
`,
  };
  expect(usesOf(await shop(code), property("total"))).toEqual([
    "! The code does not import an SDK generated by rabbitgen.",
  ]);
  const folder = await shop({ ...code, "tsconfig.json": { compilerOptions: { checkJs: true } } });
  expect(usesOf(folder, property("total"))).toEqual([
    "a/job.js:3:55 destructures total",
    "a/job.js:5:38 reads total",
  ]);
  expect(usesOf(join(folder, "a"), property("total"))).toEqual([
    "! The code does not import an SDK generated by rabbitgen.",
  ]);
});

test("an object that is made in a file without the SDK is found there", async () => {
  const folder = await shop({
    "src/fixture.ts": `export const payload = { orderId: "1", total: { amount: 1, currency: "GBP" as const }, lines: [] };\n`,
    "src/send.ts": `import { connect, orderPaidV1 } from "../generated/index.js";
import { payload } from "./fixture.js";
const rabbit = await connect({ url: "", service: "shop" });
await (await rabbit.publisher(orderPaidV1)).publish(payload);
await (await rabbit.publisher(orderPaidV1)).publish(payload);
`,
  });
  expect(usesOf(folder, property("total", "currency"))).toEqual([
    "src/fixture.ts:1:60 writes total.currency",
  ]);
  expect(usesOf(folder, value("GBP", "total", "currency"))).toEqual([`src/fixture.ts:1:70 produces "GBP"`]);
  expect(usesOf(folder, property("total", "currency"), ["src/send.ts"])).toEqual([]);
});

test("types that are declared for all files are followed into files that import nothing", async () => {
  const folder = await shop({
    "src/globals.ts": `import type { OrderPaidV1 } from "../generated/index.js";\ndeclare global { type Paid = OrderPaidV1 }\n`,
    "src/read.ts": "export const read = (event: Paid) => event.total;\n",
  });
  expect(usesOf(folder, property("total"))).toEqual(["src/read.ts:1:44 reads total"]);
});

test("a file that does not parse stops nothing", async () => {
  const code = reads("../generated/index.js");
  const folder = await shop({
    "src/broken.ts": `${code}export const x = { event: (; \n`,
    "src/circle.ts": `${code}const a = b; const b = a; type C = D; type D = C; console.log(a === "GBP", (c: C) => c === "GBP");`,
    "src/deep.ts": `${code}export const deep = ${"(".repeat(50_000)};`,
  });
  expect(usesOf(folder, property("total"))).toEqual([
    "src/broken.ts:2:51 reads total",
    "src/circle.ts:2:51 reads total",
    "! src/deep.ts could not be read.",
  ]);
  expect(usesOf(folder, value("GBP", "total", "currency"))).toEqual(["! src/deep.ts could not be read."]);
});

test("the number of files is bounded, and an excess is reported", async () => {
  const code = reads("../generated/index.js");
  const folder = await shop({ "src/a.ts": code, "src/b.ts": code, "src/c.ts": code });
  const options = {
    base: folder,
    roots: ["src", "missing"],
    maxFiles: 2,
    wanted: new Map([["it", property("total")]]),
  };
  const { notes, uses, files, searched } = findUses(options);
  expect({ files, searched, places: uses.get("it")?.map(({ file }) => file) }).toEqual({
    files: 2,
    searched: 2,
    places: ["src/a.ts", "src/b.ts"],
  });
  expect(notes).toEqual([
    `Folder ${join(folder, "missing")} not found.`,
    "There are more than 2 code files; only the first 2 were searched.",
  ]);
});

test("what no SDK has is said, and never looked for as text", async () => {
  const folder = await shop({ "src/read.ts": reads("../generated/index.js"), "go/read.go": "event.Total" });
  const event = { kind: "event", event: "order_lost" } as const;
  expect(usesOf(folder, event)).toEqual(["! No generated SDK that the code imports has order_lost."]);
  expect(usesOf(folder, { kind: "version", event: "order_paid", versions: ["v7"] })).toEqual([
    "! No generated SDK that the code imports has order_paid v7.",
  ]);
  expect(usesOf(folder, property("sum"))).toEqual([
    "! The generated SDK does not have sum of order_paid v1, so uses of it are not listed. Run `rabbitgen generate` first.",
  ]);
  expect(usesOf(folder, property("constructor"))).toEqual([
    "! The generated SDK does not have constructor of order_paid v1, so uses of it are not listed. Run `rabbitgen generate` first.",
  ]);
  expect(usesOf(folder, property("total"), ["go"])).toEqual([
    "! The code does not import an SDK generated by rabbitgen.",
  ]);
  const alone = tempFolder({ "src/read.ts": reads("../generated/index.js") });
  expect(usesOf(alone, property("total"))).toEqual([
    "! The code does not import an SDK generated by rabbitgen.",
  ]);
});

test("an SDK from before the change substitutes for one that was generated after it", async () => {
  const before = await sdkOf(schemas);
  const after = await sdkOf({
    ...schemas,
    "order_paid/v1.json": { type: "object", properties: { orderId: { type: "string" } } },
  });
  const folder = tempFolder({ "src/read.ts": reads("../generated/index.js") });
  writeFiles(folder, Object.fromEntries([...after].map(([path, text]) => [`generated/${path}`, text])));
  expect(usesOf(folder, property("total"))).toEqual([
    "! The generated SDK does not have total of order_paid v1, so uses of it are not listed. Run `rabbitgen generate` first.",
  ]);
  const { uses } = findUses({
    base: folder,
    roots: ["src"],
    sdk: before,
    wanted: new Map([["it", property("total")]]),
  });
  expect(uses.get("it")).toEqual([{ file: "src/read.ts", line: 2, column: 51, what: "reads total" }]);
  const strange = await sdkOf({
    "other/v1.json": { type: "object", properties: { total: { type: "number" } } },
  });
  const { unresolved } = findUses({
    base: folder,
    roots: ["src"],
    sdk: strange,
    wanted: new Map([["it", property("total")]]),
  });
  expect([...unresolved]).toEqual([
    [
      "it",
      "The generated SDK does not have total of order_paid v1, so uses of it are not listed. Run `rabbitgen generate` first.",
    ],
  ]);
});

test("columns count as editors do, with Windows line ends and a byte order mark", async () => {
  const folder = await shop({});
  mkdirSync(join(folder, "src"));
  writeFileSync(
    join(folder, "src", "read.ts"),
    `\uFEFF${reads("../generated/index.js").replaceAll("\n", "\r\n")}`,
  );
  expect(usesOf(folder, property("total"))).toEqual(["src/read.ts:2:51 reads total"]);
  expect(readFileSync(join(folder, "src", "read.ts"), "utf8").codePointAt(0)).toBe(0xfeff);
});
