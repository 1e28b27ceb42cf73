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
    orderLines_Unit: ["kg", "piece", null],
    orderMethod: ["card", "cash"],
    orderKind: [7],
  });
});

test("lists that hold together leave what all of them have, without what the schema refuses", async () => {
  const letter = { $ref: "#/$defs/letter" };
  const schema = {
    type: "object",
    properties: {
      both: { allOf: [{ enum: ["a", "b", "c"] }, { enum: ["b", "c", "d"] }] },
      beside: { ...letter, enum: ["a"] },
      referred: { allOf: [letter, { enum: ["b", "z"] }] },
      typed: { type: "string", enum: ["a", "b", 5] },
      typedOutside: { type: ["string", "null"], allOf: [{ enum: ["a", 1, null] }] },
      refused: { enum: ["a", "b"], not: { const: "a" } },
      short: { enum: ["abc", "d"], maxLength: 1 },
      nothing: { enum: ["a"], minLength: 3 },
      constant: { const: "a", enum: ["a", "b"] },
      open: { anyOf: [{ enum: ["a"] }, { type: "number" }] },
      openAndClosed: { allOf: [{ anyOf: [{ enum: ["z"] }, { type: "string" }] }, { enum: ["a"] }] },
      condition: { if: { type: "string" }, then: { enum: ["s"] }, else: { enum: [1] } },
      items: { type: "array", prefixItems: [{ enum: ["p"] }], items: { enum: ["i"] } },
      not: { not: { enum: ["n"] } },
      flag: { type: "boolean" },
      kind: { enum: ["k1", "k2", "k3"] },
    },
    oneOf: [{ properties: { kind: { const: "k1" } } }, { properties: { kind: { const: "k2" } } }],
    $defs: { letter: { enum: ["a", "b", "c"] } },
  };
  expect(await constantsOf(schema)).toEqual({
    orderBoth: ["b", "c"],
    orderBeside: ["a"],
    orderReferred: ["b"],
    orderTyped: ["a", "b"],
    orderTypedOutside: ["a", null],
    orderRefused: ["b"],
    orderShort: ["d"],
    orderConstant: ["a"],
    orderOpen: ["a"],
    orderOpenAndClosed: ["a"],
    orderCondition: ["s", 1],
    orderItems: ["p", "i"],
    orderKind: ["k1", "k2"],
  });
});

test("no two members share a name, whatever their order, and an addition renames nothing", async () => {
  const status = { enum: ["x"] };
  const members = {
    line: { type: "object", properties: { status, Status: status } },
    lineStatus: status,
    line_status: status,
    "line-status": status,
    LineStatus: status,
    Line: { type: "object", properties: { status } },
    "line.status": status,
    "line status": status,
    line_Status: status,
    lineStatusX0A1B2C: status,
    öre: status,
    ["l".repeat(100)]: status,
  };
  const namesOf = async (properties: unknown): Promise<string[]> =>
    Object.keys(await constantsOf({ type: "object", properties })).sort();
  const names = await namesOf(members);
  expect(names).toHaveLength(13);
  expect(names.every((name) => /^[\p{ID_Start}][\p{ID_Continue}]*$/u.test(name))).toBe(true);
  expect(names).toEqual(await namesOf(Object.fromEntries(Object.entries(members).reverse())));
  const alone = await Promise.all(
    Object.entries(members).map((member) => namesOf(Object.fromEntries([member]))),
  );
  expect(alone.flat().sort()).toEqual(names);
  expect(names).toEqual(expect.arrayContaining(["orderLine_Status", "orderLineStatus", "orderLine_status"]));
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
])("a chain of references through %s is followed for a while, and ends no stack", async (_keyword, wrap) => {
  const last = { properties: { status: { enum: ["open"] } } };
  const chain = (length: number): object => {
    const link = (index: number) => (index === length ? last : wrap({ $ref: `#/$defs/d${index + 1}` }));
    const links = Array.from({ length: length + 1 }, (_, index) => [`d${index}`, link(index)] as const);
    return { $ref: "#/$defs/d0", $defs: Object.fromEntries(links) };
  };
  expect(await constantsOf(chain(60))).toEqual({ orderStatus: ["open"] });
  expect(await constantsOf(chain(2_900))).toEqual({});
});
