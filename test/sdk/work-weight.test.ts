import { expect, test } from "vitest";
import type { Schema } from "../../src/contract/schema.js";
import type { ValidatorWork } from "../../src/sdk/work.js";
import { weightOf } from "../../src/sdk/work-weight.js";

function validators(members: number): ValidatorWork {
  const properties = Object.fromEntries(
    Array.from({ length: members }, (_, index): [string, Schema] => [`p${index}`, { type: ["string"] }]),
  );
  const reader = { root: "r", definitions: new Map<string, Schema>([["r", { properties }]]) };
  return {
    kind: "validators",
    task: {
      reader,
      writer: undefined,
      examples: [],
      names: { functions: new Map(), modules: new Map() },
      writerImports: true,
    },
  };
}

test("one large schema is as much work as many small ones", () => {
  expect(weightOf(validators(10))).toBeLessThan(1.5);
  expect(weightOf(validators(8_000))).toBeGreaterThan(40);
});

test("a module of many types is more work than one of few", () => {
  const declarations = Array.from({ length: 1_000 }, () => ({ type: "string" }) as const);
  expect(weightOf({ kind: "types", declarations })).toBeGreaterThan(
    2 * weightOf({ kind: "types", declarations: [] }),
  );
});
