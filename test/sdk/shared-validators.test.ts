// @module-tag long
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compile, runNode } from "../support/compile.js";
import { runCli } from "../support/run-cli.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";

const object = (properties: object, more: object = {}): object => ({ type: "object", properties, ...more });

/** Two files that refer to each other, definitions that are alike, and one that others extend. */
const schemas = {
  "schemas/_shared/person.json": object({
    name: { type: "string", minLength: 1 },
    team: { $ref: "team.json" },
  }),
  "schemas/_shared/team.json": {
    ...object({ lead: { $ref: "person.json" }, parts: { type: "array", items: { $ref: "#" } } }),
    $defs: { code: { type: "string", pattern: "^[a-z]+$" }, tag: { type: "string", pattern: "^[a-z]+$" } },
  },
  "schemas/joined/v1.json": object({
    who: { $ref: "../_shared/person.json" },
    code: { $ref: "../_shared/team.json#/$defs/code" },
    tag: { $ref: "../_shared/team.json#/$defs/tag" },
  }),
  "schemas/left/v1.json": object({
    who: { allOf: [{ $ref: "../_shared/person.json" }, object({ why: { type: "string" } })] },
  }),
  "schemas/founded/v1.json": { $ref: "../_shared/team.json" },
  "schemas/loose/v1.json": object({ who: { $ref: "../_shared/person.json" } }),
  "schemas/loose/event.json": { writer: "as-written" },
  "schemas/joined/examples/v1/valid/a.json": { who: { name: "x", team: { lead: { name: "y" } } } },
  "schemas/joined/examples/v1/invalid/a.json": { who: { name: "" } },
};

const program = `
import { foundedV1, joinedV1, leftV1, looseV1, type EventVersion } from "./generated/index.js";
async function said(version: EventVersion, value: unknown): Promise<unknown> {
  const { reader, writer } = await version.validators();
  return [reader, writer].map((check) => {
    const result = check(value);
    return result.valid ? "valid" : result.failures.map(({ path, keyword }) => path + " " + keyword).join();
  });
}
async function main(): Promise<void> {
  const deep = { name: "x", team: { lead: { name: "y", team: { parts: [{ lead: { name: "" } }] } } } };
  console.log(JSON.stringify([
    await said(joinedV1, { who: deep, code: "a", tag: "A" }),
    await said(joinedV1, { who: { team: { lead: { other: 1 } } } }),
    await said(leftV1, { who: { name: "x", why: "y", team: { other: 1 } } }),
    await said(leftV1, { who: { name: "x", whi: "y" } }),
    await said(foundedV1, { lead: { name: 1 }, other: 1 }),
    await said(looseV1, { who: { other: 1 } }),
  ]));
}
void main();
`;
const expected = [
  [
    "/who/team/lead/team/parts/0/lead/name minLength,/tag pattern",
    "/who/team/lead/team/parts/0/lead/name minLength,/tag pattern",
  ],
  ["valid", "/who/team/lead additionalProperties"],
  ["valid", "/who/team additionalProperties"],
  ["valid", "/who unevaluatedProperties"],
  ["/lead/name type", " additionalProperties,/lead/name type"],
  ["valid", "valid"],
];

test.each(["module", "commonjs"] as const)(
  "versions call the validators of shared definitions in modules of their own, in files that refer to each other too (%s)",
  async (type) => {
    const folder = tempFolder({ ...schemas, "program.ts": program });
    expect(await runCli(folder, ["generate"])).toMatchObject({ code: 0, err: "" });
    await compile(folder, { verbatimModuleSyntax: type === "module" }, type);
    expect(JSON.parse(await runNode(folder, "program.js"))).toEqual(expected);
    const declaring = filesIn(join(folder, "generated")).filter((path) =>
      readFileSync(join(folder, "generated", path), "utf8").includes("\nfunction readPerson("),
    );
    expect(declaring).toEqual(["shared/person/Person.validators.ts"]);
  },
);

test("a change of a shared definition changes its module, and neither those of versions nor of other definitions", async () => {
  const folder = tempFolder(schemas);
  await runCli(folder, ["generate"]);
  const texts = (): Map<string, string> =>
    new Map(
      filesIn(join(folder, "generated")).map((path) => [
        path,
        readFileSync(join(folder, "generated", path), "utf8"),
      ]),
    );
  const before = texts();
  writeFiles(folder, {
    "schemas/_shared/person.json": object({
      name: { type: "string", minLength: 1, maxLength: 50 },
      team: { $ref: "team.json" },
    }),
  });
  expect(await runCli(folder, ["generate"])).toMatchObject({ code: 0, err: "" });
  const changed = [...texts()].filter(([path, text]) => before.get(path) !== text).map(([path]) => path);
  expect(changed.filter((path) => path.endsWith(".validators.ts"))).toEqual([
    "shared/person/Person.validators.ts",
  ]);
  expect(await runCli(folder, ["generate", "--check"])).toMatchObject({ code: 0 });
});

test("names that differ in case alone have modules of their own on every file system", async () => {
  const text = { type: "string" };
  const folder = tempFolder({
    "schemas/_shared/a.json": { $defs: { ab: text, aB: { type: "number" } } },
    "schemas/x/v1.json": object({
      one: { $ref: "../_shared/a.json#/$defs/ab" },
      two: { $ref: "../_shared/a.json#/$defs/aB" },
    }),
  });
  expect(await runCli(folder, ["generate"])).toMatchObject({ code: 0, err: "" });
  const modules = filesIn(join(folder, "generated/shared")).filter((path) => path.endsWith(".validators.ts"));
  expect(new Set(modules.map((path) => path.toLowerCase())).size).toBe(2);
});

function filesIn(folder: string): string[] {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return paths.filter((path) => statSync(join(folder, path)).isFile()).sort();
}
