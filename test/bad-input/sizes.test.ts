import { execFile } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { expectClean, generateOne, removeSdksAfterwards, Sdk } from "./sdk-under-test.js";

removeSdksAfterwards();

const range = (length: number): number[] => Array.from({ length }, (_, index) => index);
const nested = (levels: number, leaf: object): object =>
  range(levels).reduce<object>(
    (inner) => ({ type: "object", properties: { n: inner }, required: ["n"] }),
    leaf,
  );

describe("large schemas work, type-check, and check messages", () => {
  test("10,000 properties", { timeout: 300_000 }, async () => {
    const names = range(10_000).map((index) => `p${index}`);
    const sdk = await Sdk.of({
      "schemas/ev/v1.json": {
        type: "object",
        properties: Object.fromEntries(names.map((name) => [name, { type: "integer" }])),
        required: names,
      },
    });
    expect(sdk.errors).toEqual([]);
    const good = Object.fromEntries(names.map((name) => [name, 1]));
    const texts = [good, { ...good, p9999: "1" }, { ...good, other: 1 }, { p0: 1 }].map((each) =>
      JSON.stringify(each),
    );
    const { said } = await sdk.probe({ evV1: texts });
    expect(said["evV1"]?.map(({ reader, writer }) => [reader, writer])).toEqual([
      [true, true],
      [false, false],
      [true, false],
      [false, false],
    ]);
  });
  test("10,000 enum values, 2,000 definitions, 1,000 alternatives", { timeout: 300_000 }, async () => {
    const sdk = await Sdk.of({
      "schemas/values/v1.json": { enum: range(10_000).map((index) => `value ${index}`) },
      "schemas/defs/v1.json": {
        type: "object",
        properties: Object.fromEntries(
          range(2_000).map((index) => [`p${index}`, { $ref: `#/$defs/d${index}` }]),
        ),
        $defs: Object.fromEntries(
          range(2_000).map((index) => [`d${index}`, { type: "object", properties: { x: { const: index } } }]),
        ),
      },
      "schemas/unions/v1.json": {
        oneOf: range(1_000).map((index) => ({
          type: "object",
          properties: { kind: { const: index }, [`x${index}`]: {} },
          required: ["kind"],
        })),
      },
    });
    expect(sdk.errors).toEqual([]);
    const { said } = await sdk.probe({
      valuesV1: ['"value 9999"', '"value"'],
      defsV1: ['{"p1999":{"x":1999}}', '{"p1999":{"x":0}}'],
      unionsV1: ['{"kind":999,"x999":1}', '{"kind":1000}'],
    });
    expect(Object.values(said).map((each) => each.map(({ reader, writer }) => reader && writer))).toEqual([
      [true, false],
      [true, false],
      [true, false],
    ]);
  });
  test("200 levels of nesting", { timeout: 300_000 }, async () => {
    const sdk = await Sdk.of({
      "schemas/objects/v1.json": nested(200, { type: "string" }),
      "schemas/lists/v1.json": range(200).reduce<object>((items) => ({ type: "array", items }), {
        type: "string",
      }),
      "schemas/choices/v1.json": range(100).reduce<object>(
        (inner, level) => ({ anyOf: [{ const: level }, { type: "object", properties: { n: inner } }] }),
        { type: "string" },
      ),
    });
    expect(sdk.errors).toEqual([]);
    const wrap = (open: string, leaf: string, close: string): string =>
      open.repeat(200) + leaf + close.repeat(200);
    const { said } = await sdk.probe({
      objectsV1: [wrap('{"n":', '"x"', "}"), wrap('{"n":', "1", "}")],
      listsV1: [wrap("[", '"x"', "]"), wrap("[", "1", "]")],
      choicesV1: ['{"n":{"n":97}}', '{"n":{"n":96}}'],
    });
    expect(Object.values(said).map((each) => each.map(({ reader, writer }) => reader && writer))).toEqual([
      [true, false],
      [true, false],
      [true, false],
    ]);
  });
  test("lengths and counts near the largest number make no giant tuple", async () => {
    const sdk = await Sdk.of({
      "schemas/a/v1.json": { type: "array", items: { type: "string" }, minItems: 1e300 },
      "schemas/b/v1.json": { type: "array", prefixItems: [{}], minItems: 1e7, maxItems: 1e7 },
      "schemas/c/v1.json": { type: "array", items: { type: "string" }, maxItems: 1e7 },
      "schemas/d/v1.json": { type: "array", items: { type: "string" }, minItems: 20, maxItems: 60 },
      "schemas/e/v1.json": { type: "string", minLength: 1e300, maxLength: Number.MAX_VALUE },
      "schemas/f/v1.json": { type: "object", minProperties: 1e300 },
    });
    expect(sdk.errors).toEqual([]);
    for (const event of "abcdef")
      expect(statSync(join(sdk.folder, `generated/events/${event}/v1.types.ts`)).size).toBeLessThan(20_000);
  });
});

describe("schemas whose TypeScript could explode still type-check", () => {
  const keys = range(24).map((index) => `k${index}`);
  const pair = (key: string): object => ({ anyOf: [{ required: [key] }, { required: [`${key}b`] }] });
  const properties = Object.fromEntries(
    keys.flatMap((key) => [
      [key, { type: "string" }],
      [`${key}b`, { type: "string" }],
    ]),
  );
  const schemas: Readonly<Record<string, object>> = {
    "allOf of 24 anyOf": { type: "object", properties, allOf: keys.map(pair) },
    "allOf of 24 anyOf with values": {
      allOf: keys.map((key) => ({
        anyOf: [
          { type: "object", properties: { [key]: { const: 1 } }, required: [key] },
          { type: "object", properties: { [key]: { const: 2 } }, required: [key] },
        ],
      })),
    },
    "24 dependentSchemas": {
      type: "object",
      properties,
      dependentSchemas: Object.fromEntries(keys.map((key) => [key, { required: [`${key}b`] }])),
    },
    "24 dependentSchemas with values": {
      type: "object",
      dependentSchemas: Object.fromEntries(
        keys.map((key) => [key, { properties: { [`${key}b`]: { const: key } }, required: [`${key}b`] }]),
      ),
    },
    "24 dependentRequired": {
      type: "object",
      properties,
      dependentRequired: Object.fromEntries(keys.map((key) => [key, [`${key}b`]])),
    },
    "24 if, then, else": {
      type: "object",
      properties,
      allOf: keys.map((key) => ({
        if: { required: [key] },
        then: { required: [`${key}b`] },
        else: { required: ["z"] },
      })),
    },
    "24 types by 24 enums": {
      allOf: [
        { enum: range(400) },
        { enum: range(800) },
        { anyOf: range(400).map((index) => ({ const: index })) },
      ],
    },
  };
  test.each(Object.keys(schemas))("%s", async (name) => {
    const sdk = await Sdk.of({ "schemas/ev/v1.json": schemas[name] });
    expect(sdk.errors).toEqual([]);
  });
});

describe("a schema that would be 2^40 when written out", () => {
  const levels = 40;
  const doubled: Readonly<Record<string, (next: object) => object>> = {
    allOf: (next) => ({ allOf: [next, next] }),
    anyOf: (next) => ({ anyOf: [next, next] }),
    properties: (next) => ({ type: "object", properties: { a: next, b: next } }),
  };
  test.each(Object.keys(doubled))(
    "of %s checks a message, or is refused when it is generated",
    async (name) => {
      const double = doubled[name] as (next: object) => object;
      const $defs: Record<string, unknown> = {
        [`d${levels}`]: { type: "object", properties: { x: { type: "string" } } },
      };
      for (let level = 0; level < levels; level++)
        $defs[`d${level}`] = double({ $ref: `#/$defs/d${level + 1}` });
      const schema = { $ref: "#/$defs/d0", $defs };
      const generated = await generateOne(schema);
      if (generated.code === 2)
        return void expect(generated.err).toMatch(/^schemas\/ev\/v1\.json:\d+:\d+ error /m);
      expectClean(generated);
      const sdk = await Sdk.of({ "schemas/ev/v1.json": schema });
      expect(sdk.errors).toEqual([]);
      const program =
        'import { evV1 } from "./js/generated/index.js"; const { reader } = await evV1.validators(); console.log(reader({ x: 1 }).valid, reader({ x: "1" }).valid);';
      const answer = await new Promise<string>((resolve) => {
        const options = { cwd: sdk.folder, timeout: 100_000 };
        execFile(process.execPath, ["--input-type=module", "-e", program], options, (error, out, err) =>
          resolve(error ? (error.killed ? "no answer" : err) : out),
        );
      });
      expect(answer).toMatch(/^(true|false) true\n$/);
    },
  );
});
