import { expect, test } from "vitest";
import { loadGood } from "../support/load.js";
import { tempFolder } from "../support/temp-folder.js";
import { typeCheck } from "../support/type-check.js";
import { typeFiles } from "../support/types.js";

const text = { type: "string" };
const object = { type: "object" };

test("an addition elsewhere renames no type", async () => {
  const before = await namesIn({
    "_shared/money.json": text,
    "_shared/common.json": { $defs: { Address: text } },
  });
  const added = {
    "_other/money.json": text,
    "_shared/finance/money.json": text,
    "_shared/address.json": text,
    "_shared/a.json": { $defs: { money: text, Address: text } },
    "money/v1.json": object,
  };
  const after = await namesIn({
    "_shared/money.json": text,
    "_shared/common.json": { $defs: { Address: text } },
    ...added,
  });
  expect(before).toEqual(["CommonAddress", "EventV1", "Money"]);
  expect(after).toEqual(expect.arrayContaining(before));
  expect(new Set(after.map((name) => name.toLowerCase())).size).toBe(after.length);
});

test.each([
  ["a URI", "https://example.com/schemas/core/money.schema.json", "DefinitionsMoney"],
  ["a URI that ends in a version", "http://asyncapi.com/definitions/3.0.0", "DefinitionsDefinitions300"],
  ["a URN", "urn:example:order:line", "DefinitionsLine"],
  ["a path of words", "com.example.Order-Line", "DefinitionsComExampleOrderLine"],
])("a key that is %s gives a short name", async (_what, key, name) => {
  expect(await namesIn({ "_shared/definitions.json": { $defs: { [key]: text } } })).toEqual(
    ["EventV1", name].sort(),
  );
});

test("a key that is a sentence gives a name of at most 64 characters", async () => {
  const [name = ""] = (
    await namesIn({ "_shared/x.json": { $defs: { ["a very long sentence ".repeat(20)]: text } } })
  ).filter((each) => each !== "EventV1");
  expect(name.length).toBeLessThanOrEqual(64);
  expect(name).toMatch(/^XAVeryLongSentence.*X[0-9A-F]{6}$/);
});

test("no definition takes a name that the SDK exports, or that its types use", async () => {
  const names = await namesIn({
    "_shared/ServiceName.json": text,
    "_shared/Exclude.json": text,
    "_shared/Rabbit.json": text,
    "_shared/PublishError.json": text,
  });
  expect(names.filter((name) => /^(?:ServiceName|Exclude|Rabbit|PublishError)$/.test(name))).toEqual([]);
  expect(names).toHaveLength(5);
});

test("names that the library cannot declare are exported all the same", async () => {
  const files = await filesOf({
    "_shared/größe.json": text,
    "_shared/order-2nd.json": text,
    "event/v1.json": {
      ...object,
      properties: { a: { $ref: "../_shared/größe.json" }, b: { $ref: "../_shared/order-2nd.json" } },
    },
  });
  const use = `import type { EventV1 } from "./events/event/v1.types.js";
import type { Größe } from "./shared/Größe.js";
import type { Order2nd } from "./shared/order-2nd.js";
export const a: Größe = "x";
export const b: Order2nd = "y";
export const event: EventV1 = { a, b };
`;
  expect(await typeCheck(tempFolder({ ...files, "use.ts": use }))).toEqual([]);
});

async function filesOf(files: Readonly<Record<string, unknown>>): Promise<Record<string, string>> {
  return Object.fromEntries(await typeFiles(await loadGood({ "event/v1.json": object, ...files })));
}

async function namesIn(files: Readonly<Record<string, unknown>>): Promise<string[]> {
  return Object.values(await filesOf(files))
    .flatMap((file) => file.match(/(?<=^export type )\w+/gm) ?? [])
    .sort();
}
