import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { type Ran, runCli } from "../support/run-cli.js";
import { tempFolder } from "../support/temp-folder.js";
import { removeSdksAfterwards, Sdk, type Verdicts } from "./sdk-under-test.js";

const mebi16 = 16 * 1024 * 1024;
const order = {
  type: "object",
  properties: { id: { type: "string" }, n: { type: "integer" } },
  required: ["id"],
};
/** Problems of a message are the command's result, so they are written to stdout. */
const check = (input: string, ...more: string[]): Promise<Ran> =>
  runCli(tempFolder({ "schemas/ev/v1.json": order, "schemas/any/v1.json": {} }), ["check", ...more], {
    input,
  });
/** A message of exactly the given number of bytes. */
const sized = (bytes: number): string => `{"id":"${"x".repeat(bytes - 9)}"}`;

removeSdksAfterwards();

describe("rabbitgen check reads a message as its consumer would", () => {
  test("takes 16 MiB", async () => {
    expect(Buffer.byteLength(sized(mebi16))).toBe(mebi16);
    expect(await check(sized(mebi16), "ev", "v1", "-")).toMatchObject({ code: 0, err: "" });
  });
  test("refuses 16 MiB and one byte with exit 1", async () => {
    const { code, out, err } = await check(sized(mebi16 + 1), "ev", "v1", "-");
    expect(code).toBe(1);
    expect(out + err).toMatch(/^\(standard input\) error message-too-large\n.*16 MiB/m);
  });
  test("counts bytes, not characters", async () => {
    const { code, out, err } = await check(`{"id":"${"é".repeat(mebi16 / 2)}"}`, "ev", "v1", "-");
    expect(code).toBe(1);
    expect(out + err).toMatch(/16 MiB/);
  });
  test("refuses a file of 16 MiB and one byte, by its name", async () => {
    const folder = tempFolder({
      "schemas/ev/v1.json": order,
      "big.json": sized(mebi16 + 1),
      "small.json": { id: "x" },
    });
    const { code, out, err } = await runCli(folder, ["check", "ev", "v1", "small.json", "big.json"]);
    expect(code).toBe(1);
    expect(out + err).toMatch(/^big\.json error message-too-large/m);
    expect(out + err).not.toMatch(/^small\.json/m);
  });
  test("refuses bytes that are not UTF-8, as the consumer does", async () => {
    const folder = tempFolder({ "schemas/ev/v1.json": order });
    writeFileSync(
      join(folder, "m.json"),
      Buffer.concat([Buffer.from('{"id":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]),
    );
    const { code, out, err } = await runCli(folder, ["check", "ev", "v1", "m.json"]);
    expect(code).toBe(1);
    expect(out + err).toMatch(/^m\.json(:\d+:\d+)? error /m);
  });
  test.each([
    ["nothing", ""],
    ["a NUL", "\0"],
    ["an open brace", "{"],
    ["a trailing comma", '{"id":"x",}'],
    ["NaN", '{"id":"x","n":NaN}'],
    ["1e400", '{"id":"x","n":1e400}'],
    ["100,000 brackets that nobody closes", "[".repeat(100_000)],
    ["100,000 brackets", "[".repeat(100_000) + "]".repeat(100_000)],
    ["code", 'require("fs")'],
    ["an id that is no text", '{"id":1}'],
    ["no id", "{}"],
    ["an inherited id", '{"__proto__":{"id":"x"}}'],
    ["null", "null"],
    ["a list with the key's name", '["id"]'],
  ])("refuses %s with exit 1 and the place", async (_, input) => {
    const { code, out, err } = await check(input, "ev", "v1", "-");
    expect(out + err).not.toContain("bug in rabbitgen");
    expect(code).toBe(1);
    expect(out + err).toMatch(/^\(standard input\)(:\d+:\d+)? error /m);
  });
  test("takes a __proto__ key as any other that the schema does not name", async () => {
    const message = '{"id":"x","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
    expect(await check(message, "ev", "v1", "-")).toMatchObject({ code: 0, err: "" });
    const { code, out, err } = await check(message, "ev", "v1", "-", "--as", "publisher");
    expect(code).toBe(1);
    expect(out + err).toContain("__proto__");
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
  test("lets no text of a message act on the terminal or fake a line", async () => {
    const evil = "\u001b[2J\n::error file=x::pwned\r\u202e";
    const { code, out, err } = await check(
      JSON.stringify({ [evil]: 1, id: 1 }),
      "ev",
      "v1",
      "-",
      "--as",
      "publisher",
    );
    expect(code).toBe(1);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(out + err).not.toMatch(/[\u001b\r\u202e]|^::error/m);
  });
  test("ends its report of a message with a million mistakes", async () => {
    const folder = tempFolder({ "schemas/ev/v1.json": { type: "array", items: { type: "string" } } });
    const { code, out, err } = await runCli(folder, ["check", "ev", "v1", "-"], {
      input: `[${"1,".repeat(1_000_000)}1]`,
    });
    expect(code).toBe(1);
    expect((out + err).length).toBeLessThan(1_000_000);
  });
  test.each([
    ["__proto__", "v1"],
    ["constructor", "v1"],
    ["toString", "v1"],
    ["ev", "__proto__"],
    ["ev", "constructor"],
    ["ev", "1"],
    ["../ev", "v1"],
    ["", ""],
    ["ev\n::error::pwned", "v1"],
  ])("rejects the unknown event or version %j %j, exit 2", async (event, version) => {
    const { code, err } = await check("{}", event, version, "-");
    expect(code).toBe(2);
    expect(err).toMatch(/^rabbitgen: /);
    expect(err).not.toMatch(/bug in rabbitgen|^::error/m);
  });
  test.each([".", "schemas", "nope.json", "a\0b"])("cannot read %j, exit 2", async (file) => {
    const { code, err } = await check("", "ev", "v1", file);
    expect(code).toBe(2);
    expect(err).toMatch(/^rabbitgen: /);
    expect(err).not.toContain("bug in rabbitgen");
  });
});

describe("the generated reader and writer", () => {
  const deep = 1_000_000;
  const nested = (open: string, close: string): string => open.repeat(deep) + close.repeat(deep);
  const cases: readonly (readonly [string, string, string, Verdicts])[] = [
    [
      "take a __proto__ key where anything may stand",
      "anyV1",
      '{"__proto__":{"polluted":1}}',
      { reader: true, writer: true },
    ],
    [
      "refuse a __proto__ key that is not declared, when publishing",
      "closedV1",
      '{"id":"x","__proto__":{"polluted":1}}',
      { reader: true, writer: false },
    ],
    [
      "take no inherited member for a required one",
      "closedV1",
      '{"__proto__":{"id":"x"}}',
      { reader: false, writer: false },
    ],
    [
      "take no member of Object.prototype for a required one",
      "protoV1",
      "{}",
      { reader: false, writer: false },
    ],
    [
      "take own members with those names",
      "protoV1",
      '{"toString":1,"valueOf":1,"constructor":1}',
      { reader: true, writer: true },
    ],
    [
      "check a __proto__ key with additionalProperties",
      "mapV1",
      '{"__proto__":{"polluted":1}}',
      { reader: false, writer: false },
    ],
    [
      "take a valid __proto__ key with additionalProperties",
      "mapV1",
      '{"__proto__":1}',
      { reader: true, writer: true },
    ],
    [
      "see a __proto__ key with unevaluatedProperties",
      "unevaluatedV1",
      '{"id":"x","__proto__":1}',
      { reader: false, writer: false },
    ],
    [
      "count a __proto__ key with maxProperties",
      "countV1",
      '{"a":1,"__proto__":1}',
      { reader: false, writer: false },
    ],
    [
      "check the name __proto__ with propertyNames",
      "namesV1",
      '{"__proto__":1}',
      { reader: false, writer: false },
    ],
    [
      "tell objects with and without a __proto__ key apart with uniqueItems",
      "uniqueV1",
      '[{},{"__proto__":1}]',
      { reader: true, writer: true },
    ],
    [
      "see two equal objects with uniqueItems",
      "uniqueV1",
      '[{"__proto__":1},{"__proto__":1}]',
      { reader: false, writer: false },
    ],
    ["do not take a list for an object", "closedV1", "[]", { reader: false, writer: false }],
    [
      "do not throw at a million levels of a recursive schema's objects",
      "treeV1",
      nested('{"n":', "}").replace("}", "1}"),
      { reader: false, writer: false },
    ],
    [
      "do not throw at a million levels of a recursive schema's lists",
      "listV1",
      nested("[", "]").replace("]", "1]"),
      { reader: false, writer: false },
    ],
    [
      "do not throw at a million levels where anything may stand",
      "anyV1",
      nested("[", "]"),
      { reader: true, writer: true },
    ],
    [
      "do not throw at a million levels to compare with a const",
      "constV1",
      nested("[", "]"),
      { reader: false, writer: false },
    ],
    [
      "do not throw at two values of a million levels with uniqueItems",
      "uniqueV1",
      `[${nested("[", "]")},${nested("[", "]").replace("]", "1]")}]`,
      { reader: false, writer: false },
    ],
  ];
  let sdk: Sdk;
  beforeAll(async () => {
    const integers = { type: "object", additionalProperties: { type: "integer" } };
    sdk = await Sdk.of({
      "schemas/any/v1.json": {},
      "schemas/closed/v1.json": order,
      "schemas/proto/v1.json": {
        type: "object",
        properties: { toString: { type: "integer" }, valueOf: {}, constructor: {} },
        required: ["toString", "valueOf", "constructor"],
      },
      "schemas/map/v1.json": integers,
      "schemas/unevaluated/v1.json": { ...order, unevaluatedProperties: false },
      "schemas/count/v1.json": { ...integers, maxProperties: 1 },
      "schemas/names/v1.json": { ...integers, propertyNames: { pattern: "^[a-z]+$" } },
      "schemas/unique/v1.json": { type: "array", uniqueItems: true },
      "schemas/tree/v1.json": { type: "object", properties: { n: { $ref: "#" } } },
      "schemas/list/v1.json": { type: "array", items: { $ref: "#" } },
      "schemas/const/v1.json": { const: [[[[["x"]]]]] },
    });
  });
  test("type-check", () => expect(sdk.errors).toEqual([]));
  test.each(cases)("%s", async (_, version, text, expected) => {
    const probed = await sdk.probe({ [version]: [text] }, text.length < 1_000);
    expect(probed.said[version]).toEqual([expected]);
    expect(probed).toMatchObject({ pwned: false, polluted: [] });
  });

  test("decode a delivery without polluting, and refuse 16 MiB and one byte, bytes that are not UTF-8, and endless nesting", async () => {
    writeFileSync(
      join(sdk.folder, "decode.mjs"),
      `import { decodeMessage } from "./js/generated/runtime/wire/decode-message.js";
       import { loadFamily } from "./js/generated/runtime/validate/validator.js";
       import { closed as closedEvent, tree as treeEvent } from "./js/generated/index.js";
       const [closed, tree] = await Promise.all([closedEvent, treeEvent].map(loadFamily));
       const decode = (family, content) => {
         const fields = { exchange: "events", routingKey: family.event, redelivered: false, deliveryTag: 1, consumerTag: "c" };
         const properties = { contentType: "application/json; version=v1", type: family.event, headers: JSON.parse('{"__proto__":{"polluted":1}}') };
         try { const { kind, reason } = decodeMessage({ fields, properties, content }, [family]); return reason ?? kind; }
         catch (error) { return "threw " + error; }
       };
       const of = (bytes) => Buffer.from('{"id":"' + "x".repeat(bytes - 9) + '"}');
       console.log(JSON.stringify({
         exact: decode(closed, of(${mebi16})),
         more: decode(closed, of(${mebi16 + 1})),
         bytes: decode(closed, Buffer.concat([Buffer.from('{"id":"'), Buffer.from([0xff]), Buffer.from('"}')])),
         proto: decode(closed, Buffer.from('{"id":"x","__proto__":{"polluted":1}}')),
         inherited: decode(closed, Buffer.from('{"__proto__":{"id":"x"}}')),
         empty: decode(closed, Buffer.alloc(0)),
         deep: decode(tree, Buffer.from('{"n":'.repeat(1_000_000) + "1" + "}".repeat(1_000_000))),
         polluted: ({}).polluted ?? null,
       }));`,
    );
    const out = await new Promise<string>((resolve) => {
      execFile(process.execPath, ["decode.mjs"], { cwd: sdk.folder }, (_, text, err) =>
        resolve(text || JSON.stringify({ err })),
      );
    });
    expect(JSON.parse(out)).toEqual({
      exact: "event",
      more: "undecodable",
      bytes: "undecodable",
      proto: "event",
      inherited: "schema-violation",
      empty: "undecodable",
      deep: expect.stringMatching(/^(schema-violation|undecodable)$/),
      polluted: null,
    });
  });
});
