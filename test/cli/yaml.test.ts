import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { gitEnv, gitRepository } from "../support/git-repository.js";
import { repository } from "../support/repository.js";
import { runCli } from "../support/run-cli.js";
import { tempFolder } from "../support/temp-folder.js";

const version = `# An order was paid.
type: object
properties:
  id: {type: string}   # the order
  status:
    enum: [new, paid]
required: [id]
`;

interface Report {
  readonly findings: readonly {
    readonly rule: string;
    readonly file: string;
    readonly range?: { readonly line: number; readonly column: number };
    readonly review?: {
      readonly old?: { readonly file: string; readonly range?: { readonly line: number } };
    };
  }[];
}

describe("review of YAML", () => {
  async function review(before: Record<string, unknown>, after: Record<string, unknown>): Promise<string[]> {
    const { folder, commit } = gitRepository();
    commit(before);
    commit(after);
    const argv = ["review", "--against", "HEAD~1", "--format", "json"];
    const { out, err } = await runCli(folder, argv, { env: gitEnv });
    expect(err).toBe("");
    return (JSON.parse(out) as Report).findings.map(({ rule, file, range, review }) => {
      const old = review?.old === undefined ? "" : ` was ${review.old.file}:${review.old.range?.line}`;
      return `${rule} ${file}:${range?.line}:${range?.column}${old}`;
    });
  }
  test("finds who breaks, with both places", async () => {
    const after = version
      .replace("[new, paid]", "[paid]")
      .replace("required: [id]", "required:\n  - id\n  - status");
    const said = await review({ "schemas/a/v1.yaml": version }, { "schemas/a/v1.yaml": after });
    expect(said).toEqual([
      "enum-value-removed schemas/a/v1.yaml:6:11 was schemas/a/v1.yaml:6",
      "required-added schemas/a/v1.yaml:9:5 was schemas/a/v1.yaml:7",
    ]);
  });
  test("finds nothing in comments and another layout", async () => {
    const after = `${version.replace("# An order was paid.", "# Paid.")}# end\n`;
    expect(await review({ "schemas/a/v1.yaml": version }, { "schemas/a/v1.yaml": after })).toEqual([]);
  });
  test("finds nothing when a version is rewritten as JSON", async () => {
    const json = {
      type: "object",
      properties: { id: { type: "string" }, status: { enum: ["new", "paid"] } },
      required: ["id"],
    };
    const said = await review(
      { "schemas/a/v1.yaml": version },
      { "schemas/a/v1.yaml": undefined, "schemas/a/v1.json": json },
    );
    expect(said).toEqual([]);
  });
  test("finds changed settings, and new versions with labels of three numbers", async () => {
    const before = {
      "schemas/contract.yaml": "exchange: a\nversionLabels: 1.0.0\n",
      "schemas/a/1.0.0.yaml": version,
      "schemas/a/event.yaml": "description: x\n",
    };
    const after = {
      "schemas/a/event.yaml": "description: x\nroutingKey: other\n",
      "schemas/a/1.1.0.yaml": version,
      "schemas/a/3.0.0.yaml": version,
    };
    expect(await review(before, after)).toEqual([
      "version-added schemas/a/1.1.0.yaml:undefined:undefined",
      "version-not-next schemas/a/3.0.0.yaml:undefined:undefined",
      expect.stringMatching(/^routing-key-changed schemas\/a\/event\.yaml:2:13/),
    ]);
  });
  test("reports labels of another style as what they are for consumers: other versions", async () => {
    const said = await review(
      { "schemas/a/v1.yaml": version },
      {
        "schemas/a/v1.yaml": undefined,
        "schemas/contract.json": { versionLabels: "1.0.0" },
        "schemas/a/1.0.0.yaml": version,
      },
    );
    expect(said).toEqual([expect.stringMatching(/^version-removed schemas\/a\/v1\.yaml/)]);
  });
});

test("lint shows a rule's place in YAML, and follows contract.yaml", async () => {
  const folder = tempFolder({
    "schemas/contract.yaml":
      "vhost: /\nlint:\n  rules: {enum-closed: warning}\nservices:\n  s:\n    consumes:\n      a: {versions: [v1]}\n",
    "schemas/a/v1.yml": `${version}maxLenght: 1\n`,
    "schemas/a/v2.yml": "type: object\nproperties: {n: {const: 12345678901234567890}}\n",
  });
  const { out } = await runCli(folder, ["lint", "--format", "json"]);
  const places = (JSON.parse(out) as Report).findings.map(
    ({ rule, file, range }) => `${file}:${range?.line}:${range?.column} ${rule}`,
  );
  expect(places).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/contract\.yaml:1:8 vhost-default$/),
      expect.stringMatching(/contract\.yaml:7:21 consumer-missing-version$/),
      expect.stringMatching(/a\/v1\.yml:6:11 enum-closed$/),
      expect.stringMatching(/a\/v1\.yml:8:1 keyword-unknown$/),
      expect.stringMatching(/a\/v2\.yml:2:\d+ number-precision$/),
    ]),
  );
  expect(out).toContain("12345678901234567890");
});

test("compare reads YAML and the files that it refers to, whatever their syntax", async () => {
  const folder = tempFolder({
    "old.yaml": "type: object\nproperties:\n  total: {$ref: ./money.yml}\n",
    "new.json": { type: "object", properties: { total: { $ref: "./cents.json" } } },
    "money.yml": "type: integer\n",
    "cents.json": { type: "integer", minimum: 0 },
    "noisy.yaml": "type: object\nproperties:\n  total: {$ref: ./money.yml}\n  note: {type: string}\n",
  });
  const { code, out } = await runCli(folder, ["compare", "old.yaml", "new.json"]);
  expect([code, out]).toEqual([1, expect.stringContaining("minimum")]);
  const same = await runCli(folder, ["compare", "old.yaml", "noisy.yaml", "--ignore", "/properties/note"]);
  expect(same).toMatchObject({ code: 0, err: "" });
});

test("check takes messages for a version in YAML, and shows where a message in YAML fails", async () => {
  const folder = tempFolder({ "schemas/a/v1.yaml": version, "message.yaml": "id: 1\n" });
  const input = '{ "id": "x" }';
  expect((await runCli(folder, ["check", "a", "v1", "-"], { input })).code).toBe(0);
  const { code, out } = await runCli(folder, ["check", "a", "v1", "message.yaml"]);
  expect([code, out]).toEqual([1, expect.stringContaining("message.yaml:1:5")]);
});

test("the yaml package is loaded only where a YAML file is read", () => {
  const loads = (files: Record<string, unknown>): boolean => {
    const folder = tempFolder(files);
    const script = `
      const { parseSource } = await import(${JSON.stringify(join(repository, "dist/src/contract/parse-source.js"))});
      const { readFileSync } = await import("node:fs");
      for (const file of ${JSON.stringify(Object.keys(files))}) parseSource(file, readFileSync(file, "utf8"));
      const { createRequire } = await import("node:module");
      console.log(Object.keys(createRequire(import.meta.url).cache).some((path) => path.includes("/node_modules/yaml/")));`;
    const argv = ["--input-type=module", "--eval", script];
    return spawnSync(process.execPath, argv, { cwd: folder, encoding: "utf8" }).stdout.trim() === "true";
  };
  expect(loads({ "a.json": {}, "b.yaml": '{"json": true}' })).toBe(false);
  expect(loads({ "a.yaml": "a: 1" })).toBe(true);
  const early = readFileSync(join(repository, "src/contract/yaml-document.ts"), "utf8");
  expect(early).not.toMatch(/^import (?!type)[^;]*"yaml"/m);
});
