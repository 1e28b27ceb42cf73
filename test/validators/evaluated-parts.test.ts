import { describe, expect, test } from "vitest";
import type { Location, Schema } from "../../src/contract/schema.js";
import { EvaluatedParts } from "../../src/validators/evaluated-parts.js";

const count = 2_000;
const chains = {
  anyOf: (next: Schema): Schema => ({ anyOf: [next] }),
  allOf: (next: Schema): Schema => ({ allOf: [next] }),
  if: (next: Schema): Schema => ({ if: next }),
  not: (next: Schema): Schema => ({ not: next }),
};

function chain(link: (next: Schema) => Schema, last: Schema): ReadonlyMap<Location, Schema> {
  return new Map(
    Array.from({ length: count }, (_, index) => [
      String(index),
      index === count - 1 ? last : link({ $ref: String(index + 1) }),
    ]),
  );
}

describe.each(Object.entries(chains))("a chain of %s", (keyword, link) => {
  test.each([
    ["that evaluates", { properties: { a: true } }],
    ["that evaluates nothing", { type: ["object"] }],
  ] as const)("%s is walked once, whichever link is asked", (_, last) => {
    const definitions = chain(link, last);
    let resolved = 0;
    const parts = new EvaluatedParts((location) => {
      resolved += 1;
      return definitions.get(location) ?? true;
    });
    const any = [...definitions.values()].map((schema) => parts.any(schema, "names"));
    const byValue = [...definitions.values()].map((schema) => parts.byValue(schema, "names"));
    const evaluates = "properties" in last;
    const holds = evaluates && keyword !== "not";
    expect(any).toEqual(definitionsWhere(definitions, (isLast) => (isLast ? evaluates : holds)));
    const depends = holds && keyword !== "allOf";
    expect(byValue).toEqual(definitionsWhere(definitions, (isLast) => !isLast && depends));
    expect(resolved).toBeLessThan(10 * count);
  });
});

function definitionsWhere(
  definitions: ReadonlyMap<Location, Schema>,
  answer: (isLast: boolean) => boolean,
): boolean[] {
  return [...definitions.keys()].map((location) => answer(location === String(count - 1)));
}

test("a circle of references evaluates what any of its schemas does", () => {
  const definitions = new Map<Location, Schema>([
    ["a", { anyOf: [{ $ref: "b" }] }],
    ["b", { anyOf: [{ $ref: "a" }, { $ref: "c" }] }],
    ["c", { properties: { x: true } }],
    ["d", { anyOf: [{ $ref: "d" }] }],
  ]);
  const parts = new EvaluatedParts((location) => definitions.get(location) ?? true);
  const answers = ["d", "a", "b", "c"].map((location) => parts.any({ $ref: location }, "names"));
  expect(answers).toEqual([false, true, true, true]);
});

test("names and items are told apart, in whichever order they are asked for", () => {
  const schema: Schema = { anyOf: [{ prefixItems: [true] }] };
  const parts = new EvaluatedParts(() => true);
  expect(parts.any(schema, "names")).toBe(false);
  expect(parts.any(schema, "both")).toBe(true);
  expect(parts.any(schema, "items")).toBe(true);
  expect(parts.any(schema, "names")).toBe(false);
});
