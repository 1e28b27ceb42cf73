// @module-tag long
import { describe, expect, test } from "vitest";
import { WitnessCheck } from "../../../src/compat/prove/witness-check.js";
import type { Json } from "../../../src/json/json.js";
import { compileQuickly } from "../../../src/validators/compile-quickly.js";
import { drafts, readSuite, suiteFolder } from "../../support/json-schema-test-suite.js";
import { bundleOf, loadSchema } from "./bundles.js";

describe.skipIf(suiteFolder === undefined)(
  "checked by the official JSON-Schema-Test-Suite",
  { tags: "json-schema-test-suite" },
  () => {
    test.each(drafts)("%s: what is compiled for a message says of it what the schema says", async (draft) => {
      const { groups, remotes } = readSuite(draft);
      const wrong: string[] = [];
      let right = 0;
      for (const { name, schema, tests } of groups) {
        const loaded = await loadSchema(schema, remotes);
        if (loaded === undefined) continue;
        const together = new WitnessCheck(loaded.bundle); // as for the messages of one comparison
        for (const { description, data, valid } of tests) {
          const checks = [together, new WitnessCheck(loaded.bundle)];
          const answers = checks.map((check) => check.failures(data as Json).length === 0);
          if (answers.every((answer) => answer === valid)) right += 1;
          else wrong.push(`${name}: ${description}: ${answers}`);
        }
      }
      expect(wrong).toEqual([]);
      expect(right).toBeGreaterThan(500);
    });
  },
);

const member = (length: number) => ({
  type: "object",
  properties: { name: { type: "string", minLength: length, description: "a name of some length" } },
  required: ["name"],
  additionalProperties: false,
});

test("schemas that differ in one place do not get each other's functions", async () => {
  const of = async (length: number) =>
    new WitnessCheck(await bundleOf({ properties: { first: member(1), second: member(length) } }));
  const [two, three] = [await of(2), await of(3)];
  const value = { first: { name: "a" }, second: { name: "ab" } };
  expect(two.failures(value)).toEqual([]);
  expect(three.failures(value)).toEqual([
    { pointer: "/second/name", message: "must have at least 3 characters" },
  ]);
});

test("a name that a later message has is not left out", async () => {
  const check = new WitnessCheck(
    await bundleOf({ properties: { a: { type: "string" }, b: { type: "string" } } }),
  );
  expect(check.failures({ a: "x" })).toEqual([]);
  expect(check.failures({ b: 1 })).toEqual([{ pointer: "/b", message: "must be string" }]);
});

test("recursion stays whole, also beside what does not recur", async () => {
  const tree = {
    $ref: "#/$defs/node",
    $defs: {
      node: {
        type: "object",
        properties: {
          leaf: { $ref: "#/$defs/leaf" },
          left: { $ref: "#/$defs/node" },
          right: { $ref: "#/$defs/pair" },
        },
      },
      pair: { type: "array", items: { $ref: "#/$defs/node" } },
      leaf: member(2),
    },
  };
  const validate = compileQuickly(await bundleOf(tree));
  expect(validate({ left: { right: [{ leaf: { name: "ab" } }] } })).toBe(true);
  expect(validate({ left: { right: [{ leaf: { name: "a" } }] } })).toBe(false);
});

test("what a shared part evaluates is still known where it is applied in place", async () => {
  const base = { properties: { id: { type: "string" }, more: member(1) }, required: ["id"] };
  const check = new WitnessCheck(
    await bundleOf({ allOf: [{ $ref: "#/$defs/base" }], unevaluatedProperties: false, $defs: { base } }),
  );
  expect(check.failures({ id: "x", more: { name: "n" } })).toEqual([]);
  expect(check.failures({ id: "x", other: 1 })).toHaveLength(1);
});
