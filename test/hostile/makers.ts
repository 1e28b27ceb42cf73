/** Files of a project by path; `schemas/ev/v1.json` and `message.json` are always there. */
export type Files = Readonly<Record<string, string>>;

const json = (value: unknown): string => JSON.stringify(value);
const range = (length: number): number[] => Array.from({ length }, (_, index) => index);
const named = <Value>(length: number, value: (index: number) => Value): Record<string, Value> =>
  Object.fromEntries(range(length).map((index) => [`p${index}`, value(index)]));

/** One version, with a message and more files beside it. */
function schema(value: unknown, more: Files = {}): Files {
  return {
    "schemas/ev/v1.json": typeof value === "string" ? value : json(value),
    "message.json": "{}",
    ...more,
  };
}

function pattern(source: string, text: string): Files {
  const value = {
    type: "object",
    properties: {
      a: { type: "string", pattern: source, examples: [text], default: text },
      b: { enum: [text], pattern: source },
    },
  };
  const message = json({ a: text });
  return schema(value, { "schemas/ev/examples/v1/invalid/a.json": message, "message.json": message });
}

function nested(keyword: string, depth: number, leaf = "{}"): string {
  return `{"${keyword}":`.repeat(depth) + leaf + "}".repeat(depth);
}

/** A text of names that differ in their last characters only. */
const longName = (index: number): string => `${"n".repeat(60)}${index}`;

/** 2,000 definitions, each with a property of its own, each applied by the one before. */
function chained(wrap: (next: object) => object): object {
  const link = (index: number): object => ({
    type: "object",
    properties: { [`q${index}`]: { type: "string" } },
    ...(index < 1999 ? wrap({ $ref: `#/$defs/p${index + 1}` }) : {}),
  });
  return { $ref: "#/$defs/p0", $defs: named(2000, link) };
}

function condition(name: string, value: string, index: number): object {
  const member = `p${index}`;
  return {
    if: { properties: { [name]: { const: value } }, required: [name] },
    then: { properties: { [member]: { type: "string" } }, required: [member] },
  };
}

/** Inputs that are legal JSON and of at most 10 MB, and that a careless program takes for ever or all memory for. */
export const makers: Readonly<Record<string, () => Files>> = {
  "pattern (a+)+": () => pattern("^(a+)+$", `${"a".repeat(60)}b`),
  "pattern (a|a)*": () => pattern("^(a|a)*$", `${"a".repeat(60)}b`),
  "pattern of twenty stars": () => pattern(`^${"(?:.*,)".repeat(20)}z$`, ",".repeat(500)),
  "pattern with lookaheads": () => pattern("^(?=(a+)+$)(?!(a|a)*c)", `${"a".repeat(60)}b`),
  "pattern with a backreference": () => pattern("^((a+)+)\\1$", `${"a".repeat(60)}b`),
  "pattern of empty branches": () => pattern("^(?:|){60}x", ""),
  "pattern of 100,000 letters": () => pattern("a".repeat(100_000), "a"),
  "pattern of 20,000 groups": () => pattern(`${"(".repeat(20_000)}a${")".repeat(20_000)}`, "a"),
  "pattern of nested counts": () => pattern("^((([a-z]{1,99}){1,99}){1,99})!$", "a".repeat(1000)),
  "slow pattern over required names": () =>
    schema({
      type: "object",
      patternProperties: { "^(n+)+$": { type: "string" } },
      required: range(1000).map((index) => `${"n".repeat(50)}${index}`),
    }),
  "100 patterns over 20,000 names": () =>
    schema({
      type: "object",
      properties: named(20_000, () => ({ type: "string" })),
      patternProperties: Object.fromEntries(range(100).map((index) => [`^x${index}.*y`, {}])),
    }),
  "1,000 slow patterns": () =>
    schema({
      type: "object",
      properties: named(1000, (index) => ({
        pattern: `^(a+)+${index}$`,
        examples: [`${"a".repeat(40)}b`],
        default: `${"a".repeat(40)}b`,
      })),
    }),
  "100,000 required names": () =>
    schema({ type: "object", required: range(100_000).map(longName), properties: { a: {} } }),
  "20,000 misspelt required names": () =>
    schema({
      type: "object",
      properties: Object.fromEntries(range(20_000).map((index) => [`name${index}`, { type: "string" }])),
      required: range(20_000).map((index) => `nmae${index}`),
    }),
  "100,000 enum values": () => schema({ enum: range(100_000).map(longName) }),
  "100,000 enum objects": () => schema({ enum: range(100_000).map((index) => ({ index })) }),
  "20,000 properties": () =>
    schema({ type: "object", properties: named(20_000, () => ({ type: "string" })) }),
  "as many properties as a version may have": () =>
    schema({ type: "object", properties: named(14_990, () => ({ type: "string" })) }),
  "as many patterns and names as a version may have": () =>
    schema({
      type: "object",
      properties: named(7490, () => ({ type: "string" })),
      patternProperties: Object.fromEntries(range(7490).map((index) => [`^x${index}.*y`, {}])),
    }),
  "as many references as a version may have": () =>
    schema({
      type: "object",
      properties: named(29_900, () => ({ $ref: "#/$defs/a" })),
      $defs: { a: { type: "object", properties: { a: { type: "string" } } } },
    }),
  "as many values as a version may have": () => schema({ enum: range(50_000).map(longName) }),
  "as many required names as a version may have": () =>
    schema({ type: "object", required: range(50_000).map(longName) }),
  "60,000 unknown keywords": () => schema({ type: "object", ...named(60_000, () => 1), typ: "object" }),
  "60,000 findings": () => schema({ type: "object", properties: named(60_000, () => ({ type: "strin" })) }),
  "60,000 typos": () => schema({ properties: named(60_000, () => ({ tpye: "string" })) }),
  "60,000 duplicate keys": () =>
    schema(
      `{"properties":{${range(60_000)
        .map(() => '"a":{}')
        .join(",")}}}`,
    ),
  "60,000 lines with a typo each": () =>
    schema(
      `{"properties":{\n${range(60_000)
        .map((index) => `"p${index}":{"tpye":1}`)
        .join(",\n")}}}`,
    ),
  "60,000 unknown settings": () =>
    schema({ type: "object" }, { "schemas/contract.json": json(named(60_000, () => 1)) }),
  "5,000 services of unknown events": () =>
    schema(
      { type: "object" },
      {
        "schemas/contract.json": json({ services: named(5000, (index) => ({ publishes: [`evv${index}`] })) }),
      },
    ),
  "5,000 events": () => ({
    ...Object.fromEntries(range(5000).map((index) => [`schemas/e${index}/v1.json`, '{"type":"object"}'])),
    ...schema({ type: "object" }),
  }),
  "body envelope of shared branches": () => {
    const definitions = named(60, (index) => ({
      anyOf: [{ $ref: `#/$defs/p${index + 1}` }, { $ref: `#/$defs/p${index + 1}` }],
    }));
    return schema(
      { $ref: "#/$defs/p0", $defs: { ...definitions, p60: { type: "object" } } },
      { "schemas/contract.json": json({ envelope: "body" }) },
    );
  },
  "$defs that double": () =>
    schema({
      $ref: "#/$defs/p0",
      $defs: {
        ...named(60, (index) => ({
          allOf: [{ $ref: `#/$defs/p${index + 1}` }, { $ref: `#/$defs/p${index + 1}` }],
        })),
        p60: { type: "object" },
      },
    }),
  "chain of 2,000 references": () =>
    schema({
      $ref: "#/$defs/p0",
      $defs: { ...named(2000, (index) => ({ $ref: `#/$defs/p${index + 1}` })), p2000: { type: "object" } },
    }),
  "chain of 100,000 references": () =>
    schema({
      $ref: "#/$defs/p0",
      $defs: {
        ...named(100_000, (index) => ({ $ref: `#/$defs/p${index + 1}` })),
        p100000: { type: "object" },
      },
    }),
  "2,000 definitions that refer to each other": () =>
    schema({
      $ref: "#/$defs/p0",
      $defs: named(2000, (index) => ({
        type: "object",
        properties: named(5, (n) => ({ $ref: `#/$defs/p${(index * 7 + n * 13) % 2000}` })),
      })),
    }),
  "allOf of 2,000": () =>
    schema({ allOf: range(2000).map((index) => ({ properties: { [`p${index}`]: { type: "string" } } })) }),
  "oneOf of 1,000": () =>
    schema({
      oneOf: range(1000).map((index) => ({
        type: "object",
        properties: { kind: { const: index } },
        required: ["kind"],
      })),
    }),
  "chain of 2,000 references through allOf": () => schema(chained((next) => ({ allOf: [next] }))),
  "chain of 2,000 references through allOf without a type": () => {
    const { $ref, $defs } = chained((next) => ({ allOf: [next] })) as { $ref: string; $defs: object };
    const untyped = Object.entries($defs).map(([name, { type: _, ...rest }]) => [name, rest]);
    return schema({ $ref, $defs: Object.fromEntries(untyped) });
  },
  "chain of 2,000 references through anyOf": () =>
    schema(chained((next) => ({ anyOf: [next, { type: "null" }] }))),
  "dependentSchemas of 1,500": () =>
    schema({
      type: "object",
      dependentSchemas: named(1500, (index) => ({ properties: { [`q${index}`]: { type: "string" } } })),
    }),
  "dependentRequired of 1,500": () =>
    schema({ type: "object", dependentRequired: named(1500, (index) => [`q${index}`]) }),
  "1,500 conditions on one member": () =>
    schema({
      type: "object",
      properties: { kind: { enum: range(1500).map((index) => `k${index}`) } },
      required: ["kind"],
      allOf: range(1500).map((index) => condition("kind", `k${index}`, index)),
    }),
  "1,500 conditions on members of their own": () =>
    schema({ type: "object", allOf: range(1500).map((index) => condition(`k${index}`, "x", index)) }),
  "100 conditions inside each other": () =>
    schema(
      range(100).reduce<object>(
        (inner, index) => ({ ...condition("kind", `k${index}`, index), else: inner }),
        {},
      ),
    ),
  "anyOf of 1,500 objects": () =>
    schema({
      anyOf: range(1500).map((index) => ({
        type: "object",
        properties: { [`p${index}`]: { type: "string" } },
      })),
    }),
  "not, 1,000 deep": () => schema(nested("not", 1000)),
  "not, 100,000 deep": () => schema(nested("not", 100_000)),
  "items, 2,000 deep": () => schema(nested("items", 2000)),
  "a default 100,000 deep": () => schema(`{"default":${"[".repeat(100_000)}${"]".repeat(100_000)}}`),
  "an example 50,000 deep": () =>
    schema(
      { items: { $ref: "#" } },
      { "schemas/ev/examples/v1/valid/a.json": `${"[".repeat(50_000)}${"]".repeat(50_000)}` },
    ),
  "a message 1,000,000 deep": () =>
    schema({ items: { $ref: "#" } }, { "message.json": `${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}` }),
  "a description of 10 MB": () => schema({ description: "x ".repeat(5_000_000) }),
  "a description of 1,000,000 lines": () => schema({ description: "x\n".repeat(1_000_000) }),
  "a name of 1 MB": () => schema({ type: "object", properties: { ["n".repeat(1_000_000)]: {} } }),
  "an unknown keyword of 1 MB": () => schema({ [`typ${"e".repeat(1_000_000)}`]: 1 }),
  "a file of white space": () => schema(`${" \n".repeat(5_000_000)}{}`),
  "10,000 examples": () =>
    schema(
      { type: "object", required: ["a"] },
      Object.fromEntries(range(10_000).map((index) => [`schemas/ev/examples/v1/valid/${index}.json`, "{}"])),
    ),
  "names of Object.prototype": () => {
    const names = Object.getOwnPropertyNames(Object.prototype).filter((name) => name !== "__proto__");
    const value = Object.fromEntries(names.map((name) => [name, 1]));
    return schema(
      {
        properties: Object.fromEntries(names.map((name) => [name, {}])),
        required: names,
        enum: [value, { ...value, a: 1 }, names],
        examples: [value],
        default: value,
      },
      { "message.json": json(value), "schemas/ev/examples/v1/valid/a.json": json(value) },
    );
  },
  "a uniqueItems list of 50,000 objects": () =>
    schema(
      { type: "array", uniqueItems: true },
      { "message.json": json(range(50_000).map((index) => ({ valueOf: index }))) },
    ),
};
