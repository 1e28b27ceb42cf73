import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCli } from "../support/run-cli.js";
import { tempFolder } from "../support/temp-folder.js";
import { expectClean, expectRefused, generateOne } from "./sdk-under-test.js";

const deep = 100_000;

describe("a file that is not JSON is refused at the place of the mistake", () => {
  test.each([
    ["NaN", '{"minimum": NaN}', "1:13"],
    ["Infinity", '{"minimum":\n -Infinity}', "2:2"],
    ["a trailing comma", '{"type":"object",\n}', "1:17"],
    ["a trailing comma in a list", '{"enum":[1,]}', "1:11"],
    ["a block comment", '{/* hi */"type":"object"}', "1:2"],
    ["a line comment after the end", "{}\n// hi", "2:1"],
    ["no text at all", "", "1:1"],
    ["a NUL character", "\0", "1:1"],
    ["two values", "{}{}", "1:3"],
    ["single quotes", "{'a':1}", "1:2"],
    ["a key without quotes", "{type:1}", "1:2"],
    ["a hexadecimal number", '{"minimum":0x10}', "1:13"],
    ["a leading zero", '{"minimum":010}', "1:13"],
    ["a leading plus", '{"minimum":+1}', "1:12"],
    ["a control character in a string", '{"a":"\u0001"}', "1:6"],
    ["a raw newline in a string", '{"a":"\n"}', "1:6"],
    ["an unknown escape", '{"a":"\\x41"}', "1:6"],
    ["a string that never ends", '{"a":"', "1:6"],
    ["half of a value", '{"type":', "1:9"],
    ["undefined", '{"default": undefined}', "1:13"],
    ["a template literal", '{"default": `x`}', "1:13"],
    ["code", "globalThis.pwned = 1", "1:1"],
    ["code after the value", '{}); globalThis.pwned = 1; ({"a":1}', "1:3"],
  ])("%s", async (_, text, place) => {
    expectRefused(await generateOne(text), `schemas/ev/v1.json:${place}`, /json-syntax/);
    expect("pwned" in globalThis).toBe(false);
  });

  test("only white space, with a place that exists in the file", async () => {
    const { code, err } = await generateOne(" \n\n ");
    expect(code).toBe(2);
    expect(err).toMatch(/^schemas\/ev\/v1\.json:[1-3]:[12] error json-syntax/m);
  });
  test("UTF-16", async () => {
    const folder = tempFolder({ "schemas/ev/v1.json": "" });
    writeFileSync(join(folder, "schemas/ev/v1.json"), "\ufeff{}", "utf16le");
    expectRefused(await runCli(folder, ["generate"]), "schemas/ev/v1.json", /json-syntax|UTF-8/);
  });
  test.each([
    ["a key", [0x22, 0x61, 0xff, 0x22, 0x3a, 0x31]],
    ["a value", [...Buffer.from('"const":"'), 0xc3, 0x28, 0x22]],
    ["an overlong NUL", [...Buffer.from('"const":"'), 0xc0, 0x80, 0x22]],
    ["a surrogate in UTF-8", [...Buffer.from('"const":"'), 0xed, 0xa0, 0x80, 0x22]],
  ])("bytes that are not UTF-8 in %s, instead of being replaced by other characters", async (_, bytes) => {
    const folder = tempFolder({ "schemas/ev/v1.json": "" });
    writeFileSync(join(folder, "schemas/ev/v1.json"), Buffer.from([0x7b, ...bytes, 0x7d]));
    const { code, err } = await runCli(folder, ["generate"]);
    expect(code).toBe(2);
    expect(err).toMatch(/^schemas\/ev\/v1\.json(:\d+:\d+)? error .*\n.*UTF-8/m);
  });
});

describe("JSON that parsers read in different ways is refused", () => {
  test.each([
    ["the same key twice", '{"type":"object","type":"string"}', "1:18", /json-duplicate-key/],
    ["the same key once in disguise", '{"properties":{"a":{},\n "\\u0061":{}}}', "2:2", /json-duplicate-key/],
    ["the same key inside a default", '{"default":{"a":1,"a":2}}', "1:19", /json-duplicate-key/],
    ["__proto__ twice", '{"default":{"__proto__":1,"__proto__":2}}', "1:27", /json-duplicate-key/],
    ["a number that is infinite as a double", '{"maximum": 1e400}', "1:13", /json-number/],
    ["minus infinity in a const", '{"const": [-1e400]}', "1:12", /json-number/],
    ["a number of 400 digits", `{"const": ${"9".repeat(400)}}`, "1:11", /json-number/],
  ])("%s", async (_, text, place, says) => {
    expectRefused(await generateOne(text), `schemas/ev/v1.json:${place}`, says);
  });
});

describe("JSON that is odd but whole works", () => {
  test.each([
    ["a byte order mark", "\ufeff{}"],
    ["CRLF and tabs", '{\r\n\t"type":\t"object"\r\n}\r\n'],
    ["a number below the smallest double", '{"const": 1e-400}'],
    ["minus zero", '{"const": -0}'],
    ["a lone surrogate in a const", '{"const": "\\ud800"}'],
    [
      "a lone surrogate in an enum, a description and a default",
      '{"enum":["\\udc00"],"description":"\\ud800","default":"\\ud83d"}',
    ],
    ["a lone surrogate in a pattern", '{"pattern":"\\ud800"}'],
    ["no property at all", "{}"],
    ["true", "true"],
    ["false", "false"],
  ])("%s", async (_, text) => expectClean(await generateOne(text)));

  test("a lone surrogate in a property's name works or is refused at its place", async () => {
    const ran = await generateOne('{"properties":{\n"\\ud800":{"type":"string"}}}');
    if (ran.code === 0) expectClean(ran);
    else expectRefused(ran, "schemas/ev/v1.json:2:1", /surrogate|Unicode/);
  });
  test.each(["required", "dependentRequired", "dependentSchemas", "patternProperties", "$defs"])(
    "a lone surrogate in %s works or is refused",
    async (keyword) => {
      const values: Record<string, unknown> = {
        required: ["\ud800"],
        dependentRequired: { "\ud800": ["a"] },
        dependentSchemas: { "\ud800": { required: ["a"] } },
        patternProperties: { "\ud800": { type: "string" } },
        $defs: { "\ud800": { type: "string" } },
      };
      const ran = await generateOne({ type: "object", [keyword]: values[keyword] });
      if (ran.code === 0) expectClean(ran);
      else expectRefused(ran, "schemas/ev/v1.json:4:5", /./);
    },
  );
});

describe("a version file that is not a schema is refused", () => {
  test.each([
    ["null", "null"],
    ["an empty list", "[]"],
    ["a list of schemas", '[{"type":"string"}]'],
    ["a text", '"x"'],
    ["a number", "1"],
  ])("%s", async (_, text) =>
    expectRefused(await generateOne(text), "schemas/ev/v1.json:1:1", /schema-invalid/),
  );

  test.each(["null", "[]", "1"])("%s as a shared definition that is referred to", async (text) => {
    const ran = await generateOne({ $ref: "../_shared/a.json" }, { "schemas/_shared/a.json": text });
    expectRefused(ran, "schemas/_shared/a.json:1:1", /schema-invalid/);
  });

  test.each([
    ["null for a subschema", '{"properties":{"a":null}}', "1:20"],
    ["a list for a subschema", '{"properties":{"a":[]}}', "1:20"],
    ["a text for properties", '{"properties":"x"}', "1:15"],
    ["an unknown type", '{\n\t"type": "strin"\n}', "2:10"],
    ["a negative length", '{"minLength": -1}', "1:15"],
    ["a fraction of a length", '{"minLength": 1.5}', "1:15"],
    ["multipleOf 0", '{"multipleOf": 0}', "1:16"],
    ["required as in draft-03", '{"properties":{"a":{"required":true}}}', "1:32"],
    ["a number as $id", '{"$id": 5}', "1:9"],
    ["a $data reference of ajv", '{"properties":{"a":{"maximum":{"$data":"1/b"}}}}', "1:31"],
    ["a list for $defs", '{"$defs":[]}', "1:10"],
    ["null for $ref", '{"$ref":null}', "1:9"],
  ])("%s, at its place", async (_, text, place) => {
    expectRefused(await generateOne(text), `schemas/ev/v1.json:${place}`, /schema-invalid/);
  });

  test.each([
    ["an unknown address", '{"$schema":"http://evil/`$' + '{1}`"}'],
    ["a number", '{"$schema":1}'],
    ["an object", '{"$schema":{}}'],
    ["__proto__", '{"$schema":"__proto__"}'],
    ["constructor", '{"$schema":"constructor"}'],
  ])("%s as $schema", async (_, text) =>
    expectRefused(await generateOne(text), "schemas/ev/v1.json:1:12", /schema-dialect/),
  );
});

describe("nesting without end is refused, not followed until the stack ends", () => {
  const lists = "[".repeat(deep);
  test.each([
    ["brackets that nobody closes", lists],
    ["brackets", lists + "]".repeat(deep)],
    ["objects", `${'{"a":'.repeat(deep)}1${"}".repeat(deep)}`],
    ["schemas", `${'{"not":'.repeat(deep)}true${"}".repeat(deep)}`],
    ["a default", `{"default":${lists}${"]".repeat(deep)}}`],
    ["5,000 schemas", `${'{"items":'.repeat(5_000)}true${"}".repeat(5_000)}`],
    ["1,000 schemas", `${'{"items":'.repeat(1_000)}true${"}".repeat(1_000)}`],
  ])("%s", async (_, text) => {
    const { code, err } = await generateOne(text);
    expect(code).toBe(2);
    expect(err).not.toContain("bug in rabbitgen");
    expect(err).toMatch(/^schemas\/ev\/v1\.json(:1:\d+)? error json-depth/m);
  });
});
