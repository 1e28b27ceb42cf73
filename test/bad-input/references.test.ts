import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cli, expectClean, expectRefused, generateOne, removeSdksAfterwards, Sdk } from "./sdk-under-test.js";

removeSdksAfterwards();

/** A schema with the reference on line 4, column 21. */
const referring = (ref: string): string =>
  `{\n  "type": "object",\n  "properties": {\n    "a": { "$ref":   ${JSON.stringify(ref)} } } }`;
const place = "schemas/ev/v1.json:4:22";

describe("a reference that leaves the schemas folder is refused", () => {
  const secret = { "secret.json": { const: "s3cret" }, "schemas-other/secret.json": { const: "s3cret" } };
  test.each([
    "../../secret.json",
    "../../schemas-other/secret.json",
    "..%2f..%2fsecret.json",
    "%2e%2e/%2e%2e/secret.json",
    "%2E%2E%2F%2E%2E%2Fsecret.json",
    "..%252f..%252fsecret.json",
    ".././../secret.json",
    "x/../../../secret.json",
    "..\\..\\secret.json",
    "..%5c..%5csecret.json",
    "/../secret.json",
    "/secret.json",
    "/etc/passwd",
    "//etc/passwd",
    "C:\\secret.json",
    "C:/secret.json",
    "../../../../../../../../../../../../../../../etc/passwd",
    "..\n/../secret.json",
    "\t../../secret.json",
    "../../secret.json\u0000.json",
    "../../secret.json?",
    "../../secret.json?#",
    "..;/..;/secret.json",
    "．．/．．/secret.json",
  ])("%j", async (ref) => {
    const ran = await generateOne(referring(ref), secret);
    expectRefused(ran, place, /error ref-(outside|unresolved|remote)/);
    expect(existsSync(join(ran.folder, "generated"))).toBe(false);
    expect(ran.err + ran.out).not.toContain("s3cret");
  });
  test("the same holds for an absolute path to a file that exists", async () => {
    const ran = await generateOne(referring(`${process.cwd()}/package.json`));
    expectRefused(ran, place, /error ref-(outside|unresolved|remote)/);
  });
});

describe("a remote reference is refused, never asked for", () => {
  test.each([
    "file:///etc/passwd",
    "FILE:///etc/passwd",
    "file:/etc/passwd",
    "https://json-schema.org/draft/next/schema",
    "http://json-schema.org/draft-03/schema#",
    "data:application/json,{}",
    "javascript:globalThis.pwned=1",
    "node:fs",
    "urn:x:y",
    "schemas:///../../etc/passwd",
  ])("%s", async (ref) => expectRefused(await generateOne(referring(ref)), place, /error ref-/));

  test("not even where a server answers", async () => {
    let asked = 0;
    const server = createServer((_, response) => {
      asked += 1;
      response.end("{}");
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : 0;
    try {
      for (const keyword of ["$ref", "$dynamicRef"]) {
        const schema = { $id: `http://127.0.0.1:${port}/base/`, [keyword]: "other.json" };
        const ran = await generateOne(schema);
        expectRefused(ran, `schemas/ev/v1.json:3:${keyword.length + 7}`, /error ref-/);
      }
      expectRefused(
        await generateOne({ $schema: `http://127.0.0.1:${port}/meta` }),
        "schemas/ev/v1.json:2:14",
        /schema-dialect/,
      );
    } finally {
      await new Promise((closed) => server.close(closed));
    }
    expect(asked).toBe(0);
  });
});

test("a reference to a standard meta-schema gives types that compile", async () => {
  const drafts = ["draft-04", "draft-06", "draft-07", "draft/2019-09", "draft/2020-12"];
  const schemas = drafts.map((draft) => [
    `schemas/${draft.replace("/", "-")}/v1.json`,
    { type: "object", properties: { schema: { $ref: `https://json-schema.org/${draft}/schema#` } } },
  ]);
  const sdk = await Sdk.of(Object.fromEntries(schemas));
  expectClean(sdk.ran);
  expect(sdk.errors).toEqual([]);
});

describe("a reference to nothing is refused at its place", () => {
  test.each<[string] | [string, string]>([
    ["#/nope"],
    ["#nope"],
    ["#/__proto__"],
    ["#/constructor"],
    ["#/properties/constructor"],
    ["#/properties/__proto__"],
    ["#/properties/a/$ref/length"],
    ["v1.json#/$defs/toString"],
    ["#/%"],
    ["#/%E0%A4%A"],
    ["%"],
    ["../EV/v1.json"],
    ["v2.json"],
    ["."],
    [".."],
    ["../ev"],
    ["#/$defs/$" + "{globalThis.pwned = 1}"],
    ["#/$defs/\u2028globalThis.pwned=1"],
    ["a name of 100,000 letters", "a".repeat(100_000)],
    ["a pointer of 20,000 steps", `#${"/a".repeat(20_000)}`],
  ])("%s", async (name, ref = name) => {
    const ran = await generateOne(referring(ref));
    expectRefused(ran, place, /error ref-/);
    expect(Math.max(...ran.err.split("\n").map((line) => line.length)), "a line of the error").toBeLessThan(
      2_000,
    );
  });
  test("two different schemas with one $id are refused where it is referred to", async () => {
    const ran = await cli(
      {
        "schemas/a/v1.json": { $id: "x:a" },
        "schemas/b/v1.json": { $id: "x:a", type: "string" },
        "schemas/ev/v1.json": referring("x:a"),
      },
      "generate",
    );
    expectRefused(ran, place, /a\/v1\.json.* b\/v1\.json/);
  });
});

describe("a cycle that no message can end is refused", () => {
  test.each<[string, Record<string, unknown>, string]>([
    ["a schema that is itself", { "ev/v1.json": { $ref: "#" } }, "schemas/ev/v1.json"],
    [
      "three in a ring",
      {
        "ev/v1.json": {
          $ref: "#/$defs/a",
          $defs: { a: { $ref: "#/$defs/b" }, b: { $ref: "#/$defs/c" }, c: { $ref: "#/$defs/a" } },
        },
      },
      "schemas/ev/v1.json",
    ],
    [
      "through allOf, anyOf and not",
      { "ev/v1.json": { allOf: [{ anyOf: [{ not: { $ref: "#" } }] }] } },
      "schemas/ev/v1.json",
    ],
    ["through if", { "ev/v1.json": { if: { $ref: "#" } } }, "schemas/ev/v1.json"],
    [
      "through dependentSchemas",
      { "ev/v1.json": { dependentSchemas: { a: { $ref: "#" } } } },
      "schemas/ev/v1.json",
    ],
    [
      "through $dynamicRef",
      { "ev/v1.json": { $dynamicAnchor: "a", allOf: [{ $dynamicRef: "#a" }] } },
      "schemas/ev/v1.json",
    ],
    [
      "through $recursiveRef",
      {
        "ev/v1.json": {
          $schema: "https://json-schema.org/draft/2019-09/schema",
          $recursiveAnchor: true,
          allOf: [{ $recursiveRef: "#" }],
        },
      },
      "schemas/ev/v1.json",
    ],
    [
      "over two files",
      { "a/v1.json": { $ref: "../b/v1.json" }, "b/v1.json": { $ref: "../a/v1.json" } },
      "schemas/a/v1.json",
    ],
  ])("%s", async (_, files, file) => {
    const ran = await cli(
      Object.fromEntries(Object.entries(files).map(([name, schema]) => [`schemas/${name}`, schema])),
      "generate",
    );
    expect(ran.err).not.toContain("bug in rabbitgen");
    expect(ran.err).toMatch(new RegExp(`^${file.replaceAll(".", "\\.")}:\\d+:\\d+ error ref-endless`, "m"));
    expect(ran.code).toBe(2);
  });
  test("one through properties, items or additionalProperties works", async () => {
    const self = { $ref: "#" };
    expectClean(
      await generateOne({
        type: ["object", "array"],
        properties: { a: self },
        items: self,
        additionalProperties: self,
      }),
    );
  });
});

describe("a schema that would be 2^40 when written out", () => {
  const levels = 40;
  const doubled: Record<string, (next: object) => object> = {
    allOf: (next) => ({ allOf: [next, next] }),
    anyOf: (next) => ({ anyOf: [next, next] }),
    oneOf: (next) => ({ oneOf: [next, { not: next }] }),
    "if, then, else": (next) => ({ if: next, then: next, else: next }),
    not: (next) => ({ not: { allOf: [next, next] } }),
    properties: (next) => ({ type: "object", properties: { a: next, b: next } }),
    items: (next) => ({ type: "array", prefixItems: [next, next], items: next }),
    "allOf with unevaluatedProperties": (next) => ({ allOf: [next, next], unevaluatedProperties: false }),
    "anyOf with unevaluatedProperties": (next) => ({ anyOf: [next, next], unevaluatedProperties: false }),
    "allOf and properties": (next) => ({ allOf: [next, next], type: "object", properties: { x: next } }),
    dependentSchemas: (next) => ({ dependentSchemas: { a: next, b: next } }),
  };
  /** Where only the message decides how far a validator goes; all others would apply 2^40 schemas to one value. */
  const harmless = new Set(["properties", "items"]);
  test.each(Object.keys(doubled))(
    "is compiled or refused, where a walk of each path would never end: %s",
    async (name) => {
      const double = doubled[name] as (next: object) => object;
      const $defs: Record<string, unknown> = {
        [`d${levels}`]: { type: "object", properties: { x: { type: "string" } } },
      };
      for (let level = 0; level < levels; level++)
        $defs[`d${level}`] = double({ $ref: `#/$defs/d${level + 1}` });
      const ran = await generateOne({ $ref: "#/$defs/d0", $defs });
      if (harmless.has(name)) expectClean(ran);
      else expect(ran).toMatchObject({ code: 2, err: expect.stringContaining("error ref-explosion") });
    },
  );
});
