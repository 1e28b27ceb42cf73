import { expect, test } from "vitest";
import { compareLoaded } from "../../src/compat/compare.js";
import { type LoadedSchema, loadSchema } from "../../src/contract/load-schema.js";

async function load(
  path: string,
  text: string,
  more: Readonly<Record<string, string>> = {},
): Promise<LoadedSchema> {
  const { schema, findings } = await loadSchema(new Map(Object.entries({ ...more, [path]: text })), path);
  if (schema === undefined) throw new Error(JSON.stringify(findings));
  return schema;
}

async function verdicts(before: string, after: string, ending = "json"): Promise<readonly unknown[]> {
  const [old, now] = [await load(`old.${ending}`, before), await load(`new.${ending}`, after)];
  const { backward, forward } = compareLoaded(old, now);
  return [backward?.verdict, forward?.verdict];
}

const most = "9223372036854775807";

// each of the first numbers is read as the double of the second one
test.each([
  ['{"const":9007199254740993}', '{"const":9007199254740992}'],
  ['{"enum":[1,9007199254740993]}', '{"enum":[1,9007199254740992]}'],
  ['{"type":"integer","maximum":9007199254740993}', '{"type":"integer","maximum":9007199254740992}'],
  [`{"maximum":${most}}`, '{"maximum":9223372036854775808}'],
  ['{"const":0.30000000000000001}', '{"const":0.3}'],
  [
    '{"properties":{"a":{"const":{"id":9007199254740993}}}}',
    '{"properties":{"a":{"const":{"id":9007199254740992}}}}',
  ],
  // read as neighbors, and no longer apart
  ['{"type":"integer","minimum":9007199254740993,"maximum":9007199254740993}', '{"const":9007199254740994}'],
])("%s and %s are not taken for the same", async (before, after) => {
  expect(await verdicts(before, after)).toEqual(["unknown", "unknown"]);
  expect(await verdicts(after, before)).toEqual(["unknown", "unknown"]);
});

test("the same of numbers in YAML, and in files that are referred to", async () => {
  expect(await verdicts("const: 9007199254740993\n", "const: 9007199254740992\n", "yaml")).toEqual([
    "unknown",
    "unknown",
  ]);
  const shared = (number: string) => ({ "_shared/id.json": `{"$defs":{"id":{"const":${number}}}}` });
  const root = '{"$ref":"_shared/id.json#/$defs/id"}';
  const old = await load("v1.json", root, shared("9007199254740993"));
  const { backward } = compareLoaded(old, await load("v1.json", root, shared("9007199254740992")));
  expect(backward).toEqual({
    verdict: "unknown",
    reason: expect.stringContaining("9007199254740993 is not a number that a double"),
  });
});

test("a limit that no double is makes no difference where it is the same on both sides", async () => {
  const order = (more: string): string =>
    `{"type":"object","properties":{"id":{"type":"integer","maximum":${most}}${more}}}`;
  expect(await verdicts(order(""), order(',"note":{"type":"string"}'))).toEqual(["proved", "proved"]);
  expect(await verdicts(order(',"a":{"maxLength":3}'), order(',"a":{"maxLength":4}'))).toEqual([
    "proved",
    "refuted",
  ]);
  expect(await verdicts(order(""), order("").replace("{", '{"title":"x",'))).toEqual(["proved", "proved"]);
});

test("a message near a rounded number is not shown", async () => {
  expect(
    await verdicts(`{"type":"integer","minimum":${most},"maximum":${most}}`, '{"type":"string"}'),
  ).toEqual(["unknown", "refuted"]);
});

test("a number in a title has the digits that are written", async () => {
  const bound = (number: string): Promise<LoadedSchema> =>
    load(
      "v1.json",
      `{"$defs":{"id":{"type":"integer","maximum":${number}}},"properties":{"a":{"$ref":"#/$defs/id"}}}`,
    );
  const { changes } = compareLoaded(await bound("9007199254740993"), await bound(most));
  expect(changes.map(({ title }) => title)).toEqual([`maximum changed from 9007199254740993 to ${most}`]);
  const { changes: others } = compareLoaded(await bound("5"), await bound(most));
  expect(others.map(({ title }) => title)).toEqual([`maximum changed from 5 to ${most}`]);
});

// by patterns for the zeros, this takes hours
test("megabytes of zeros in a number are read once", async () => {
  const long = `{"type":"number","maximum":1.${"0".repeat(2_000_000)}1}`;
  expect(await verdicts(long, '{"type":"number","maximum":2}')).toEqual(["proved", "refuted"]);
});
