import { describe, expect, test } from "vitest";
import { loadContract } from "../../src/contract/load-contract.js";
import { load, places, texts } from "../support/load.js";

const many = (count: number, make: (index: number) => unknown): Record<string, unknown> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`e${index}/v1.json`, make(index)]));
const referring = ($ref: string) => ({ type: "object", properties: { a: { $ref } } });

/** Rule, file and message of each finding. */
async function reported(files: Record<string, unknown>): Promise<string[]> {
  const { findings } = await load(files);
  return findings.map(({ rule, file, message }) => `${rule} ${file}: ${message}`);
}

describe("one cause is reported once, at its first place, with the number of further places", () => {
  test("a missing file that 658 versions refer to", async () => {
    expect(await reported(many(658, (index) => referring(`../_s/money.json#/$defs/d${index}`)))).toEqual([
      'ref-unresolved e0/v1.json: "../_s/money.json#/$defs/d0": file "_s/money.json" not found in the schemas folder. (and 657 more places)',
    ]);
  });
  test("a missing file that is written in two ways", async () => {
    const files = {
      "a/v1.json": referring("../_s/money.json"),
      "a/b/v1.json": referring("../../_s/money.json"),
    };
    expect((await reported(files)).map((line) => line.slice(-18))).toEqual([
      " (and 1 more place)".slice(-18),
    ]);
  });
  test("a missing definition", async () => {
    const files = { ...many(3, () => referring("../_s/s.json#/$defs/x")), "_s/s.json": { $defs: { y: {} } } };
    expect(await reported(files)).toEqual([
      'ref-unresolved e0/v1.json: "../_s/s.json#/$defs/x": _s/s.json has nothing at "/$defs/x". (and 2 more places)',
    ]);
  });
  test("a missing anchor, a remote schema and an ambiguous $id", async () => {
    const $id = "urn:x:money";
    const files = {
      ...many(3, () => ({
        allOf: ["../_s/s.json#x", "https://example.com/x.json#/a", $id].map(($ref) => ({ $ref })),
      })),
      "_s/s.json": { type: "object" },
      "_s/a.json": { $id, type: "string" },
      "_s/b.json": { $id, type: "number" },
    };
    const lines = await reported(files);
    expect(lines.map((line) => line.split(" ")[0])).toEqual([
      "ref-unresolved",
      "ref-remote",
      "ref-ambiguous",
    ]);
    for (const line of lines) expect(line).toMatch(/ \(and 2 more places\)$/);
  });
  test("an unknown $schema, without what the schemas would lack in another draft", async () => {
    const strange = {
      $schema: "https://example.com/meta",
      divisibleBy: 3,
      exclusiveMinimum: true,
      $ref: "#/no",
    };
    const lines = await reported(many(4, () => strange));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^schema-dialect e0\/v1\.json: .* \(and 3 more places\)$/);
  });
  test("but different mistakes in the same words each have their place", async () => {
    const { findings } = await load(many(3, () => ({ type: "strin" })));
    expect(places(findings)).toHaveLength(3);
  });
  test("and every file with an error is known", async () => {
    const { brokenFiles } = await loadContract(texts(many(3, () => referring("../_s/money.json"))));
    expect([...brokenFiles]).toEqual(["e0/v1.json", "e1/v1.json", "e2/v1.json"]);
  });
});

describe("a mistake has no follow-up errors", () => {
  test("a file that is not JSON and is referred to", async () => {
    const { findings } = await load({
      ...many(3, () => referring("../_s/s.json#/$defs/x")),
      "_s/s.json": "{",
    });
    expect(places(findings)).toEqual(["_s/s.json:1:2 error json-syntax"]);
  });
  test("a file or folder that could not be read", async () => {
    const files = texts(many(2, (index) => referring(index === 0 ? "../_s/s.json" : "../_t/x/s.json")));
    const { findings } = await loadContract(files, {
      unread: ["_s/s.json", "_t"].map((file) => ({
        rule: "link-outside",
        severity: "error",
        message: "",
        file,
      })),
    });
    expect(findings).toEqual([]);
  });
  test("a reference that leads nowhere: the file that it meant is not reported as unused", async () => {
    const { findings } = await load({ "a/v1.json": referring("money"), "a/money.json": { type: "object" } });
    expect(findings.map(({ rule }) => rule)).toEqual(["ref-unresolved"]);
  });
  test("a version that is not JSON is still a version for the settings", async () => {
    const { findings } = await load({
      "a/v1.json": "{",
      "a/v2.json": { type: "object" },
      "a/event.json": { versions: { v1: { deprecated: true, replacedBy: "v2" } } },
      "a/examples/v1/valid/x.json": {},
      "b/v1.json": "{",
      "contract.json": {
        services: { s: { consumes: { a: { versions: ["v1"] }, b: { versions: ["v1"] } } } },
      },
    });
    expect(findings.map(({ rule, file }) => `${file} ${rule}`)).toEqual([
      "a/v1.json json-syntax",
      "b/v1.json json-syntax",
    ]);
  });
});
