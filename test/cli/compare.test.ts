import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCli } from "../support/run-cli.js";
import { tempFolder } from "../support/temp-folder.js";

const money = (currencies: string) => `{
  "$defs": { "money": { "type": "object", "properties": { "currency": { "enum": ${currencies} } }, "required": ["currency"] } }
}`;
const order = (minLength: string) => `{
  "type": "object",
  "properties": {
    "orderId": { "type": "string"${minLength}, "examples": ["o-1", "o-1001"] },
    "total": { "$ref": "../_shared/money.json#/$defs/money" }
  },
  "required": ["orderId", "total"]
}`;

const folder = () =>
  tempFolder({
    "schemas/_shared/money.json": money('["EUR", "USD"]'),
    "schemas/order/v1.json": order(""),
    "schemas/order/v2.json": order(', "minLength": 5'),
    "schemas/order/bad.json": '{ "type": "strnig" }',
    "alone.json": order(""),
    "deep/alone.json": '{ "properties": { "a": { "$ref": "../alone.json" } } }',
  });

test("shows the change, the side that breaks, and a message with the offending place marked", async () => {
  const ran = await runCli(folder(), ["compare", "schemas/order/v1.json", "schemas/order/v2.json"]);
  expect(ran).toMatchObject({ code: 1, err: "" });
  expect(ran.out).toBe(`minLength 5 added  schemas/order/v2.json:4:49
  breaks consumers that upgrade first (backward). Old publishers still send this, and it may be queued; updated consumers reject it:
      {
    >   "orderId": "o-1",    <-- must have at least 5 characters
        "total": {
          "currency": "EUR"
        }
      }

1 change, 1 breaks. backward: broken, forward: compatible.
`);
});

test("shows of a long message its beginning and where it is rejected", async () => {
  const folder = tempFolder({
    "old.json": { type: "array", items: { type: "string" }, minItems: 90 },
    "new.json": { type: "array", items: { type: "string", minLength: 4_000 }, minItems: 90 },
  });
  const { out } = await runCli(folder, ["compare", "new.json", "old.json", "--mode", "forward"]);
  expect(out).toContain("must have at least 4000 characters");
  const lines = out.split("\n");
  expect(lines.length).toBeLessThan(70);
  expect(lines.filter((line) => line.trim() === "…")).not.toEqual([]);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(1_000);
});

test("reports keywords that check nothing, since they are not compared", async () => {
  const folder = tempFolder({
    "old.json": { type: "object" },
    "new.json": { type: "object", dependencies: { a: ["b"] } },
  });
  const { code, err } = await runCli(folder, ["compare", "old.json", "new.json"]);
  expect(code).toBe(0);
  expect(err).toContain("new.json:3:3 warning keyword-of-other-draft");
});

test("ends with 0 when nothing breaks, and lists what changed all the same", async () => {
  const argv = ["compare", "schemas/order/v1.json", "schemas/order/v2.json", "--mode", "forward"];
  const ran = await runCli(folder(), argv);
  expect(ran).toMatchObject({ code: 0, err: "" });
  expect(ran.out).toContain("Safe changes:\n  minLength 5 added");
  expect(ran.out).toContain("forward: compatible");
  expect(ran.out).not.toContain("backward");
});

test("gives machines the verdicts, witnesses and reasons of what was asked", async () => {
  const argv = ["compare", "schemas/order/v1.json", "schemas/order/v2.json", "--format", "json"];
  const { code, out } = await runCli(folder(), argv);
  expect(code).toBe(1);
  const witness = { orderId: "o-1", total: { currency: "EUR" } };
  const reason = "/orderId must have at least 5 characters";
  expect(JSON.parse(out)).toMatchObject({
    backward: { verdict: "refuted", witness, reason },
    forward: { verdict: "proved" },
    changes: [{ kind: "keyword-added", new: { pointer: "/properties/orderId/minLength" } }],
  });
});

test("leaves out the ignored pointers", async () => {
  const argv = [
    "compare",
    "schemas/order/v1.json",
    "schemas/order/v2.json",
    "--ignore",
    "/properties/orderId",
  ];
  expect((await runCli(folder(), argv)).code).toBe(0);
});

test("reports each ignored pointer that neither schema has, and none that one of them has", async () => {
  const compare = (...pointers: string[]) =>
    runCli(folder(), ["compare", "schemas/order/v1.json", "schemas/order/v2.json", "--ignore", ...pointers]);
  const told = (pointer: string) => `--ignore ${pointer}: not found in either schema; nothing is ignored.\n`;
  for (const pointer of [
    "/properties/orderID",
    "/properties/orderId/minlength",
    "/properties/",
    "/required/7",
  ])
    expect(await compare(pointer)).toMatchObject({ code: 1, err: told(pointer) });
  expect(await compare("/properties/orderId/minLength", "/nope")).toMatchObject({
    code: 0,
    err: told("/nope"),
  });
  expect(await compare("/properties/orderId", "/required")).toMatchObject({ code: 0, err: "" });
});

test("does not list a property that was required, and is gone or renamed, under what breaks nothing", async () => {
  const order = (name: string, required: readonly string[]) => ({
    type: "object",
    properties: { [name]: { type: "string", minLength: 3 }, id: { type: "string" } },
    required,
  });
  const folder = tempFolder({
    "old.json": order("method", ["method"]),
    "renamed.json": order("paymentMethod", ["paymentMethod"]),
    "optional.json": order("paymentMethod", []),
    "removed.json": { type: "object", properties: { id: { type: "string" } } },
    "loose.json": { ...order("method", []), properties: { ...order("method", []).properties, more: {} } },
  });
  const out = async (after: string) => (await runCli(folder, ["compare", "old.json", after])).out;
  const part = /\n\nPart of the breaking changes:\n {2}property "method" removed/;
  for (const after of ["renamed.json", "optional.json", "removed.json"]) {
    expect(await out(after)).toMatch(part);
    expect(await out(after)).not.toContain("Safe changes");
  }
  expect(await out("loose.json")).toContain('Safe changes:\n  property "more" added');
});

test.each([
  [["schemas/order/v1.json", "missing.json"], "missing.json cannot be read: ENOENT"],
  [["schemas/order/v1.json", "schemas/order/bad.json"], "schemas/order/bad.json:1:11 error"],
  [["schemas/order/v1.json", "alone.json"], "points outside the schemas folder"],
  [["deep/alone.json", "deep/alone.json"], "points outside the schemas folder"],
  [
    ["schemas/order/v1.json", "schemas/order/v2.json", "--ignore", "properties"],
    "a JSON Pointer starts with /",
  ],
  [["schemas/order/v1.json", "schemas/order/v2.json", "--mode", "sideways"], "Allowed choices"],
  [["schemas/order/v1.json", "schemas/order/v2.json", "--budget", "0"], "a whole number from 1"],
])("ends with 2 and says what to do for %j", async (argv, words) => {
  const ran = await runCli(folder(), ["compare", ...argv]);
  expect(ran.code).toBe(2);
  expect(ran.err).toContain(words);
  expect(ran.out).toBe("");
});

describe("reads the schemas folder as the other commands do", () => {
  const money = {
    $id: "https://example.com/money",
    type: "object",
    properties: { amount: { type: "integer" } },
  };
  const order = { type: "object", properties: { total: { $ref: "https://example.com/money" } } };
  const changed = { ...order, properties: { ...order.properties, note: { type: "string" } } };

  test.each([
    ["by its contract file, wherever it is", "api/events", { "api/events/contract.json": {} }],
    ["in YAML, too", "api/events", { "api/events/contract.yaml": "services: {}\n" }],
    ["in its usual place", "schemas", {}],
  ])("%s, so that references by $id lead to other files", async (_what, at, more) => {
    const folder = tempFolder({
      ...more,
      [`${at}/_shared/money.json`]: money,
      [`${at}/order/v1.json`]: order,
      [`${at}/order/v2.json`]: changed,
    });
    const ran = await runCli(folder, ["compare", `${at}/order/v1.json`, `${at}/order/v2.json`]);
    expect([ran.code, ran.err]).toEqual([0, ""]);
  });

  test("with the drafts that contract.json names", async () => {
    const $schema = "https://example.com/company-schema";
    const old = { $schema, type: "integer", minimum: 0, exclusiveMinimum: true };
    const folder = tempFolder({
      "api/contract.json": { dialects: { [$schema]: "draft-04" } },
      "api/count/v1.json": old,
      "api/count/v2.json": { ...old, minimum: 1 },
    });
    const ran = await runCli(folder, ["compare", "api/count/v1.json", "api/count/v2.json"]);
    expect([ran.code, ran.err]).toEqual([1, ""]);
    expect(ran.out).toContain("exclusiveMinimum changed from 0 to 1");
  });

  test("but not a contract file beyond the root of the package", async () => {
    const folder = tempFolder({
      "contract.json": {},
      "_shared/money.json": money,
      "other/package.json": {},
      "other/order/v1.json": order,
    });
    const ran = await runCli(folder, ["compare", "other/order/v1.json", "other/order/v1.json"]);
    expect([ran.code, ran.err]).toEqual([2, expect.stringContaining("ref-")]);
  });
});

test("says of a file that is not UTF-8 that this is why it cannot be compared", async () => {
  const cwd = folder();
  writeFileSync(join(cwd, "latin1.json"), '{ "title": "Café order" }', "latin1");
  const { code, err } = await runCli(cwd, ["compare", "latin1.json", "alone.json"]);
  expect(code).toBe(2);
  expect(err).toContain(
    "latin1.json error file-unreadable\n  This file is not UTF-8, or is larger than 16 MiB.",
  );
});
