import { afterEach, expect, test, vi } from "vitest";
import { plainSchemas } from "../../src/types/declaration-schema.js";
import { printDeclarations } from "../../src/types/print-declarations.js";
import type { TypeExpression } from "../../src/types/type-expression.js";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const text: TypeExpression = { kind: "primitive", name: "string" };

async function print(type: TypeExpression): Promise<string> {
  return printDeclarations(plainSchemas([{ name: "Thing", type, doc: [] }], String, () => false));
}

function objectWith(...names: readonly string[]): TypeExpression {
  const members = names.map((name) => ({ name, type: text, required: true, doc: [] }));
  return { kind: "object", members, index: undefined };
}

test("the library logs nothing, whatever the environment asks for", async () => {
  vi.stubEnv("VERBOSE", "1");
  const methods = (["log", "info", "debug", "error", "warn"] as const).map((name) =>
    vi.spyOn(console, name).mockImplementation(() => {}),
  );
  await print(text);
  expect(methods.flatMap(({ mock }) => mock.calls)).toEqual([]);
  expect(process.env["VERBOSE"]).toBe("1");
});

test.each([
  ["methods of every object", ["hasOwnProperty", "toString", "valueOf", "isPrototypeOf", "constructor"]],
  [
    "keywords of the library",
    ["tsType", "tsEnumNames", "extends", "$ref", "$id", "title", "enum", "nullable"],
  ],
])("members that are called like %s are printed as they are", async (_what, names) => {
  const printed = await print(objectWith(...names));
  for (const name of names)
    expect(printed).toMatch(new RegExp(`(?:^|[ "{])${name.replace("$", "\\$")}"?: string`, "m"));
});

test("characters that reorder or hide text are escaped in names and in values", async () => {
  const hidden = "a\u202eb";
  const printed = await print({
    kind: "union",
    of: [objectWith(hidden), { kind: "literal", value: hidden }],
  });
  expect(printed).not.toContain("\u202e");
  expect(printed.match(/a\\u202eb/g)).toHaveLength(2);
});

test("a type of 1,000 levels becomes declarations that prettier can print", async () => {
  let type: TypeExpression = text;
  for (let level = 0; level < 1_000; level += 1) {
    type = { kind: "object", members: [{ name: "a", type, required: true, doc: [] }], index: undefined };
  }
  const printed = await print(type);
  expect(printed).toContain("export type ThingPart1 = {");
  expect(printed.match(/\ba: /g)).toHaveLength(1_000);
});
