import { expect, test } from "vitest";
import type { Schema } from "../../src/contract/schema.js";
import type { Json } from "../../src/json/json.js";
import { compileQuickly } from "../../src/validators/compile-quickly.js";

const values: readonly Json[] = [null, true, 1, "a", [], {}];

/** What an edit of a schema may leave, and what it then says (2020-12, Validation, 6.1; Core, 10.2.1). */
test.each<readonly [string, Schema, boolean]>([
  ["enum", { enum: [] }, false],
  ["type", { type: [] }, false],
  ["anyOf", { anyOf: [] }, false],
  ["oneOf", { oneOf: [] }, false],
  ["allOf", { allOf: [] }, true],
  ["required", { required: [] }, true],
  ["prefixItems", { prefixItems: [] }, true],
  ["dependentRequired", { dependentRequired: { a: [] } }, true],
])("an empty list of %s compiles, as the schema itself and inside of one", (_, schema, isValid) => {
  for (const wrapped of [schema, { allOf: [schema] }, { not: { not: schema } }] satisfies Schema[]) {
    const validate = compileQuickly({ root: "a#", definitions: new Map([["a#", wrapped]]) });
    expect(values.map((value) => validate(value))).toEqual(values.map(() => isValid));
  }
});
