// @module-tag long
import { describe, expect, test } from "vitest";
import { runCli } from "../support/run-cli.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";
import { below, type SchemaFiles } from "./shop-contract.js";

const text = { type: "string" };
const ref = { $ref: "../_shared/money.json" };
const money = (currencies: readonly string[], more: object = {}) => ({
  type: "object",
  properties: { currency: { enum: currencies }, ...more },
});
const shop = (shared: object): SchemaFiles => ({
  "_shared/money.json": shared,
  "paid/v1.json": { type: "object", properties: { total: ref } },
  "paid/v2.json": {
    type: "object",
    properties: { lines: { type: "array", items: { properties: { price: ref } } } },
  },
  "sent/v1.json": { type: "object", properties: { fee: ref } },
});

async function review(before: SchemaFiles, after: SchemaFiles, format = "text") {
  const folder = tempFolder({ ...below("old", before), ...below("schemas", after) });
  return (await runCli(folder, ["review", "--against", "old", "--format", format])).out;
}

interface Found {
  readonly rule: string;
  readonly review: { readonly concerns?: readonly string[]; readonly notes?: readonly string[] };
}
const findings = async (before: SchemaFiles, after: SchemaFiles) =>
  (JSON.parse(await review(before, after, "json")) as { findings: readonly Found[] }).findings;

describe("a finding in a shared definition", () => {
  const before = shop(money(["EUR", "USD"]));
  const events = (property: string) =>
    `paid v1 (total.${property}), paid v2 (lines[].price.${property}), sent v1 (fee.${property})`;

  test("names each event and the property in it, in every report", async () => {
    const after = shop(money(["EUR", "USD", "GBP"], { tax: text }));
    const out = await review(before, after);
    expect(out).toContain(`\n  concerns: ${events("currency")}\n`);
    expect(out).toContain(`property "tax" added, concerns ${events("tax")}  schemas/_shared/money.json:`);
    for (const format of ["markdown", "github", "sarif", "gitlab", "junit"])
      expect((await review(before, after, format)).replaceAll("\\", "")).toMatch(
        /oncerns: paid v1 \(total\.currency\)/,
      );
  });

  test("also where the definition itself is meant, and not where it is an event's own", async () => {
    const whole = await findings(shop(money(["EUR"])), shop({ ...money(["EUR"]), minProperties: 1 }));
    expect(whole[0]?.review.concerns).toEqual([
      "paid v1 (total)",
      "paid v2 (lines[].price)",
      "sent v1 (fee)",
    ]);
    const one = (type: string) => ({
      "paid/v1.json": { properties: { a: { $ref: "#/$defs/a" } }, $defs: { a: { type } } },
    });
    const [own] = await findings(one("string"), one("number"));
    expect(own?.rule).toBe("type-changed");
    expect(own?.review.concerns).toBeUndefined();
  });

  test("names each property of one event that has the definition", async () => {
    const twice = (shared: object) => ({
      "_shared/money.json": shared,
      "_shared/price.json": { type: "object", properties: { net: ref, gross: ref } },
      "paid/v1.json": {
        type: "object",
        properties: {
          total: ref,
          fees: { type: "array", items: ref },
          price: { $ref: "../_shared/price.json" },
          rates: { additionalProperties: ref },
          list: { $ref: "../_shared/price.json" },
        },
      },
    });
    const [changed] = await findings(twice(money(["EUR"])), twice(money(["EUR", "USD"], { tax: text })));
    const [, added] = await findings(twice(money(["EUR"])), twice(money(["EUR", "USD"], { tax: text })));
    const all = ["total", "fees[]", "price.net", "price.gross", "list.net", "list.gross"];
    expect(changed?.review.concerns?.toSorted()).toEqual(
      all.map((path) => `paid v1 (${path}.currency)`).toSorted(),
    );
    expect(added?.review.concerns?.toSorted()).toEqual(all.map((path) => `paid v1 (${path}.tax)`).toSorted());
  });

  test("names those with a name, though the first use has none, and a use in itself once", async () => {
    const unnamed = (type: string) => ({
      "_shared/node.json": {
        type: "object",
        properties: { id: { type }, next: { $ref: "#" }, list: { items: { $ref: "#" } } },
      },
      "paid/v1.json": {
        type: "object",
        additionalProperties: { $ref: "../_shared/node.json" },
        properties: { root: { $ref: "../_shared/node.json" } },
      },
    });
    const [first, ...others] = await findings(unnamed("string"), unnamed("number"));
    expect(others).toEqual([]);
    expect(first?.review.concerns).toEqual(["paid v1 (root.id)"]);
  });

  test("names ten of very many, and says how many more there are", async () => {
    const names = Array.from({ length: 25 }, (_, index) => `p${String(index).padStart(2, "0")}`);
    const many = (currencies: readonly string[]) => ({
      "_shared/money.json": money(currencies),
      "paid/v1.json": {
        type: "object",
        properties: Object.fromEntries(names.map((name) => [name, ref])),
      },
    });
    const [found] = await findings(many(["EUR"]), many(["EUR", "USD"]));
    expect(found?.review.concerns).toEqual([
      ...names.slice(0, 10).map((name) => `paid v1 (${name}.currency)`),
      "paid v1 (and 15 more)",
    ]);
  });

  test("and names only the events that it concerns", async () => {
    const sound = { ...before, "sent/v1.json": { type: "object", properties: { fee: text } } };
    const after = { ...sound, "_shared/money.json": money(["EUR"]) };
    const [only] = await findings(sound, after);
    expect(only?.review.concerns).toEqual(["paid v1 (total.currency)", "paid v2 (lines[].price.currency)"]);
  });
});

test("what moving up to a new version involves is listed with its places", async () => {
  const v1 = { type: "object", properties: { note: text, total: ref } };
  const v2 =
    '{\n  "type": "object",\n  "properties": {\n    "note": { "type": "number" },\n    "total": {}\n  },\n  "required": ["note"]\n}';
  const before = { "_shared/money.json": money(["EUR"]), "ev/v1.json": v1 };
  const found = await findings(before, { ...before, "ev/v2.json": v2 });
  const notes = found.find(({ rule }) => rule === "version-added")?.review.notes ?? [];
  const listed = notes.filter((note) => note.startsWith("- "));
  expect(listed).toContain("- note: type changed from string to number (ev/v2.json:4:23)");
  expect(listed).toContain('- property "note" became required (ev/v2.json:7:16)');
  for (const note of listed) expect(note).toMatch(/ \(ev\/v2\.json:\d+:\d+\)$/);
});

test("a failing union marks only the alternative that was meant", async () => {
  const branch = (kind: string, required: string) => ({
    properties: { kind: { const: kind }, [required]: text },
    required: ["kind", required],
  });
  const event = (...more: string[]) => {
    const { required, ...rest } = branch("card", "number");
    return {
      "ev/v1.json": {
        type: "object",
        oneOf: [{ ...rest, required: [...required, ...more] }, branch("transfer", "iban")],
      },
    };
  };
  const out = await review(event(), event("cvc"));
  expect(out).toContain('<-- must have property "cvc"\n');
  expect(out.match(/<--/g)).toHaveLength(1);
  expect(out).not.toMatch(/<--.*(?:iban|transfer|alternatives)/);
});

describe("a property that was required, and is gone or renamed", () => {
  const order = (name: string, required: readonly string[] = [name]) => ({
    "ev/v1.json": {
      type: "object",
      properties: { id: text, [name]: { type: "string", minLength: 3 } },
      required,
    },
  });
  const removed = { "ev/v1.json": { type: "object", properties: { id: text } } };

  test.each([
    ["renamed", order("paymentMethod")],
    ["renamed, and not required", order("paymentMethod", [])],
    ["gone", removed],
  ])("is not listed among what breaks nothing: %s", async (_, after) => {
    const out = await review(order("method"), after);
    expect(out).toMatch(/ info property-(?:removed|renamed)\n {2}property "method" removed/);
    expect(out).not.toContain("Safe changes");
    const markdown = await review(order("method"), after, "markdown");
    expect(markdown).not.toContain("breaks nothing");
  });

  test("is listed there once what breaks is accepted", async () => {
    const folder = tempFolder({ ...below("old", order("method")), ...below("schemas", removed) });
    const argv = ["review", "--against", "old"];
    const { out } = await runCli(folder, [...argv, "--format", "approvals"]);
    writeFiles(folder, {
      "schemas/review.json": out.replaceAll("TODO: why this is acceptable", "not live yet"),
    });
    expect(await runCli(folder, argv)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^Safe changes:\n {2}property "method" removed/),
    });
  });
});
