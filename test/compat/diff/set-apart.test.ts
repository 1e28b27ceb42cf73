import { expect, test } from "vitest";
import { compareLoaded } from "../../../src/compat/compare.js";
import { setApart } from "../../../src/compat/diff/set-apart.js";
import { loadSchema } from "../../../src/contract/load-schema.js";

/** A schema from a file of the same name as the other one's. */
async function sameName(type: string, more: Record<string, unknown> = {}) {
  const text = JSON.stringify({
    properties: { code: { $ref: "#/$defs/code" }, ...more },
    $defs: { code: { type }, unused: { type: "null" } },
    additionalProperties: false,
  });
  const { schema } = await loadSchema(new Map([["v1.json", text]]), "v1.json");
  if (schema === undefined) throw new Error("no schema");
  return schema;
}

test("has no location in common, and nothing that a schema does not refer to", async () => {
  const [old, now] = setApart(await sameName("string"), await sameName("integer"));
  expect([...old.definitions.keys()]).toEqual(["old v1.json#", "old v1.json#/$defs/code"]);
  expect([...now.definitions.keys()]).toEqual(["v1.json#", "v1.json#/$defs/code"]);
  expect(old.definitions.get("old v1.json#")?.schema).toMatchObject({
    properties: { code: { $ref: "old v1.json#/$defs/code" } },
  });
});

test("a part that comes from the other file of that name keeps its own definitions", async () => {
  const old = await sameName("string");
  const now = await sameName("integer", { list: { type: "array", items: { $ref: "#/$defs/code" } } });
  const { changes } = compareLoaded(old, now);
  expect(changes.map(({ title, old: { file, pointer } }) => [title, file, pointer])).toEqual([
    ["type changed from string to integer", "v1.json", "/$defs/code/type"],
    ['property "list" added', "v1.json", "/properties"],
  ]);
  expect(changes[1]?.forward).toMatchObject({ verdict: "refuted", witness: { list: [] } });
});
