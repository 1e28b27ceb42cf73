import { describe, expect, test } from "vitest";
import { readerBundle } from "../../src/contract/bundle.js";
import { writerBundle } from "../../src/contract/close-schema.js";
import type { Contract } from "../../src/contract/contract.js";
import type { Location, Schema } from "../../src/contract/schema.js";
import { newTyper } from "../../src/types/schema-type.js";
import { linkedDefinitions } from "../support/linked-definitions.js";
import { load, loadGood, places } from "../support/load.js";

/** Makes both forms of the only version and all types, and gives the number of definitions of the writer's form. */
function makeAll({ definitions, events }: Contract): number {
  const location = events[0]?.versions[0]?.location ?? "";
  const resolve = (each: Location): Schema => definitions.get(each)?.schema ?? true;
  const typeOf = newTyper(resolve);
  for (const { schema } of definitions.values()) typeOf(schema);
  readerBundle(location, definitions);
  return writerBundle(location, definitions).definitions.size;
}

describe("2,000 definitions that refer to each other load, close and get types", () => {
  test.each(Object.entries(linkedDefinitions))("%s", async (_, make) => {
    const size = makeAll(await loadGood(make(2_000)));
    expect(size, "definitions of the writer's form").toBeLessThan(20_000);
  });
});

describe("wide and deep schemas load, close and get types", () => {
  const object = { type: "object", properties: { a: {} } };
  const many = <Value>(count: number, make: (index: number) => Value): Value[] =>
    Array.from({ length: count }, (_, index) => make(index));
  const condition = (name: string, value: string, index: number) => ({
    if: { properties: { [name]: { const: value } }, required: [name] },
    then: { properties: { [`p${index}`]: { type: "string" } }, required: [`p${index}`] },
  });
  const nested = (depth: number, wrap: (inner: object) => object) =>
    many(depth, () => 0).reduce<object>((inner) => wrap(inner), object);
  test.each<[string, object]>([
    ["allOf of 2,000", { allOf: many(2_000, (index) => ({ properties: { [`p${index}`]: object } })) }],
    ["oneOf of 1,000", { oneOf: many(1_000, (index) => ({ properties: { kind: { const: index } } })) }],
    ["anyOf of 1,000 that share a member", { anyOf: many(1_000, () => ({ properties: { kind: object } })) }],
    [
      "dependentSchemas of 1,500",
      {
        dependentSchemas: Object.fromEntries(
          many(1_500, (i) => [`k${i}`, { properties: { [`p${i}`]: {} } }]),
        ),
      },
    ],
    [
      "1,500 conditions on one member",
      {
        properties: { kind: { enum: many(1_500, (index) => `k${index}`) } },
        allOf: many(1_500, (i) => condition("kind", `k${i}`, i)),
      },
    ],
    ["1,500 conditions on members of their own", { allOf: many(1_500, (i) => condition(`k${i}`, "x", i)) }],
    ["500 times not", nested(500, (not) => ({ not }))],
    ["500 times items", nested(500, (items) => ({ items }))],
    ["250 times properties", nested(250, (a) => ({ type: "object", properties: { a } }))],
    ["250 times allOf", nested(250, (inner) => ({ allOf: [inner] }))],
    ["125 times allOf inside properties", nested(125, (a) => ({ properties: { a: { allOf: [a] } } }))],
  ])("%s", async (_, schema) => {
    makeAll(await loadGood({ "event/v1.json": schema }));
  });
});

describe("what is beyond the design is refused at its place", () => {
  const many = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
  const properties = (count: number, property: object) =>
    Object.fromEntries(many(count).map((index) => [`p${index}`, property]));
  const values = "values of enum and const and names of required";
  test.each<[string, object, string]>([
    ["subschemas", { properties: properties(15_000, { type: "string" }) }, "15003 subschemas"],
    ["references", { properties: properties(30_000, { $ref: "#" }) }, "15003 subschemas"],
    ["values", { enum: many(50_001) }, `50001 ${values}`],
    ["objects among the values", { enum: many(25_001).map((index) => ({ index })) }, `50002 ${values}`],
    ["items of a value", { const: many(50_000) }, `50001 ${values}`],
    ["names that are required", { required: many(50_001).map(String) }, `50001 ${values}`],
    [
      "names that others require",
      { dependentRequired: { a: many(25_000).map(String), b: many(25_001).map(String) } },
      `50001 ${values}`,
    ],
  ])("more %s than a version may have", async (_, schema, message) => {
    const shared = { "_shared/large.json": { type: "object", ...schema } };
    const files = { ...shared, "event/v1.json": { properties: { a: { $ref: "../_shared/large.json" } } } };
    const { findings } = await load(files);
    expect(places(findings)).toEqual(["event/v1.json:1:1 error schema-too-large"]);
    expect(findings[0]?.message).toContain(
      `This version has ${message}, including the definitions that it references`,
    );
  });
  test.each<[string, object]>([
    ["subschemas", { properties: properties(14_999, { type: "string" }) }],
    ["references", { properties: properties(29_998, { $ref: "#" }) }],
    ["values", { enum: many(50_000) }],
    ["names that are required", { required: many(50_000).map(String) }],
  ])("and not a version with as many %s as it may have", async (_, schema) => {
    const { findings } = await load({ "event/v1.json": { type: "object", ...schema } });
    expect(places(findings)).toEqual([]);
  });
  test("a chain of more than 3,000 references for one value", async () => {
    const make = linkedDefinitions["a chain of references alone"];
    const { findings } = await load(make?.(3_100) ?? {});
    expect(findings.map(({ rule }) => rule)).toEqual(["ref-explosion"]);
    expect(findings[0]?.pointer).toMatch(/^\/\$defs\/d\d+$/);
  });
});
