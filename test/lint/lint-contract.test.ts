import { describe, expect, test } from "vitest";
import { places } from "../support/load.js";
import { lintBy, lintFiles } from "./lint-files.js";

describe("a finding of lint", () => {
  test("has a place, what to do, and a fingerprint", async () => {
    const { linted } = await lintFiles({
      "paid/v1.json":
        '{ "type": "object", "properties": {\n  "id": { "type": "integer", "format": "int64" } } }',
    });
    expect(linted).toEqual([
      {
        rule: "format-unknown",
        severity: "warning",
        file: "paid/v1.json",
        pointer: "/properties/id/format",
        range: { line: 2, column: 40, endLine: 2, endColumn: 47 },
        message: 'The format "int64" is not defined by JSON Schema and checks nothing.',
        help: "Use a standard format, or express the constraint with pattern, minimum and maximum.",
        fingerprint: "8cfb4dfed0a5ef49",
      },
      {
        rule: "number-precision",
        severity: "warning",
        file: "paid/v1.json",
        pointer: "/properties/id/format",
        range: { line: 2, column: 40, endLine: 2, endColumn: 47 },
        message:
          'The format "int64" includes integers that a double cannot represent, and no bounds exclude them.',
        help: "Keep the numbers within ±9007199254740991, or encode them as strings.",
        fingerprint: "c4f4e5d5afb0b826",
      },
    ]);
  });

  test("keeps its fingerprint when its line moves, and has another one at another place", async () => {
    const prints = async (file: string, text: string) =>
      (await lintBy("format-unknown", { [file]: text })).map(({ fingerprint }) => fingerprint);
    const [first] = await prints("a/v1.json", '{ "format": "datetime" }');
    expect(await prints("a/v1.json", '\n\n{ "title": "A",\n "format": "datetime" }')).toEqual([first]);
    const others = [
      ...(await prints("a/v2.json", '{ "format": "datetime" }')),
      ...(await prints("a/v1.json", '{ "not": { "format": "datetime" } }')),
      ...(await prints("a/v1.json", '{ "format": "date_time" }')),
    ];
    expect(new Set([first, ...others]).size).toBe(4);
  });

  test("is at the keyword, the name or the item that it is about, in order of place", async () => {
    const { linted } = await lintFiles({
      "contract.json": {
        vhost: "/",
        exchange: { name: "amq.topic" },
        services: {
          "svc/a": { vhost: "/", publishes: ["paid"] },
          "svc-b": {
            consumes: {
              paid: {
                versions: ["v1"],
                queue: { name: "q", arguments: { "x-delivery-limit": -1, "x-expires": 1000 } },
              },
            },
          },
        },
      },
      "paid/event.json": { versions: { v1: { sunset: "2026-11-23" } } },
      "paid/v1.json": {
        type: "object",
        properties: { a: { type: "string", minimum: 1 }, "b/c": { enum: ["x"], default: "y" } },
        patternProperties: { "^(a+)+$": { examples: [1, "x"], type: "string" } },
      },
      "paid/v2.json": { type: "object", properties: { a: {} }, propertis: {}, required: ["a", "d"] },
      "paid/v2,.json": true,
    });
    expect(places(linted)).toEqual([
      "contract.json:2:12 warning vhost-default",
      "contract.json:4:13 warning exchange-predeclared",
      "contract.json:8:16 warning vhost-default",
      "contract.json:16:23 warning consumer-missing-version",
      "contract.json:22:35 warning queue-delivery-limit",
      "contract.json:23:28 warning queue-loses-messages",
      "paid/event.json:4:17 warning sunset-passed",
      "paid/event.json:4:17 warning sunset-without-deprecation",
      "paid/v1.json:6:7 warning keyword-without-effect",
      "paid/v1.json:12:18 warning default-rejected",
      "paid/v1.json:16:5 warning pattern-backtracking",
      "paid/v1.json:18:9 warning example-rejected",
      "paid/v2,.json warning file-unused",
      "paid/v2.json:6:3 warning keyword-unknown",
      "paid/v2.json:9:5 warning required-undeclared",
    ]);
  });

  test("is reported once for a shared definition, however many versions refer to it, in every draft", async () => {
    const shared = {
      $defs: { at: { type: "string", minimum: 1 } },
      definitions: { to: { type: "array", maxItems: 1, minItems: 2 } },
    };
    const { linted } = await lintFiles({
      "_shared/all.json": shared,
      "_shared/bag.json": {
        times: { at: { type: "string", maximum: 1 }, unused: { type: "string", maximum: 1 } },
      },
      "_shared/old.json": { $schema: "http://json-schema.org/draft-04/schema#", id: "old.json", ...shared },
      "a/v1.json": {
        type: "object",
        properties: {
          a: { $ref: "../_shared/all.json#/$defs/at" },
          c: { $ref: "../_shared/old.json#/$defs/at" },
        },
      },
      "a/v2.json": {
        type: "object",
        properties: {
          a: { $ref: "../_shared/all.json#/$defs/at" },
          b: { $ref: "../_shared/bag.json#/times/at" },
        },
      },
    });
    expect(linted.map(({ file, pointer, rule }) => `${file}#${pointer} ${rule}`)).toEqual([
      "_shared/all.json#/$defs/at/minimum keyword-without-effect",
      "_shared/all.json#/definitions/to/maxItems bounds-crossed",
      "_shared/bag.json#/times/at/maximum keyword-without-effect",
      "_shared/old.json#/$defs/at/minimum keyword-without-effect",
      "_shared/old.json#/definitions/to/maxItems bounds-crossed",
    ]);
  });

  test("quotes names from a schema", async () => {
    const [finding] = await lintBy("required-undeclared", {
      "a/v1.json": { properties: { a: {} }, required: ['"\n'] },
    });
    expect(finding?.message).toBe(String.raw`The property "\"\n" is required but not declared.`);
  });
});

describe("what the loader found", () => {
  test("comes from lint where a rule grades it, and from the loader otherwise", async () => {
    const { linted, others } = await lintFiles({ "a/v1.json": { format: "datetime" }, "a/v2,.json": {} });
    expect(places(linted)).toEqual([
      "a/v1.json:2:13 warning format-unknown",
      "a/v2,.json warning file-unused",
    ]);
    expect(others).toEqual([]);
  });

  test("is not reported at all when its rule is off", async () => {
    const settings = { rules: { "format-unknown": "off" } } as const;
    const { linted, others } = await lintFiles({ "a/v1.json": { format: "datetime" } }, settings);
    expect([...linted, ...others]).toEqual([]);
  });

  test("is all that is reported for a contract with errors", async () => {
    const { linted, others } = await lintFiles({ "a/v1.json": { format: "datetime", type: "objekt" } });
    expect(linted).toEqual([]);
    expect(places(others)).toEqual([
      "a/v1.json:2:13 warning format-unknown",
      "a/v1.json:3:11 error schema-invalid",
    ]);
  });
});
