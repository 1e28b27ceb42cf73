import { expect, test } from "vitest";
import { listedValues } from "../../src/sdk/listed-values.js";
import { loadGood } from "../support/load.js";
import { typeOf } from "../support/types.js";

async function constantsOf(schema: unknown): Promise<Record<string, readonly unknown[]>> {
  const { definitions } = await loadGood({ "order/v1.json": JSON.stringify(schema) });
  const taken = new Set(["orderV1"]);
  const found = listedValues("order", "order/v1.json#", definitions, taken);
  return Object.fromEntries(found.map(({ name, values }) => [name, values]));
}

test("each member with listed values has a constant, through references, items and alternatives", async () => {
  const schema = {
    type: "object",
    properties: {
      status: { enum: ["open", "paid"] },
      lines: { type: "array", items: { properties: { unit: { $ref: "#/$defs/unit" } } } },
      method: { oneOf: [{ const: "card" }, { const: "cash" }] },
      kind: { const: 7 },
      shape: { enum: [{ x: 1 }] },
      v1: { enum: ["taken"] },
    },
    $defs: { unit: { enum: ["kg", "piece", null] } },
  };
  expect(await constantsOf(schema)).toEqual({
    orderStatus: ["open", "paid"],
    orderLinesUnit: ["kg", "piece", null],
    orderMethod: ["card", "cash"],
    orderKind: [7],
  });
});

test("a recursive schema has its constants once", async () => {
  const schema = {
    type: "object",
    properties: { color: { enum: ["red"] }, left: { $ref: "#" }, right: { $ref: "#" } },
  };
  expect(await constantsOf(schema)).toEqual({ orderColor: ["red"] });
});

test("alternatives that each list one value are documented where their property is", async () => {
  const schema = {
    type: "object",
    properties: {
      method: {
        description: "How.",
        oneOf: [
          { const: "card", description: "By card." },
          { const: "cash", title: "In cash" },
        ],
      },
    },
  };
  expect(await typeOf(schema)).toContain(
    '   * How.\n   *\n   * - `"card"`: By card.\n   * - `"cash"`: In cash\n',
  );
});

test.each([
  ["allOf", (next: object) => ({ allOf: [next] })],
  ["anyOf", (next: object) => ({ anyOf: [next, { type: "null" }] })],
  ["oneOf", (next: object) => ({ oneOf: [next, { type: "null" }] })],
  ["then", (next: object) => ({ if: { required: ["a"] }, then: next })],
  ["dependentSchemas", (next: object) => ({ dependentSchemas: { a: next } })],
  ["items", (next: object) => ({ items: next })],
])("a chain of 2,900 references through %s ends no stack", async (_keyword, wrap) => {
  const last = { properties: { status: { enum: ["open"] } } };
  const link = (index: number): object => (index === 2_900 ? last : wrap({ $ref: `#/$defs/d${index + 1}` }));
  const links = Array.from({ length: 2_901 }, (_, index) => [`d${index}`, link(index)] as const);
  expect(await constantsOf({ $ref: "#/$defs/d0", $defs: Object.fromEntries(links) })).toEqual({
    orderStatus: ["open"],
  });
});
