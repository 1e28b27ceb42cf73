import { expect, test } from "vitest";
import { lintBy } from "./lint-files.js";

/** Definitions that each apply the next one, of which only the last one says `last`. */
function chain(length: number, last: object): Record<string, string> {
  const link = (index: number): object =>
    index === length - 1
      ? last
      : { allOf: [{ $ref: `#/$defs/p${index + 1}` }], properties: { [`q${index}`]: { type: "string" } } };
  const $defs = Object.fromEntries(Array.from({ length }, (_, index) => [`p${index}`, link(index)]));
  return { "order_paid/v1.json": JSON.stringify({ $ref: "#/$defs/p0", $defs }) };
}

const untyped = { properties: { end: { type: "string" } } };

test("a chain that can be followed to its end is found where no link names a type", async () => {
  expect(await lintBy("type-undeclared", chain(10, untyped))).not.toEqual([]);
  expect(await lintBy("type-undeclared", chain(10, { ...untyped, type: "object" }))).toEqual([]);
});

test("a type is not looked for through more schemas than a person would follow", async () => {
  expect(await lintBy("type-undeclared", chain(300, untyped))).toEqual([]);
});
