import { describe, expect, test } from "vitest";
import { loadContract } from "../../src/contract/load-contract.js";
import type { SourceFile } from "../../src/contract/source-file.js";
import { lintContract } from "../../src/lint/lint-contract.js";
import type { LintSubject } from "../../src/lint/lint-rule.js";
import { lintRules } from "../../src/lint/lint-rules.js";
import { proofOf } from "../../src/lint/proof.js";
import { type Files, texts } from "../support/load.js";
import { today } from "./lint-files.js";

type Members = Record<string, unknown>;

const proving =
  /^(?:unsatisfiable-|constant-|overlapping-|redundant-|enum-value-rejected|bounds-crossed|default-rejected)/;

const object = (properties: Members, required: readonly string[] = [], more: Members = {}): Members => ({
  type: "object",
  properties,
  required,
  ...more,
});
const of = (kind: string, more: Members = {}): Members =>
  object({ kind: { const: kind }, ...more }, ["kind"]);

/** What is proved of a folder, one line each: the pointer, the rule, and the message. */
async function proved(files: Files): Promise<string[]> {
  const loaded = await loadContract(texts(files));
  if (loaded.contract === undefined) throw new Error(JSON.stringify(loaded.findings));
  return lintContract(loaded, { today })
    .filter(({ rule }) => proving.test(rule))
    .map(({ pointer, rule, message }) => `${pointer} ${rule}: ${message}`);
}

/** The same of one schema, without the messages. */
async function found(schema: unknown): Promise<string[]> {
  return (await proved({ "a/v1.json": schema })).map((line) => line.slice(0, line.indexOf(":")));
}

describe("no value satisfies", () => {
  test("bounds that cross through references, in several files", async () => {
    const files = {
      "_shared/base.json": { $ref: "count.json" },
      "_shared/count.json": { type: "integer", minimum: 10 },
      "a/v1.json": object({ count: { $ref: "../_shared/base.json", exclusiveMaximum: 10 } }),
    };
    expect(await proved(files)).toEqual([
      '/properties/count unsatisfiable-schema: No value satisfies this schema: "minimum": 10 at "_shared/count.json#/minimum", "type": "integer" at "_shared/count.json#/type" and "exclusiveMaximum": 10 at "#/properties/count/exclusiveMaximum" contradict each other.',
    ]);
  });

  test("closed objects in allOf that each require what the other refuses, in each draft", async () => {
    const closed = (name: string): Members => object({ [name]: {} }, [name], { additionalProperties: false });
    for (const draft of [
      "http://json-schema.org/draft-04/schema#",
      "http://json-schema.org/draft-07/schema#",
    ]) {
      expect(await found({ $schema: draft, allOf: [closed("a"), closed("b")] })).toEqual([
        " unsatisfiable-schema",
      ]);
    }
  });

  test("an extension of a closed base, whether it names its type or not", async () => {
    const schema = {
      allOf: [
        { properties: { id: {} }, additionalProperties: false },
        { properties: { name: {} }, required: ["name"] },
      ],
    };
    expect(await found(schema)).toEqual([" unsatisfiable-schema"]);
    expect(await found({ type: "object", ...schema })).toEqual([" unsatisfiable-schema"]);
  });

  test("keywords of one schema that leave nothing", async () => {
    const properties = {
      text: { type: "string", pattern: "^[a-z]{3}$", minLength: 5 },
      day: { type: "string", format: "date", maxLength: 5 },
      between: { type: "integer", exclusiveMinimum: 1, exclusiveMaximum: 2 },
      tens: { type: "number", multipleOf: 10, minimum: 11, maximum: 19 },
      few: { type: "array", items: { enum: ["x", "y"] }, uniqueItems: true, minItems: 3 },
      pair: { type: "array", prefixItems: [{}], items: false, minItems: 2 },
      holds: { type: "array", items: { type: "string" }, contains: { type: "number" } },
      closed: object({ x: {} }, ["y"], { additionalProperties: false }),
      names: { type: "object", propertyNames: { pattern: "^a" }, required: ["b"] },
      many: object({ x: {}, y: {} }, [], { additionalProperties: false, minProperties: 3 }),
      not: { type: "string", not: { type: ["string", "null"] } },
      dependent: object({ b: false }, ["a"], { dependentRequired: { a: ["b"] } }),
    };
    expect(await found(object(properties))).toEqual(
      Object.keys(properties).map((name) => `/properties/${name} unsatisfiable-schema`),
    );
  });

  test("near misses of these are quiet", async () => {
    const properties = {
      text: { type: "string", pattern: "^[a-z]{5}$", minLength: 5 },
      day: { type: "string", format: "date", minLength: 10, maxLength: 10 },
      between: { type: "integer", exclusiveMinimum: 1, exclusiveMaximum: 3 },
      tens: { type: "number", multipleOf: 10, minimum: 11, maximum: 20 },
      few: { type: "array", items: { enum: ["x", "y"] }, uniqueItems: true, minItems: 2 },
      pair: { type: "array", prefixItems: [{}, {}], items: false, minItems: 2 },
      holds: { type: "array", items: { type: ["string", "number"] }, contains: { type: "number" } },
      names: { type: "object", propertyNames: { pattern: "^a" }, required: ["ab"] },
      many: object({ x: {}, y: {} }, [], { additionalProperties: false, minProperties: 2 }),
      refused: { not: {} },
      legacy: false,
    };
    expect(await found(object(properties))).toEqual([]);
  });

  test("recursion that never ends, also over several definitions", async () => {
    const $defs = {
      a: object({ b: { $ref: "#/$defs/b" } }, ["b"]),
      b: object({ a: { $ref: "#/$defs/a" } }, ["a"]),
    };
    expect(await found({ $ref: "#/$defs/a", $defs })).toEqual(["/$defs/a unsatisfiable-schema"]);
    const ends = { ...$defs, b: object({ a: { $ref: "#/$defs/a" } }) };
    expect(await found({ $ref: "#/$defs/a", $defs: ends })).toEqual([]);
  });

  test("alternatives and branches that contradict what is around them", async () => {
    const around = object({ kind: { enum: ["a", "b"] }, id: {} });
    expect(await found({ ...around, anyOf: [of("a"), of("b"), of("c")] })).toEqual([
      "/anyOf/2 unsatisfiable-schema",
    ]);
    const closed = { ...around, additionalProperties: false };
    expect(await found({ ...closed, oneOf: [{ required: ["id"] }, { required: ["card"] }] })).toEqual([
      "/oneOf/1 unsatisfiable-schema",
    ]);
    const branch = object({ id: { type: "string" } });
    const then = object({ id: { type: "number" } }, ["id"]);
    expect(await found({ ...branch, if: { required: ["x"] }, then })).toEqual(["/then unsatisfiable-schema"]);
  });

  test("what is wrong inside is found once, with the versions that it stops", async () => {
    const files = {
      "_shared/id.json": { allOf: [{ type: "string" }, { type: "integer" }] },
      "a/v1.json": object({ id: { $ref: "../_shared/id.json" } }, ["id"]),
      "a/v2.json": object({ id: { $ref: "../_shared/id.json" } }),
    };
    const loaded = await loadContract(texts(files));
    const all = lintContract(loaded, { today }).filter(({ rule }) => proving.test(rule));
    expect(all.map(({ file, rule }) => `${file} ${rule}`)).toEqual(["_shared/id.json unsatisfiable-schema"]);
    expect(all[0]?.help).toContain("no message of a v1 can be sent");
  });

  test("what is wrong around something wrong that does not matter is found as well", async () => {
    const never = { allOf: [{ type: "string" }, { type: "integer" }] };
    const crossed = { allOf: [{ required: ["a"] }, { maxProperties: 0 }] };
    expect(await found({ type: "object", properties: { b: never }, ...crossed })).toEqual([
      " unsatisfiable-schema",
      "/properties/b unsatisfiable-schema",
    ]);
    expect(
      await found({ type: "object", if: { required: ["c"], maxProperties: 0 }, else: true, ...crossed }),
    ).toContain(" unsatisfiable-schema");
    expect(await found(object({ b: never }, ["b"]))).toEqual(["/properties/b unsatisfiable-schema"]);
  });

  test("what another rule finds is not found twice", async () => {
    expect(await found(object({ a: { type: "string", minLength: 3, maxLength: 2 } }, ["a"]))).toEqual([
      "/properties/a/maxLength bounds-crossed",
    ]);
    expect(await found(object({ a: { type: "integer", const: "x" } }, ["a"]))).toEqual([
      "/properties/a/const enum-value-rejected",
    ]);
  });

  test("bounds are shown with the digits that are written", async () => {
    const text = '{ "type": "integer", "minimum": 1.50, "maximum": 1e0 }';
    expect(await proved({ "a/v1.json": text })).toEqual([
      '/maximum bounds-crossed: No value is between "minimum": 1.50 and "maximum": 1e0.',
    ]);
  });
});

describe("a property can never be sent", () => {
  const base = object({ id: {} }, [], { additionalProperties: false });

  test("that extends a closed base, of several one finding", async () => {
    const extension = { properties: { id: {}, name: {}, note: {} } };
    expect(
      await proved({
        "_shared/base.json": base,
        "a/v1.json": { $ref: "../_shared/base.json", ...extension },
      }),
    ).toEqual([
      '/properties/name unsatisfiable-property: The properties "name" and "note" can never be sent, because of "additionalProperties": false at "_shared/base.json#/additionalProperties".',
    ]);
  });

  test("of a base that its extension is closed without", async () => {
    const files = {
      "_shared/base.json": object({ id: {}, at: {} }),
      "a/v1.json": {
        allOf: [{ $ref: "../_shared/base.json" }],
        ...object({ b: {} }, [], { additionalProperties: false }),
      },
    };
    expect((await proved(files)).map((line) => line.slice(0, 60))).toEqual([
      ' unsatisfiable-property: The properties "id" and "at" can ne',
    ]);
  });

  test("that two schemas describe by types that exclude each other, or a closed parent refuses in a branch", async () => {
    const $defs = { address: object({ zip: { type: "integer" } }) };
    const zip = { allOf: [{ $ref: "#/$defs/address" }, { properties: { zip: { type: "string" } } }] };
    expect(await found(object({ address: zip }, [], { $defs }))).toEqual([
      "/properties/address/allOf/1/properties/zip unsatisfiable-property",
    ]);
    const branches = { dependentSchemas: { id: { properties: { card: {} } } } };
    expect(await found({ ...base, ...branches })).toEqual([
      "/dependentSchemas/id/properties/card unsatisfiable-property",
    ]);
  });

  test("but not what is refused on purpose, or may be sent in another case", async () => {
    const open = object({ id: {}, name: {} });
    for (const more of [
      { allOf: [{ properties: { name: false } }] },
      { allOf: [{ properties: { name: { not: {} } } }] },
      { not: { required: ["name"] } },
      { unevaluatedProperties: false, allOf: [{ properties: { other: {} } }] },
      { if: { required: ["name"] }, else: { properties: { name: {}, only: {} } } },
      { dependentSchemas: { id: { properties: { name: { type: "string" } } } } },
      { maxProperties: 1 },
    ]) {
      expect(await found({ ...open, ...more }), JSON.stringify(more)).toEqual([]);
    }
  });
});

describe("alternatives", () => {
  test("that contain each other, whatever the keyword; the same twice is found once", async () => {
    expect(
      await proved({
        "a/v1.json": { oneOf: [{ type: "string" }, { type: "number" }, { type: "integer", minimum: 3 }] },
      }),
    ).toEqual([
      '/oneOf/2 redundant-alternative: Alternative 2 at "#/oneOf/1" accepts every value of alternative 3, such as 3, so oneOf rejects them all.',
    ]);
    expect(await found({ anyOf: [{ type: ["string", "null"] }, { type: "null" }] })).toEqual([
      "/anyOf/1 redundant-alternative",
    ]);
    expect(await found({ oneOf: [object({ a: {} }, ["a"]), object({ a: {} }, ["a"])] })).toEqual([
      "/oneOf/1 redundant-alternative",
    ]);
  });

  test("that take the same value, which is shown, with how many pairs do", async () => {
    const three = ["a", "b", "c"].map((name) => object({ [name]: { type: "boolean" } }, [name]));
    const [line, ...others] = await proved({ "a/v1.json": { oneOf: three } });
    expect(others).toEqual([]);
    expect(line).toMatch(
      /^\/oneOf overlapping-alternatives: Alternatives 1 and 2 both accept \{"a":(?:true|false),"b":(?:true|false)\}, so oneOf rejects it \(and 2 more pairs\)\.$/,
    );
  });

  test("of which the rest of the schema leaves no common value are quiet", async () => {
    const alternatives = [object({ a: {} }, ["a"]), object({ b: {} }, ["b"])];
    expect(await found({ oneOf: alternatives })).toEqual(["/oneOf overlapping-alternatives"]);
    expect(await found({ oneOf: alternatives, maxProperties: 1 })).toEqual([]);
    expect(
      await found({ ...object({ a: {}, b: {} }), oneOf: [{ required: ["a"] }, { required: ["b"] }] }),
    ).toEqual([]);
  });

  test("of a discriminator are quiet, recursive ones and hundreds of them, too", async () => {
    const tree = [of("leaf", { value: {} }), of("node", { left: { $ref: "#" }, right: { $ref: "#" } })];
    expect(await found({ oneOf: tree })).toEqual([]);
    const kinds = [...Array(200).keys()].map((index) => of(`k${index}`, { a: { type: "string" } }));
    const { steps, findings } = await counted({ "a/v1.json": { oneOf: kinds } });
    expect(findings).toEqual([]);
    expect(steps).toBeLessThan(20_000);
  });
});

describe("conditions", () => {
  const around = object({ kind: { enum: ["a", "b"] } }, ["kind"]);
  const when = (kind: string): Members => ({
    if: { properties: { kind: { const: kind } } },
    then: { required: ["x"] },
  });

  test("that are never or always true, in place or inside allOf", async () => {
    expect(await found({ ...around, ...when("c") })).toEqual(["/if constant-condition"]);
    expect(await found({ ...around, allOf: [when("a"), when("b"), when("c")] })).toEqual([
      "/allOf/2/if constant-condition",
    ]);
    expect(await found({ ...object({ kind: { const: "a" } }, ["kind"]), ...when("a") })).toEqual([
      "/if constant-condition",
    ]);
    expect(await found({ type: "object", if: true, else: { required: ["x"] } })).toEqual([
      "/if constant-condition",
    ]);
  });

  test("that end a chain, or decide by a property that may be absent, are quiet", async () => {
    expect(await found({ ...around, ...when("a"), else: when("b") })).toEqual([]);
    expect(await found({ ...object({ kind: { enum: ["a", "b"] } }), ...when("a") })).toEqual([]);
  });
});

describe("values of an enum", () => {
  const around = object({ kind: { enum: ["a", "b", "c"] } }, ["kind"]);

  test("that no alternative takes, or another schema of the same value refuses", async () => {
    expect(await found({ ...around, oneOf: [of("a"), of("b")] })).toEqual([
      "/properties/kind/enum/2 enum-value-rejected",
    ]);
    expect(
      await found(object({ kind: { anyOf: [{ enum: ["a", "b"] }], maxLength: 1, pattern: "a" } })),
    ).toEqual(["/properties/kind/anyOf/0/enum/1 enum-value-rejected"]);
  });

  test("that a schema only restricts further are quiet where they stand elsewhere", async () => {
    const $defs = { kinds: object({ kind: { enum: ["a", "b", "c"] } }, ["kind"]) };
    expect(await found({ $defs, allOf: [{ $ref: "#/$defs/kinds" }, of("a")] })).toEqual([]);
    expect(await found({ ...around, oneOf: [of("a"), of("b"), of("c")] })).toEqual([]);
  });
});

test("what takes too many steps is left open in silence, and counted", async () => {
  const names = [...Array(24).keys()].map((index) => `p${index}`);
  const clauses = names.flatMap((name, at) =>
    names.slice(at + 1).map((other, index) => ({
      anyOf: [
        { required: [name] },
        { required: [other] },
        {
          properties: { [`q${(at * 7 + index) % 31}`]: { minLength: 3, pattern: "^(a|b)*c" } },
          required: [`q${index}`],
        },
      ],
    })),
  );
  const hard = { type: "object", maxProperties: 11, allOf: clauses, not: { required: ["p1", "p3"] } };
  const { findings, undecided, steps } = await counted({ "a/v1.json": hard });
  expect(findings).toEqual([]);
  expect(undecided).toBeGreaterThan(0);
  expect(steps).toBeLessThan(1_060_000);
  expect((await counted({ "a/v1.json": hard })).steps).toBe(steps);
});

test("numbers that no double holds prove nothing", async () => {
  const id =
    '{ "minimum": 9007199254740993, "maximum": 9007199254740992.5, "allOf": [{ "type": "integer" }] }';
  expect(await proved({ "a/v1.json": `{ "properties": { "id": ${id} } }` })).toEqual([]);
});

/** What the rules find, with how much they asked. */
async function counted(
  files: Files,
): Promise<{ findings: readonly string[]; steps: number; undecided: number }> {
  const { contract, sources, findings: loaded } = await loadContract(texts(files));
  if (contract === undefined) throw new Error(JSON.stringify(loaded));
  const subject: LintSubject = { contract, sources, loaded, today };
  const findings = lintRules
    .filter(({ id }) => proving.test(id))
    .flatMap((rule) => [...rule.judge(subject)].map(({ pointer }) => `${pointer} ${rule.id}`));
  const { steps, undecided } = proofOf(subject, { source: sources.get("a/v1.json") as SourceFile });
  return { findings, steps, undecided };
}
