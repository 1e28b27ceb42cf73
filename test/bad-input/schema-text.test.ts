import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { writeFiles } from "../support/temp-folder.js";
import { evilNames, evilTexts, literally } from "./evil-texts.js";
import { cli, type Probed, removeSdksAfterwards, Sdk } from "./sdk-under-test.js";

interface Case {
  readonly schema: unknown;
  /** Valid for reader and writer. */
  readonly good: readonly unknown[];
  /** Valid for neither. */
  readonly bad: readonly unknown[];
  /** Valid for the reader only. */
  readonly open?: readonly unknown[];
}

const words = [...evilTexts, ...evilNames];
const annotated = (text: string): object => ({
  title: text,
  description: text,
  $comment: text,
  default: text,
  examples: [text, { [text]: text }],
  deprecated: true,
});
const numbered = <Value>(
  texts: readonly string[],
  each: (text: string, index: number) => Value,
): Record<string, Value> => Object.fromEntries(texts.map((text, index) => [`p${index}`, each(text, index)]));
const pointer = (text: string): string =>
  encodeURIComponent(text.replaceAll("~", "~0").replaceAll("/", "~1"));

const cases: Readonly<Record<string, Case>> = {
  "title, description, default, examples and $comment": {
    schema: {
      ...annotated(evilTexts.join("\n")),
      type: "object",
      properties: numbered(words, (text) => ({ ...annotated(text), type: "string" })),
    },
    good: [{ p0: "x" }],
    bad: [{ p0: 1 }, 1],
    open: [{ other: 1 }],
  },
  "enum values": {
    schema: { type: "object", properties: { v: { enum: words } }, required: ["v"] },
    good: words.map((v) => ({ v })),
    bad: [{ v: "other" }, { v: `${words[0]} ` }, {}],
  },
  "an enum of objects and lists": {
    schema: { type: "object", properties: { v: { enum: words.map((text) => ({ [text]: [text] })) } } },
    good: words.map((text) => ({ v: { [text]: [text] } })),
    bad: words.slice(1).map((text) => ({ v: { [text]: [`${text}!`] } })),
  },
  "const values": {
    schema: { type: "object", properties: numbered(words, (text) => ({ const: text })) },
    good: [numbered(words, (text) => text)],
    bad: words.map((text, index) => ({ [`p${index}`]: `${text}!` })),
  },
  "names of required properties": {
    schema: {
      type: "object",
      properties: Object.fromEntries(words.map((text, index) => [text, { const: index }])),
      required: words,
    },
    good: [Object.fromEntries(words.map((text, index) => [text, index]))],
    bad: [
      {},
      ...words.map((text) =>
        Object.fromEntries(words.filter((each) => each !== text).map((each) => [each, words.indexOf(each)])),
      ),
      ...words.map((text) =>
        Object.fromEntries(words.map((each, index) => [each, each === text ? -1 : index])),
      ),
    ],
    open: [{ ...Object.fromEntries(words.map((text, index) => [text, index])), other: 1 }],
  },
  "names of optional properties, which an inherited member does not stand for": {
    schema: {
      type: "object",
      properties: Object.fromEntries(words.map((text) => [text, { type: "string" }])),
    },
    good: [{}, ...words.map((text) => ({ [text]: "x" }))],
    bad: words.map((text) => ({ [text]: 1 })),
  },
  "names of nested properties": {
    schema: {
      type: "object",
      properties: Object.fromEntries(
        words.map((text) => [
          text,
          { type: "object", properties: { [text]: { type: "integer" } }, required: [text] },
        ]),
      ),
    },
    good: words.map((text) => ({ [text]: { [text]: 1 } })),
    bad: words.map((text) => ({ [text]: {} })),
  },
  patterns: {
    schema: {
      type: "object",
      properties: numbered(evilTexts, (text) => ({ type: "string", pattern: literally(text) })),
    },
    good: [numbered(evilTexts, (text) => text)],
    bad: evilTexts.map((text, index) => ({ [`p${index}`]: `${text}!` })),
  },
  patternProperties: {
    schema: {
      type: "object",
      patternProperties: Object.fromEntries(words.map((text) => [literally(text), { type: "integer" }])),
      additionalProperties: false,
    },
    good: words.map((text) => ({ [text]: 1 })),
    bad: [...words.map((text) => ({ [text]: "1" })), { other: 1 }],
  },
  propertyNames: {
    schema: { type: "object", propertyNames: { enum: words }, additionalProperties: { type: "integer" } },
    good: words.map((text) => ({ [text]: 1 })),
    bad: [{ other: 1 }, ...words.map((text) => ({ [`${text}!`]: 1 }))],
  },
  dependentRequired: {
    schema: {
      type: "object",
      dependentRequired: Object.fromEntries(words.map((text) => [text, [`${text}!`]])),
      additionalProperties: true,
    },
    good: [{}, ...words.map((text) => ({ [text]: 1, [`${text}!`]: 1 }))],
    bad: words.map((text) => ({ [text]: 1 })),
  },
  dependentSchemas: {
    schema: {
      type: "object",
      properties: numbered(words, (text) => ({
        type: "object",
        dependentSchemas: { [text]: { properties: { x: { const: text } }, required: ["x"] } },
        additionalProperties: true,
      })),
    },
    good: words.map((text, index) => ({ [`p${index}`]: { [text]: text, x: text } })),
    bad: words.map((text, index) => ({ [`p${index}`]: { [text]: text } })),
  },
  "names of definitions": {
    schema: {
      type: "object",
      properties: numbered(words, (text) => ({ $ref: `#/$defs/${pointer(text)}` })),
      $defs: Object.fromEntries(
        words.map((text) => [text, { type: "object", properties: { v: { const: text } }, required: ["v"] }]),
      ),
    },
    good: [numbered(words, (v) => ({ v }))],
    bad: words.map((text, index) => ({ [`p${index}`]: { v: `${text}!` } })),
  },
  "titles of definitions, which may name types": {
    schema: {
      type: "object",
      properties: numbered(words, (_, index) => ({ $ref: `#/$defs/d${index}` })),
      $defs: Object.fromEntries(
        words.map((title, index) => [
          `d${index}`,
          { title, type: "object", properties: { v: { const: index } } },
        ]),
      ),
    },
    good: [numbered(words, (_, v) => ({ v }))],
    bad: [{ p1: { v: 0 } }],
  },
  "formats that nobody knows": {
    schema: { type: "object", properties: numbered(words, (format) => ({ type: "string", format })) },
    good: [numbered(words, () => "x")],
    bad: [{ p0: 1 }],
  },
  "unknown keywords, also those of code generators": {
    schema: {
      type: "object",
      properties: {
        v: {
          type: "string",
          tsType: "any; globalThis.pwned = 1",
          tsEnumNames: ["a = (globalThis.pwned = 1)"],
          enum: ["a"],
        },
        ...numbered(words, (text) => ({
          type: "string",
          [`x${text}`]: text,
          [text === "" ? "x" : `${text} `]: { type: text },
        })),
      },
      tsType: "typeof globalThis.pwned",
      javaType: "evil",
      errorMessage: "globalThis.pwned = 1",
      transform: ["trim"],
      instanceof: "Function",
      validate: "function(){ globalThis.pwned = 1 }",
      compile: "globalThis.pwned = 1",
    },
    good: [{ v: "a" }],
    bad: [{ v: "b" }, { p0: 1 }],
  },
  "$id, with and without fragments, on every level": {
    schema: {
      $id: "https://example.org/a b\n*/globalThis.pwned=1/*`$" + "{globalThis.pwned=1}`",
      type: "object",
      properties: numbered(evilTexts, (text, index) => ({
        $id: `https://example.org/${index}/${text.replaceAll("#", "")}`,
        type: "string",
      })),
    },
    good: [{ p0: "x" }],
    bad: [{ p0: 1 }],
  },
  "a definition, a default and unknown keywords called __proto__": {
    schema:
      '{"type":"object","properties":{"d":{"$ref":"#/$defs/__proto__"},"e":{"type":"string","default":{"__proto__":{"pwned":1}}}},' +
      '"$defs":{"__proto__":{"type":"string"}},"__proto__":{"type":"number","pwned":1},"x":{"__proto__":{"pwned":1}}}',
    good: [{ d: "x" }],
    bad: [{ d: 1 }, 1],
  },
  "propertyNames that allow only the key __proto__": {
    schema: { type: "object", propertyNames: { const: "__proto__" }, additionalProperties: true },
    good: [{}, raw('{"__proto__":1}')],
    bad: [{ a: 1 }],
  },
};

/** JSON text that `JSON.stringify` of a literal would not give. */
function raw(text: string): { readonly toJSON: () => unknown } {
  return { toJSON: () => JSON.parse(text) as unknown };
}

removeSdksAfterwards();

describe("text of a schema in the generated SDK", () => {
  const names = Object.keys(cases);
  const version = (name: string): string => `caseN${names.indexOf(name)}V1`;
  let sdk: Sdk;
  let probed: Probed;
  beforeAll(async () => {
    const schemas = names.map((name, index) => [`schemas/case_n${index}/v1.json`, cases[name]?.schema]);
    sdk = await Sdk.of({
      ...Object.fromEntries(schemas),
      "use.ts": "",
      ...Object.fromEntries(
        names.map((_, index) => [
          `schemas/case_n${index}/event.json`,
          { description: evilTexts.join("\n"), owner: evilTexts.join(" ") },
        ]),
      ),
    });
    const texts = ({ good, bad, open = [] }: Case): string[] =>
      [...good, ...bad, ...open].map((each) => JSON.stringify(each));
    probed = await sdk.probe(
      Object.fromEntries(Object.entries(cases).map(([name, each]) => [version(name), texts(each)])),
    );
  });

  test("generates without an error", () => expect(sdk.ran.code, sdk.ran.err).toBe(0));
  test("type-checks under the strictest flags", () => expect(sdk.errors).toEqual([]));
  test("runs no injected code when it is imported and used", () => expect(probed.pwned).toBe(false));
  test("leaves Object.prototype clean", () => expect(probed.polluted).toEqual([]));
  test.each(names)("checks messages exactly with evil texts as %s", (name) => {
    const { good, bad, open = [] } = cases[name] as Case;
    const said = probed.said[version(name)] ?? [];
    const expected = [
      ...good.map(() => ({ reader: true, writer: true })),
      ...bad.map(() => ({ reader: false, writer: false })),
      ...open.map(() => ({ reader: true, writer: false })),
    ];
    const all = [...good, ...bad, ...open];
    const wrong = expected.flatMap((each, index) =>
      JSON.stringify(each) === JSON.stringify(said[index])
        ? []
        : [{ message: JSON.stringify(all[index]).slice(0, 200), expected: each, said: said[index] }],
    );
    expect(wrong.slice(0, 5)).toEqual([]);
  });
  test("has no line of its own for a schema's text, and no character that hides code from a reviewer", () => {
    const folder = join(sdk.folder, "generated", "events");
    const written = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ts"))
      .map((path) => join("events", path));
    expect(written.filter((path) => path.endsWith(".values.ts"))).not.toEqual([]);
    const suspects = ["index.ts", "events.ts", ...written].flatMap((file) => {
      const text = readFileSync(join(sdk.folder, "generated", file), "utf8");
      const lines =
        text.match(/^\s*(?:globalThis\.pwned|const x = require|export default|module\.exports).*$/gm) ?? [];
      // Unicode TR 55: bidirectional controls and unusual line ends in source code (CVE-2021-42574, "Trojan Source").
      const hidden = text.match(/[\u2028\u2029\u202a-\u202e\u2066-\u2069]/g)?.length ?? 0;
      return lines.length + hidden > 0 ? [`${file}: ${lines.length} lines, ${hidden} hidden characters`] : [];
    });
    expect(suspects).toEqual([]);
  });
  test("types exactly the odd names and values", async () => {
    const [required = 0, values = 0] = ["names of required properties", "enum values"].map((name) =>
      names.indexOf(name),
    );
    const good = Object.fromEntries(words.map((text, index) => [text, index]));
    const use = await Sdk.of({
      "schemas/names/v1.json": cases["names of required properties"]?.schema,
      "schemas/values/v1.json": cases["enum values"]?.schema,
      "use.ts": [
        'import type { NamesV1, ValuesV1 } from "./generated/index.js";',
        `export const names: NamesV1 = ${JSON.stringify(good)};`,
        `export const values: ValuesV1[] = ${JSON.stringify(words.map((v) => ({ v })))};`,
        "// @ts-expect-error one name is not enough",
        'export const few: NamesV1 = { "constructor": 0 };',
        "// @ts-expect-error no such value",
        'export const other: ValuesV1 = { v: "other" };',
      ].join("\n"),
    });
    expect(required + values).toBeGreaterThan(0);
    expect(use.errors).toEqual([]);
  });
});

describe("text of event.json and contract.json in the generated SDK", () => {
  const plain = evilTexts.filter((text) => text !== "" && !/\p{Cc}/u.test(text) && text.length < 120);
  const event = (index: number): string => `e${index}x`;
  let sdk: Sdk;
  let probed: Probed;
  beforeAll(async () => {
    const files: Record<string, unknown> = {};
    plain.forEach((text, index) => {
      files[`schemas/${event(index)}/v1.json`] = { type: "object" };
      files[`schemas/${event(index)}/event.json`] = {
        description: text,
        owner: text,
        exchange: text,
        routingKey: keyOf(text),
        vhost: text,
      };
    });
    const consumes = Object.fromEntries(
      plain.map((name, index) => [event(index), { versions: ["v1"], queue: { name } }]),
    );
    files["schemas/contract.json"] = {
      vhost: plain[0],
      // A queue belongs to one service, so the first one reads them all.
      services: Object.fromEntries(
        plain.map((text, index) => [
          text,
          { description: text, vhost: text, ...(index === 0 && { consumes }) },
        ]),
      ),
    };
    sdk = await Sdk.of(files);
    writeFiles(sdk.folder, {
      "literals.mjs":
        "import * as sdk from './js/generated/index.js'; import { contract } from './js/generated/contract.js'; console.log(JSON.stringify([sdk, contract]));",
    });
    probed = await sdk.probe({});
  });

  test("generates or names the file of each text that it refuses", () =>
    expect(sdk.ran.code, sdk.ran.err.slice(0, 3_000)).toBe(0));
  test("type-checks under the strictest flags", () => expect(sdk.errors).toEqual([]));
  test("runs no injected code", () => expect(probed).toMatchObject({ pwned: false, polluted: [] }));
  test("keeps routing keys, exchanges and virtual hosts to the letter", async () => {
    const events = readFileSync(join(sdk.folder, "generated/events.ts"), "utf8");
    const found = plain.map((text, index) => {
      const at = events.indexOf(`  event: "${event(index)}",\n  version: `);
      const source = events.slice(at, events.indexOf("\n};", at));
      const literal = (name: string): string =>
        JSON.parse(new RegExp(`${name}: (".*"),?`).exec(source)?.[1] ?? '""') as string;
      return { text, routingKey: literal("routingKey"), vhost: literal("vhost") };
    });
    expect(found).toEqual(plain.map((text) => ({ text, routingKey: keyOf(text), vhost: text })));
  });
});

describe("a property called __proto__, wherever a schema names it, is refused at its place", () => {
  test.each([
    [
      "an object inside const and enum with the key __proto__",
      '{"type":"object","properties":{"c":{"const":{"a":{"__proto__":{"x":1}}}},"e":{"enum":[{"__proto__":1},[{"__proto__":{"pwned":1}}]]}}}',
    ],
    [
      "dependentRequired for the key __proto__",
      '{"type":"object","dependentRequired":{"__proto__":["a"]},"additionalProperties":true}',
    ],
    [
      "dependentSchemas for the key __proto__",
      '{"type":"object","dependentSchemas":{"__proto__":{"required":["a"]}},"additionalProperties":true}',
    ],
    [
      "patternProperties that match the key __proto__",
      '{"type":"object","patternProperties":{"__proto__":{"type":"string"}},"additionalProperties":false}',
    ],
  ])("%s", async (_, schema) => {
    const ran = await cli({ "schemas/ev/v1.json": schema }, "generate");
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(/^schemas\/ev\/v1\.json:1:\d+ error property-proto/m);
  });
});

/** In a routing key braces have a meaning. */
function keyOf(text: string): string {
  return text.replaceAll(/[{}]/g, "");
}
