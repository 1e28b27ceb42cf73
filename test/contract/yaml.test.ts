import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { loadContract } from "../../src/contract/load-contract.js";
import { parseSource } from "../../src/contract/parse-source.js";
import { findingAt, textAt } from "../../src/contract/source-file.js";
import type { Json } from "../../src/json/json.js";
import { load, loadGood, places } from "../support/load.js";

/** The places and rules of what is wrong with a YAML file. */
function problems(text: string): string[] {
  return places(parseSource("v1.yaml", text).findings);
}

function valueOf(text: string): Json | undefined {
  return parseSource("v1.yaml", text).source?.value;
}

describe("a YAML file that is not one JSON value is refused at the place of the mistake", () => {
  test.each([
    ["a tab as indentation", "a:\n\tb: 1", "2:1 error yaml-syntax"],
    ["a mapping inside a line", "a: b: c", "1:4 error yaml-syntax"],
    ["a flow sequence that never ends", "a: [1, 2", "1:9 error yaml-syntax"],
    ["a quote that never ends", 'a: "x\nb: 1', "2:5 error yaml-syntax"],
    ["a reserved character", "a: @b", "1:4 error yaml-syntax"],
    ["a directive that is unknown", "%FOO x\n---\na: 1", "1:1 error yaml-syntax"],
    ["YAML 1.1, where yes is true", "%YAML 1.1\n---\na: yes", "1:1 error yaml-syntax"],
    ["a second document", "a: 1\n---\nb: 2", "2:1 error yaml-syntax"],
    ["a second document behind the end of the first", "a: 1\n...\nb: 2", "3:1 error yaml-syntax"],
    ["no text at all", "", "1:1 error json-syntax"],
    ["only a comment", "# later\n", "1:1 error json-syntax"],
    ["only a marker", "---\n", "1:1 error json-syntax"],
    ["the same key twice", "a: 1\nb: 2\na: 3", "3:1 error json-duplicate-key"],
    ["the same key in quotes", "a: 1\n'a': 3", "2:1 error json-duplicate-key"],
    ["the same key in a flow mapping", '{a: 1, "a": 3}', "1:8 error json-duplicate-key"],
    ["a key that is a number", "a:\n  404: x", "2:3 error yaml-value"],
    ["a key that is a boolean", "true: x", "1:1 error yaml-value"],
    ["a key that is null", "~: x", "1:1 error yaml-value"],
    ["a key that is a list", "? [a]\n: x", "1:3 error yaml-value"],
    ["a key that is an alias", "a: &k b\n*k : x", "2:1 error yaml-value"],
    ["a merge key", "a: &x {b: 1}\nc:\n  <<: *x", "3:3 error yaml-value"],
    ["infinity", "a: -.inf", "1:4 error yaml-value"],
    ["not a number", "a: [.NaN]", "1:5 error yaml-value"],
    ["a number beyond a double", "a: 1e400", "1:4 error json-number"],
    ["a tag of one's own", "a: !money 1", "1:11 error yaml-value"],
    ["a tag of YAML", "a: !!str 1", "1:10 error yaml-value"],
    ["binary data", "a: !!binary aGk=", "1:13 error yaml-value"],
    ["a set", "a: !!set {b, c}", "1:10 error yaml-value"],
    ["an alias without an anchor", "a: *nope", "1:4 error yaml-alias"],
    ["an alias before its anchor", "a: *x\nb: &x 1", "1:4 error yaml-alias"],
    ["an alias of what it is part of", "a: &x\n  b: *x", "2:6 error yaml-alias"],
  ])("%s", (_, text, place) => {
    expect(problems(text)).toEqual([`v1.yaml:${place}`]);
  });

  test("nesting beyond 512 levels, at its place, however it is written", () => {
    const flow = `${"[".repeat(513)}1${"]".repeat(513)}`;
    expect(problems(`a: ${flow}`)).toEqual(["v1.yaml:1:515 error json-depth"]);
    expect(problems(`a: ${"[".repeat(50_000)}`).join()).toMatch(/yaml-syntax|json-depth/);
    expect(problems("- ".repeat(50_000)).join()).toMatch(/yaml-syntax|json-depth/);
  });
  test("nesting that only aliases make", () => {
    const levels = Array.from({ length: 20 }, (_, level) => {
      const inner = level === 0 ? "1" : `*a${level - 1}`;
      return `a${level}: &a${level} ${"[".repeat(30)}${inner}${"]".repeat(30)}`;
    });
    expect(problems(levels.join("\n"))).toEqual([
      expect.stringMatching(/^v1\.yaml:18:\d+ error json-depth$/),
    ]);
  });
  test("a few lines whose aliases stand for billions of values", () => {
    const lines = Array.from({ length: 12 }, (_, level) => {
      const items = Array.from({ length: 10 }, () => (level === 0 ? "x" : `*a${level - 1}`));
      return `a${level}: &a${level} [${items.join(", ")}]`;
    });
    expect(problems(lines.join("\n"))).toEqual([expect.stringMatching(/^v1\.yaml:5:\d+ error yaml-alias$/)]);
  });
  test("a file beyond the limit, before it is parsed", () => {
    expect(problems(`# ${"x".repeat(5_000_000)}\na: 1`)).toEqual(["v1.yaml error file-too-large"]);
  });
  test("files that are beyond the limit together", async () => {
    const long = `# ${"x".repeat(2_500_000)}\ntype: object\n`;
    const { findings } = await load({
      "a/v1.yaml": long,
      "b/v1.yaml": long,
      "c/v1.yaml": "type: object\n",
      "d/v1.json": {},
    });
    expect(places(findings)).toEqual(["b/v1.yaml error file-too-large"]);
  });
  test("says what to write instead of a key that is not a string", () => {
    const [finding] = parseSource("v1.yaml", "404: x").findings;
    expect(finding).toMatchObject({ message: "The key 404 is not a string.", help: 'Quote it: "404".' });
  });
});

describe("YAML means what its version 1.2 says", () => {
  test.each([
    ["yes, no, on and off are texts", "[yes, no, on, off, Yes]", ["yes", "no", "on", "off", "Yes"]],
    ["dates are texts", "[2020-01-01, 2020-01-01T00:00:00Z]", ["2020-01-01", "2020-01-01T00:00:00Z"]],
    ["numbers in other bases", "[0x10, 0o7, 010, +3, .5]", [16, 7, 10, 3, 0.5]],
    ["sexagesimal numbers are texts", "[12:30:45]", ["12:30:45"]],
    ["booleans and null", "[true, False, null, ~, ]", [true, false, null, null]],
    ["a member without a value is null", "a:\nb: 1", { a: null, b: 1 }],
    ["block texts", "a: |\n  x\n  y\nb: >-\n  x\n  y", { a: "x\ny\n", b: "x y" }],
    ["an alias is the value of its anchor", "a: &x {b: [1]}\nc: *x", { a: { b: [1] }, c: { b: [1] } }],
    ["an anchor that is used twice", "[&x 1, *x, &x 2, *x]", [1, 1, 2, 2]],
    ["a quoted merge key is a key", '"<<": 1', { "<<": 1 }],
    ["one document with markers", "---\na: 1\n...\n", { a: 1 }],
    ["a byte order mark", "\ufeffa: 1", { a: 1 }],
    ["Windows line ends", "a: 1\r\nb: 2\r\n", { a: 1, b: 2 }],
    ["JSON", '{"a": [1, {"b": null}]}', { a: [1, { b: null }] }],
    ["an empty text in quotes", '""', ""],
  ])("%s", (_, text, value) => {
    expect(problems(text)).toEqual([]);
    expect(valueOf(text)).toEqual(value);
  });
  test("a member called __proto__ is a member", () => {
    const value = valueOf("__proto__: {a: 1}") as object;
    expect(Object.keys(value)).toEqual(["__proto__"]);
    expect("a" in value).toBe(false);
  });
});

describe("a place in YAML", () => {
  const text =
    "type: object\nproperties:\n  id: &id\n    maximum: 0x7f\n  other: *id\nlist:\n- {a: 1}\n- b\n";
  const { source } = parseSource("v1.yaml", text);
  if (!source) throw new Error("the text has errors");
  const at = (pointer: string, part: "key" | "value" = "value"): string => {
    const { range } = findingAt(source, pointer, { rule: "r", severity: "error", message: "" }, part);
    return `${range?.line}:${range?.column}-${range?.endLine}:${range?.endColumn}`;
  };
  test.each([
    ["/type", "value", "1:7-1:13"],
    ["/type", "key", "1:1-1:5"],
    ["/properties/id", "key", "3:3-3:5"],
    ["/properties/id", "value", "4:5-4:18"],
    ["/properties/id/maximum", "value", "4:14-4:18"],
    ["/properties/other", "key", "5:3-5:8"],
    ["/properties/other/maximum", "value", "4:14-4:18"],
    ["/list/0/a", "value", "7:7-7:8"],
    ["/list/1", "value", "8:3-8:4"],
    ["/list/7", "value", "7:1-7:9"],
    ["/nothing/there", "value", "1:1-1:13"],
  ] as const)("%s, its %s", (pointer, part, place) => {
    expect(at(pointer, part)).toBe(place);
  });
  test("keeps a number as it is written", () => {
    expect(textAt(source, "/properties/other/maximum")).toBe("0x7f");
  });
});

describe("a contract in YAML", () => {
  const files = {
    "contract.yaml": "exchange: orders\nservices:\n  svc-order:\n    publishes: [order_paid]\n",
    "_shared/money.yml": "type: object\nproperties:\n  amount: {type: integer}\nrequired: [amount]\n",
    "order_paid/event.yaml": "description: Paid.\nowner: team\n",
    "order_paid/v1.yaml": "type: object\nproperties:\n  total:\n    $ref: ../_shared/money.yml\n",
    "order_paid/v2.json": { type: "object", properties: { total: { $ref: "../_shared/money.yml" } } },
    "order_paid/examples/v1/valid/a.yaml": "total: {amount: 1}\n",
  };
  test("has settings, versions, definitions and examples, beside files in JSON", async () => {
    const { events, services } = await loadGood(files);
    expect(events).toMatchObject([
      {
        name: "order_paid",
        owner: "team",
        exchange: { name: "orders" },
        versions: [{ label: "v1" }, { label: "v2" }],
      },
    ]);
    expect(events[0]?.versions[0]?.examples[0]?.source.value).toEqual({ total: { amount: 1 } });
    expect(services).toMatchObject([{ name: "svc-order" }]);
  });
  test.each([
    [
      "settings",
      { "order_paid/event.yaml": "ownr: team\n" },
      "order_paid/event.yaml:1:1 error settings-invalid",
    ],
    ["the contract's file", { "contract.yaml": "exchang: a\n" }, "contract.yaml:1:1 error settings-invalid"],
    [
      "a version",
      { "order_paid/v1.yaml": "type:\n  strin\n" },
      "order_paid/v1.yaml:2:3 error schema-invalid",
    ],
    [
      "a reference",
      { "order_paid/v1.yaml": "$ref: ../_shared/mony.yml\n" },
      "order_paid/v1.yaml:1:7 error ref-unresolved",
    ],
    [
      "a service",
      { "contract.yaml": "services:\n  a:\n    publishes:\n    - nope\n" },
      "contract.yaml:4:7 error service-unknown-event",
    ],
  ])("shows mistakes in %s at their place", async (_, changed, place) => {
    const { findings } = await load({ ...files, ...changed });
    expect(places(findings)).toContain(place);
  });
  test.each([
    ["order_paid/v1.yml", "type: object\n", /order_paid\/v1\.yaml and order_paid\/v1\.yml/],
    ["order_paid/v2.yaml", "type: object\n", /order_paid\/v2\.json and order_paid\/v2\.yaml/],
    ["order_paid/event.json", "{}", /order_paid\/event\.json and order_paid\/event\.yaml/],
    ["contract.json", "{}", /contract\.json and contract\.yaml/],
  ])("refuses %s beside the same in another syntax, with both names", async (path, text, message) => {
    const { findings } = await load({ ...files, [path]: text });
    expect(findings).toContainEqual(
      expect.objectContaining({ rule: "file-twice", message: expect.stringMatching(message) }),
    );
  });
});

describe("a file whose name only looks right is reported", () => {
  test.each([
    ["ev/v1.jsonc", "file-extension"],
    ["ev/v2.json5", "file-extension"],
    ["ev/v2.JSON", "file-extension"],
    ["ev/v2.YAML", "file-extension"],
    ["ev/v2.Yml", "file-extension"],
    ["ev/v2.json.txt", "file-extension"],
    ["_shared/money.jsonc", "file-extension"],
    ["ev/event.JSON", "file-extension"],
    ["ev/v02.yaml", "version-name"],
    ["ev/V2.yml", "version-name"],
    ["ev/2.json", "version-name"],
    ["ev/v1.2.json", "version-name"],
    ["ev/1-0-0.json", "version-name"],
    ["ev/v-2.json", "version-name"],
    ["ev/Event.json", "settings-name"],
    ["Contract.yaml", "settings-name"],
    ["ev/v2 copy.json", "file-unused"],
    ["ev/v2.schema.yaml", "file-unused"],
    ["ev/Examples/v1/valid/a.json", "file-unused"],
    ["ev/examples/v1/vaild/a.yaml", "example-stray"],
    ["ev/examples/v01/valid/a.json", "example-stray"],
  ])("%s", async (path, rule) => {
    const { findings } = await load({ "ev/v1.json": { type: "object" }, [path]: "{}" });
    expect(findings.map((finding) => `${finding.file} ${finding.rule}`)).toEqual([`${path} ${rule}`]);
  });
});

/** JSON values whose YAML is written in many ways: texts that look like other values, and odd keys. */
const texts = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "yes",
    "no",
    "null",
    "~",
    "1",
    "0x10",
    "2020-01-01",
    "<<",
    "- a",
    "a: b",
    "# c",
    "*a",
    "&a",
    "!t",
    "",
  ),
);
const documents = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(
      texts,
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (number === 0 ? 0 : number)),
      fc.boolean(),
      fc.constant(null),
    ),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(
      texts.filter((text) => text !== "<<"),
      tie("value"),
      { maxKeys: 4, noNullPrototype: true },
    ),
  ) as fc.Arbitrary<Json>,
})).value;

test("a JSON document printed as YAML is the same value, with every value at its place", () => {
  fc.assert(
    fc.property(documents, fc.constantFrom("PLAIN", "QUOTE_DOUBLE", "QUOTE_SINGLE"), (value, style) => {
      const text = stringify(value, { defaultStringType: style, lineWidth: 0, aliasDuplicateObjects: false });
      const { source, findings } = parseSource("v1.yaml", text);
      expect(findings).toEqual([]);
      expect(source?.value).toEqual(JSON.parse(JSON.stringify(value)));
      expect(JSON.parse(source?.text ?? "")).toEqual(source?.value);
      // The YAML of each scalar at its own place is that scalar.
      for (const [pointer, scalar] of scalars(value, "")) {
        const written = parseSource("v1.yaml", `- ${textAt(source as NonNullable<typeof source>, pointer)}`);
        if (!/\n/.test(String(scalar))) expect(written.source?.value).toEqual([scalar]);
      }
    }),
    { seed: 1, numRuns: 300, examples: [[{ a: [1, "yes", null] }, "PLAIN"]] },
  );
});

function* scalars(value: Json, pointer: string): Generator<[string, Json]> {
  if (typeof value !== "object" || value === null) {
    if (!Object.is(value, -0)) yield [pointer, value];
    return;
  }
  for (const [key, inner] of Object.entries(value))
    yield* scalars(inner as Json, `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`);
}

test("a contract in YAML has the findings of the same contract in JSON, each at the value that it is about", async () => {
  const schema = {
    type: "object",
    properties: {
      id: { type: "strin" },
      total: { $ref: "#/$defs/nope" },
      when: { type: "string", format: "datetime", pattern: "(" },
      tags: { type: "array", items: { minimum: "1" } },
    },
    requird: ["id"],
  };
  const json = await loadContract(new Map([["ev/v1.json", JSON.stringify(schema, undefined, 2)]]));
  const yaml = await loadContract(new Map([["ev/v1.yaml", stringify(schema)]]));
  const strip = (findings: typeof json.findings): unknown[] =>
    findings
      .map(({ rule, pointer, message, severity }) => ({ rule, pointer, message, severity }))
      .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  expect(json.findings.length).toBeGreaterThan(4);
  expect(strip(yaml.findings)).toEqual(
    JSON.parse(JSON.stringify(strip(json.findings)).replaceAll("v1.json", "v1.yaml")),
  );
  const lines = stringify(schema).split("\n");
  for (const { range, pointer = "" } of yaml.findings) {
    const line = lines[(range?.line ?? 0) - 1] ?? "";
    const key = pointer.split("/").at(-1) ?? "";
    const place = line.slice((range?.column ?? 0) - 1, (range?.endColumn ?? 0) - 1);
    const isThere =
      place === key || line.includes(`${key}:`) || lines[(range?.line ?? 0) - 2]?.includes(`${key}:`);
    expect(`${pointer} ${isThere}`).toBe(`${pointer} true`);
  }
});
