import { describe, expect, test } from "vitest";
import { runCli } from "../support/run-cli.js";
import { tempFolder } from "../support/temp-folder.js";
import { expectClean } from "./sdk-under-test.js";

const names = Object.getOwnPropertyNames(Object.prototype).filter((name) => name !== "__proto__");
const one = Object.fromEntries(names.map((name) => [name, 1]));
const other = { ...one, valueOf: 2 };
const dialects = [
  "http://json-schema.org/draft-04/schema#",
  "http://json-schema.org/draft-06/schema#",
  "http://json-schema.org/draft-07/schema#",
  "https://json-schema.org/draft/2019-09/schema",
  "https://json-schema.org/draft/2020-12/schema",
];

describe.each(dialects)("names of Object.prototype work in %s", (dialect) => {
  const needs = dialect.includes("/draft/") ? "dependentRequired" : "dependencies";
  const places: Readonly<Record<string, { schema: object; good: unknown; bad: unknown }>> = {
    "as property names": {
      schema: {
        type: "object",
        properties: Object.fromEntries(names.map((name) => [name, {}])),
        required: names,
      },
      good: one,
      bad: { a: 1 },
    },
    "in an enum": { schema: { enum: [one, other] }, good: other, bad: { ...one, toString: 3 } },
    "in lists of an enum": { schema: { enum: [[one], [other], names] }, good: [other], bad: [{}] },
    "in items that have to differ": {
      schema: { type: "array", uniqueItems: true },
      good: [one, other],
      bad: [one, other, one],
    },
    "in dependencies": {
      schema: { type: "object", [needs]: { valueOf: ["toString"] } },
      good: one,
      bad: { valueOf: 1 },
    },
    "in a default": { schema: { type: "object", default: one }, good: {}, bad: 1 },
    "in unknown keywords": { schema: { type: "object", ...one }, good: {}, bad: 1 },
  };
  test.each(Object.entries(places))("%s", async (_, { schema, good, bad }) => {
    const folder = tempFolder({
      "schemas/ev/v1.json": { $schema: dialect, ...schema },
      "schemas/ev/v2.json": { $schema: dialect, ...schema, title: "x" },
      "schemas/ev/examples/v1/valid/a.json": good as object,
      "schemas/ev/examples/v1/invalid/a.json": bad as object,
      "good.json": good as object,
      "bad.json": bad as object,
    });
    const run = (...argv: string[]) => runCli(folder, argv);
    const known = await run("generate");
    expect(known).toMatchObject({ code: 0 });
    expect((await run("check", "ev", "v1", "good.json")).code).toBe(0);
    expect((await run("check", "ev", "v1", "bad.json")).code).toBe(1);
    expect((await run("compare", "schemas/ev/v1.json", "schemas/ev/v2.json")).code).toBe(0);
    expectClean({ ...(await run("lint", "--fail-on", "error")), err: "" });
    expectClean(await run("review", "--against", "schemas"));
  });
});

test("names of Object.prototype in contract.json and event.json are unknown keys or names like others", async () => {
  const folder = tempFolder({
    "schemas/valueOf/v1.json": { type: "object" },
    "schemas/valueOf/event.json": { versions: { v1: { deprecated: true } } },
    "schemas/contract.json": {
      services: {
        toString: { publishes: ["valueOf"] },
        constructor: { consumes: { valueOf: { versions: ["v1"] } } },
      },
    },
  });
  expectClean({ ...(await runCli(folder, ["generate"])), err: "" });
  const broken = tempFolder({
    "schemas/ev/v1.json": { type: "object" },
    "schemas/ev/event.json": { toString: 1, versions: { valueOf: {} } },
    "schemas/contract.json": one,
  });
  const ran = await runCli(broken, ["generate"]);
  expect(ran.code).toBe(2);
  expect(ran.err).not.toContain("bug in rabbitgen");
});
