import { describe, expect, test } from "vitest";
import type { Files } from "../support/load.js";
import { lintBy } from "./lint-files.js";

/** The pointers of what a rule finds. */
async function pointers(rule: string, files: Files): Promise<(string | undefined)[]> {
  return (await lintBy(rule, files)).map(({ pointer }) => pointer);
}

const draft = (name: string, schema: object): Files => ({
  "a/v1.json": { $schema: `http://json-schema.org/${name}/schema#`, ...schema },
});

describe("number-precision", () => {
  test("reports the value that a number is read as", async () => {
    const text =
      '{ "type": "number", "maximum": 9223372036854775807, "default": 9007199254740993, "examples": [1e300] }';
    const found = await lintBy("number-precision", { "a/v1.json": text });
    expect(found.map(({ pointer, message }) => [pointer, message])).toEqual([
      ["/maximum", "A double cannot represent 9223372036854775807: it is read as 9223372036854775808."],
      ["/default", "A double cannot represent 9007199254740993: it is read as 9007199254740992."],
    ]);
  });

  test("reads the boolean exclusiveMaximum of draft-04", async () => {
    const bound = { type: "integer", maximum: 2 ** 53 };
    expect(
      await pointers("number-precision", draft("draft-04", { ...bound, exclusiveMaximum: true })),
    ).toEqual([]);
    expect(await pointers("number-precision", draft("draft-04", bound))).toEqual(["/maximum"]);
  });

  test("finds numbers inside values", async () => {
    const schema = { const: { list: [1, 2 ** 53] } };
    expect(await pointers("number-precision", { "a/v1.json": schema })).toEqual(["/const/list/1"]);
  });
});

describe("consumer-missing-version", () => {
  const files = (publishes: unknown, ...labels: readonly string[]): Files => ({
    "contract.json": {
      services: {
        "svc-order": { publishes },
        "svc-billing": { consumes: { order_paid: { versions: ["v1"] } } },
      },
    },
    ...Object.fromEntries(labels.map((label) => [`order_paid/${label}.json`, {}])),
  });

  test("speaks of the messages of one version, and of several", async () => {
    const say = async (...labels: readonly string[]) =>
      (await lintBy("consumer-missing-version", files(["order_paid"], ...labels)))[0]?.message;
    expect(await say("v1", "v2")).toMatch(/does not handle v2 of "order_paid"; its messages become/);
    expect(await say("v1", "v2", "v3")).toMatch(/v2, v3 of "order_paid"; their messages become/);
  });

  test("advises to list versions only where a publisher does not", async () => {
    const advice = async (publishes: unknown) =>
      (await lintBy("consumer-missing-version", files(publishes, "v1", "v2")))[0]?.help;
    const handle = "Handle the version and add it to `versions` before it is published.";
    expect(await advice({ order_paid: ["v1", "v2"] })).toBe(handle);
    expect(await advice(["order_paid"])).toBe(
      `${handle} If \`publishes\` lists versions, only those are required.`,
    );
  });
});

describe("pattern-backtracking", () => {
  const say = async (pattern: string) => {
    const found = await lintBy("pattern-backtracking", { "a/v1.json": { pattern } });
    return found.map(({ message, help }) => [message, help]);
  };

  test("names the parts that compete, and a pattern that matches the same where there is one", async () => {
    expect(await say("^[a-z]+[a-z0-9]+$")).toEqual([
      [
        'The pattern "^[a-z]+[a-z0-9]+$" can take time that grows with the square of the length of a run of "a", or faster, because of "[a-z]+" before "[a-z0-9]+".',
        'An equivalent pattern: "^[a-z][a-z0-9]+$"',
      ],
    ]);
    expect(await say("^(\\w+\\s?)*$")).toEqual([
      [
        String.raw`The pattern "^(\\w+\\s?)*$" can take time that doubles with each additional "A" of a string, because of "\\w+" inside "(\\w+\\s?)*".`,
        "Rewrite the pattern so that each character can match in only one way.",
      ],
    ]);
  });

  test("reports the worst part first", async () => {
    expect((await say("^a+a+(b+)+$"))[0]?.[0]).toContain('doubles with each additional "b"');
  });

  test("finds an endless part that a count repeats", async () => {
    expect(await say("^(?:a+){9}$")).toHaveLength(1);
  });

  test("leaves patterns alone that are too large to be judged in time", async () => {
    expect(await say(`^${"(".repeat(60)}a?b${")*".repeat(60)}$`)).toEqual([]);
    expect(await say(`^(a+)+${"b".repeat(1000)}$`)).toEqual([]);
  });

  test("does not see what a draft hides", async () => {
    const hidden = {
      definitions: { a: {} },
      properties: { a: { $ref: "#/definitions/a", pattern: "(a+)+$" } },
    };
    expect(await pointers("pattern-backtracking", draft("draft-07", hidden))).toEqual([]);
    expect(await pointers("pattern-backtracking", { "a/v1.json": hidden })).toEqual([
      "/properties/a/pattern",
    ]);
  });
});

describe("values that a schema rejects", () => {
  test("are judged with references, relative to the schema's own identifier", async () => {
    const schema = {
      $id: "https://example.com/a/root",
      $defs: { count: { $id: "count/", type: "integer", $defs: { one: { $id: "one", const: 1 } } } },
      properties: { a: { $id: "count/x", $ref: "one", default: 2 }, b: { $ref: "count/one", default: 1 } },
    };
    expect(await pointers("default-rejected", { "a/v1.json": schema })).toEqual(["/properties/a/default"]);
  });

  test("are judged in old drafts as well", async () => {
    const schema = { definitions: { n: { minimum: 1, exclusiveMinimum: true, default: 1 } }, default: 0 };
    expect(await pointers("default-rejected", draft("draft-04", schema))).toEqual(["/definitions/n/default"]);
  });

  test("are judged beside a reference, which hides no annotations", async () => {
    const schema = {
      definitions: { n: { minimum: 1 } },
      properties: { a: { $ref: "#/definitions/n", default: 0 } },
    };
    expect(await pointers("default-rejected", draft("draft-07", schema))).toEqual(["/properties/a/default"]);
  });

  test("include null where type leaves it out, beside values that need no evaluation", async () => {
    const schema = {
      properties: { a: { type: "string", enum: ["x", null] }, b: { enum: [1, "x"], maxLength: 0 } },
    };
    expect(await pointers("enum-value-rejected", { "a/v1.json": schema })).toEqual([
      "/properties/a/enum/1",
      "/properties/b/enum/1",
    ]);
  });
});

describe("what only demands count", () => {
  test("inside not and if nothing is closed, however deep", async () => {
    const closed = { properties: { a: { additionalProperties: false } } };
    const schema = { not: closed, if: { allOf: [closed] }, else: closed };
    expect(await pointers("closed-reader", { "a/v1.json": schema })).toEqual([
      "/else/properties/a/additionalProperties",
    ]);
  });

  test("a property that a reference leads to is a property still", async () => {
    const schema = { properties: { a: { type: "integer" }, b: { $ref: "#/properties/a" } } };
    const [finding] = await lintBy("property-undescribed", { "a/v1.json": schema });
    expect(finding).toMatchObject({ pointer: "/properties/a", range: { line: 3, column: 5, endColumn: 8 } });
  });

  test("a keyword that the draft does not know is none", async () => {
    expect(await pointers("number-precision", draft("draft-04", { const: 2 ** 53 }))).toEqual([]);
    expect(await pointers("number-precision", draft("draft-06", { const: 2 ** 53 }))).toEqual(["/const"]);
  });

  test("a property called properties is one", async () => {
    const schema = { properties: { properties: { properties: { not: { type: "integer" } } } } };
    expect(await pointers("property-undescribed", { "a/v1.json": schema })).toEqual([
      "/properties/properties",
      "/properties/properties/properties/not",
    ]);
  });
});

describe("versions and services", () => {
  const deprecated = (sunset: string): Files => ({
    "a/event.json": { versions: { v1: { deprecated: true, sunset } } },
    "a/v1.json": {},
    "contract.json": { services: { s: { consumes: { a: { versions: ["v1"] } } } } },
  });

  test("a sunset is passed on the day after", async () => {
    expect(await lintBy("sunset-passed", deprecated("2026-11-24"))).toEqual([]);
    expect(await lintBy("sunset-passed", deprecated("2026-11-23"))).toHaveLength(1);
    const [finding] = await lintBy("consumer-of-deprecated", deprecated("2026-11-23"));
    expect(finding?.message).toBe('"s" handles v1 of "a", which is past its sunset (2026-11-23).');
  });

  test("what is missing in event.json is shown there, else in the newest version", async () => {
    const versions = { "a/v1.json": {}, "a/v10.json": {}, "a/v9.json": {} };
    expect((await lintBy("event-unowned", versions))[0]?.file).toBe("a/v10.json");
    expect((await lintBy("event-unowned", { ...versions, "a/event.json": {} }))[0]?.file).toBe(
      "a/event.json",
    );
  });

  test("a version deprecated by its own schema is shown there", async () => {
    const [finding] = await lintBy("deprecated-without-sunset", { "a/v1.json": { deprecated: true } });
    expect(finding).toMatchObject({
      file: "a/v1.json",
      pointer: "/deprecated",
      range: { line: 2, column: 17 },
    });
  });

  test("gaps are reported between versions, not before the first", async () => {
    const found = await lintBy("version-gap", {
      "a/v3.json": {},
      "a/v4.json": {},
      "a/v7.json": {},
      "a/v12.json": {},
    });
    expect(found.map(({ file, message }) => [file, message])).toEqual([
      ["a/v12.json", "There is no version between v7 and v12."],
      ["a/v7.json", "There is no version between v4 and v7."],
    ]);
  });

  test("names that the body envelope takes are the loader's where it is in use", async () => {
    const schema = { type: "object", properties: { version: {}, event: {} } };
    expect(await pointers("envelope-names", { "a/v1.json": schema })).toEqual([
      "/properties/version",
      "/properties/event",
    ]);
    const shared = { "_shared/a.json": schema, "a/v1.json": { $ref: "../_shared/a.json" } };
    expect(await pointers("envelope-names", shared)).toEqual(["", ""]);
    await expect(
      lintBy("envelope-names", { "contract.json": { envelope: "body" }, "a/v1.json": schema }),
    ).rejects.toThrow("envelope-body");
  });
});
