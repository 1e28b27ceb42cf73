import { beforeEach, describe, expect, test } from "vitest";
import { type Ran, runCli } from "../support/run-cli.js";
import { tempFolder } from "../support/temp-folder.js";
import { commands } from "./commands.js";
import { makers } from "./makers.js";

/** The ones that are quick when all is well; `npm run test:hostile` runs all of them. */
const quick = [
  "pattern (a+)+",
  "pattern (a|a)*",
  "pattern of twenty stars",
  "pattern with lookaheads",
  "pattern of empty branches",
  "body envelope of shared branches",
  "an unknown keyword of 1 MB",
  "names of Object.prototype",
];

describe.each(quick)("%s", (name) => {
  let folder = "";
  beforeEach(() => {
    const files = makers[name]?.() ?? {};
    const base = '{"type":"object","properties":{"other":{"type":"string"}}}';
    folder = tempFolder({ ...files, "base/ev/v1.json": base });
  });
  test.each(Object.keys(commands))("%s ends, and says nothing of a bug", async (command) => {
    const ran = await runCli(folder, commands[command] ?? []);
    expect([0, 1, 2]).toContain(ran.code);
    expect(ran.out + ran.err).not.toMatch(/bug in rabbitgen|^\s+at .*:\d+:\d+\)?$/m);
  });
});

describe("a pattern that only backtracking decides is a finding at its place", () => {
  const slow = "^((a+)+)\\1$";
  const text = `${"a".repeat(60)}b`;
  const files = {
    "schemas/ev/v1.json": `{ "type": "object",\n  "properties": { "a": { "pattern": ${JSON.stringify(slow)} } } }`,
  };
  const place = "schemas/ev/v1.json:2:37 error pattern-slow";
  const expectSlow = ({ code, out, err }: Ran, shown: string): void => {
    expect(out + err).toContain(shown);
    expect(out + err).toContain("takes too long on a string of 61 characters");
    expect(code).toBe(shown === place ? 2 : 1);
  };
  test("in generate, on an example", async () => {
    const folder = tempFolder({ ...files, "schemas/ev/examples/v1/valid/a.json": { a: text } });
    expectSlow(await runCli(folder, ["generate"]), place);
  });
  test("in check, on the message", async () => {
    const folder = tempFolder({ ...files, "m.json": { a: text } });
    expectSlow(await runCli(folder, ["check", "ev", "v1", "m.json"]), "m.json error pattern-slow");
  });
  test("in generate, on a required name", async () => {
    const schema = {
      type: "object",
      properties: { b: {} },
      patternProperties: { [slow]: { type: "string" } },
      required: [text],
    };
    const folder = tempFolder({ "schemas/ev/v1.json": schema });
    const ran = await runCli(folder, ["generate"]);
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(/schemas\/ev\/v1\.json:7:\d+ error pattern-slow/);
  });
  test("in lint, on a default and an enum's value", async () => {
    for (const keyword of ["default", "const"]) {
      const folder = tempFolder({ "schemas/ev/v1.json": { pattern: slow, [keyword]: text } });
      const ran = await runCli(folder, ["lint"]);
      expect(ran.code).toBe(1);
      expect(ran.out).toContain("schemas/ev/v1.json:2:14 error pattern-slow");
    }
  });
  test("in compare it is a question that a person has to answer", async () => {
    const folder = tempFolder({
      "a.json": { type: "object", properties: { a: { enum: [text, "x"] } } },
      "b.json": { type: "object", properties: { a: { pattern: slow } } },
    });
    const ran = await runCli(folder, ["compare", "a.json", "b.json", "--mode", "backward"]);
    expect(ran.code).toBe(1);
    expect(ran.err).toBe("");
    expect(ran.out).not.toContain("bug in rabbitgen");
  });
});
