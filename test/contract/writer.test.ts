import { describe, expect, test } from "vitest";
import { writers } from "../../src/contract/publisher-view.js";
import type { Json } from "../../src/json/json.js";
import { loadGood } from "../support/load.js";
import { formsOf } from "../support/validate.js";

const open = { type: "object", additionalProperties: true } as const;
const order = {
  ...open,
  properties: {
    id: { type: "string" },
    silent: { type: "object", properties: { a: {} } },
    map: open,
    address: { $ref: "../_shared/address.json" },
    lines: { type: "array", items: { ...open, properties: { sku: {} } } },
    card: { oneOf: [{ ...open, properties: { number: {} }, required: ["number"] }, { type: "null" }] },
  },
};
const files = { "_shared/address.json": { ...open, properties: { city: {} } }, "order/v1.json": order };

/** Undeclared properties at all kinds of places: which of them a publisher may send. */
const messages: Readonly<Record<string, Json>> = {
  "beside declared ones that are explicitly open": { id: "1", more: 1 },
  "in an object that says nothing": { silent: { a: 1, more: 1 } },
  "in a definition that is explicitly open": { address: { city: "x", more: 1 } },
  "in an item": { lines: [{ sku: 1, more: 1 }] },
  "in an alternative": { card: { number: 1, more: 1 } },
  "in a map": { map: { more: 1 } },
};
const all = Object.keys(messages);
const sent = {
  closed: all.filter((name) => name !== "in an object that says nothing"),
  "declared-only": ["in a map"],
  "as-written": all,
};

describe("what a publisher may send that is not declared", () => {
  test.each(writers)("%s, said of all events", async (writer) => {
    const contract = await loadGood({ ...files, "contract.json": { writer } });
    const forms = formsOf(contract);
    expect(all.filter((name) => forms.write(messages[name]))).toEqual(sent[writer]);
    expect(all.filter((name) => forms.read(messages[name]))).toEqual(all);
  });
  test.each(writers)("%s, said of one event, which goes before what is said of all", async (writer) => {
    const settings = { "contract.json": { writer: "as-written" }, "order/event.json": { writer } };
    const forms = formsOf(await loadGood({ ...files, ...settings }));
    expect(all.filter((name) => forms.write(messages[name]))).toEqual(sent[writer]);
  });
  test("closed by default", async () => {
    const forms = formsOf(await loadGood(files));
    expect(all.filter((name) => forms.write(messages[name]))).toEqual(sent.closed);
  });
});

describe("declared-only leaves what is asked for evaluated properties as it is written", () => {
  const evaluated = { type: "object", properties: { a: {} }, additionalProperties: true };
  test.each<[string, object]>([
    ["in allOf", { allOf: [evaluated], unevaluatedProperties: false }],
    [
      "through a reference",
      { $ref: "#/$defs/open", $defs: { open: evaluated }, unevaluatedProperties: false },
    ],
    [
      "through a reference inside of a definition",
      {
        allOf: [{ $ref: "#/$defs/outer" }],
        $defs: { outer: { allOf: [{ $ref: "#/$defs/open" }] }, open: evaluated },
        unevaluatedProperties: false,
      },
    ],
  ])("%s", async (_, schema) => {
    const contract = await loadGood({
      "contract.json": { writer: "declared-only" },
      "order/v1.json": schema,
    });
    expect(formsOf(contract).write({ a: 1, more: 1 })).toBe(true);
  });
});
