// @module-tag long
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { type Ran, runCli } from "../support/run-cli.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";

const schema = { type: "object", properties: { a: { type: "string" } } };

let folder = "";
beforeEach(() => {
  folder = tempFolder({
    "schemas/paid/v1.json": schema,
    "schemas/paid/examples/v1/valid/a.json": { a: "x" },
    "schemas/shipped/v1.json": schema,
  });
});

const generate = (...flags: string[]): Promise<Ran> => runCli(folder, ["generate", ...flags]);
const path = (name: string): string => join(folder, "generated", name);
const constants = "events.ts";

/** Every file of the output with its text. */
function tree(): Record<string, string> {
  const names = readdirSync(path(""), { recursive: true, encoding: "utf8" }).filter((name) =>
    statSync(path(name)).isFile(),
  );
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(path(name), "utf8")]));
}

describe("generate", () => {
  test("writes byte-identical trees when run again, into an empty folder, and elsewhere", async () => {
    expect(await generate()).toMatchObject({ code: 0, err: "" });
    const first = tree();
    expect((await generate()).out).toBe("2 events, 2 versions → generated/: up to date\n");
    expect(tree()).toEqual(first);
    await generate("--fresh");
    expect(tree()).toEqual(first);
    rmSync(path(""), { recursive: true });
    await generate();
    expect(tree()).toEqual(first);
  });

  test.each([
    [
      "a definition elsewhere takes the name that a version's types had",
      {
        "schemas/_shared/money.json": {
          $defs: { price: { type: "object", properties: { net: { type: "number" } } } },
        },
        "schemas/paid/v1.json": {
          type: "object",
          properties: { total: { $ref: "../_shared/money.json#/$defs/price" } },
        },
      },
      {
        "schemas/_shared/price.json": { type: "object", properties: { gross: { type: "number" } } },
        "schemas/shipped/v1.json": {
          type: "object",
          properties: { total: { $ref: "../_shared/price.json" } },
        },
      },
    ],
    [
      "an event.json goes, and with it what it deprecated",
      {
        "schemas/paid/event.json": { versions: { v1: { deprecated: true } } },
        "schemas/paid/v2.json": schema,
      },
      { "schemas/paid/event.json": undefined },
    ],
  ])("gives the same tree as from nothing after %s", async (_, before, after) => {
    writeFiles(folder, before);
    expect(await generate()).toMatchObject({ code: 0 });
    for (const [name, content] of Object.entries(after)) {
      if (content === undefined) rmSync(join(folder, name));
      else writeFiles(folder, { [name]: content });
    }
    expect(await generate()).toMatchObject({ code: 0 });
    const incremental = tree();
    await generate("--fresh");
    expect(tree()).toEqual(incremental);
  });

  test("compiles only what changed, to the same tree as from nothing", async () => {
    await generate();
    const untouched = statSync(path("events/shipped/v1.validators.ts")).mtimeMs;
    writeFiles(folder, { "schemas/paid/v1.json": { ...schema, required: ["a"] } });
    expect((await generate()).out).toContain("3 files written");
    expect(statSync(path("events/shipped/v1.validators.ts")).mtimeMs).toBe(untouched);
    const incremental = tree();
    await generate("--fresh");
    expect(tree()).toEqual(incremental);
    expect(incremental["events/paid/v1.types.ts"]).toContain("a: string;");
  });

  test("tries a changed example although its schema has not changed", async () => {
    await generate();
    writeFiles(folder, { "schemas/paid/examples/v1/valid/a.json": '{\n  "a": 5\n}' });
    const ran = await generate();
    expect(ran).toMatchObject({ code: 2, out: "1 error; nothing was written.\n" });
    expect(ran.err).toContain("schemas/paid/examples/v1/valid/a.json:2:8 error example-invalid");
    expect(ran.err).toContain('> 2 |   "a": 5');
  });

  test("leaves the warnings of an unchanged contract to lint", async () => {
    writeFiles(folder, { "schemas/paid/v1.json": { ...schema, requird: ["a"] } });
    const first = await generate();
    expect(first.err).toContain('Did you mean "required"?');
    expect(first.code).toBe(0);
    expect((await generate()).err).toBe("");
  });

  test("removes what no schema makes any more, and folders that this leaves empty", async () => {
    await generate();
    rmSync(join(folder, "schemas/shipped"), { recursive: true });
    expect((await generate()).out).toContain("2 stale files removed");
    expect(existsSync(path("events/shipped"))).toBe(false);
  });

  test("never touches files that it did not write", async () => {
    await generate();
    writeFiles(folder, {
      "generated/notes.md": "mine",
      "generated/events/paid/own.ts": "export {};",
      "generated/mine/a.txt": "",
    });
    rmSync(join(folder, "schemas/shipped"), { recursive: true });
    await generate("--fresh");
    expect(tree()).toMatchObject({
      "notes.md": "mine",
      "events/paid/own.ts": "export {};",
      "mine/a.txt": "",
    });
  });

  test("refuses to overwrite a file of the user's in its way, and writes nothing then", async () => {
    writeFiles(folder, { [`generated/${constants}`]: "export const mine = 1;" });
    const ran = await generate();
    expect(ran.code).toBe(2);
    expect(ran.err).toContain(constants);
    expect(tree()).toEqual({ [constants]: "export const mine = 1;" });
  });

  test("overwrites an edited file of its own, whatever the manifest says", async () => {
    await generate();
    const before = tree();
    writeFileSync(path(constants), `${before[constants]}// edited\n`);
    expect((await generate()).out).toContain("1 file written");
    expect(tree()).toEqual(before);
    rmSync(path("rabbitgen.json"));
    writeFileSync(path(constants), `${before[constants]}// edited\n`);
    await generate();
    expect(tree()).toEqual(before);
  });

  test("does not write through a symbolic link below --out", async () => {
    mkdirSync(join(folder, "elsewhere"));
    mkdirSync(path(""), { recursive: true });
    symlinkSync(join(folder, "elsewhere"), path("events"));
    expect(await generate()).toMatchObject({ code: 2 });
    expect(readdirSync(join(folder, "elsewhere"))).toEqual([]);
  });

  test("removes nothing outside --out for a manifest that was tampered with", async () => {
    await generate();
    writeFiles(folder, { "victim.ts": "// Generated by rabbitgen, or so it says\n" });
    const manifest = JSON.parse(readFileSync(path("rabbitgen.json"), "utf8")) as {
      files: Record<string, string>;
    };
    manifest.files["../victim.ts"] = "whatever";
    writeFileSync(path("rabbitgen.json"), JSON.stringify(manifest));
    await generate();
    await generate("--fresh");
    expect(existsSync(join(folder, "victim.ts"))).toBe(true);
  });

  test("refuses an --out inside the schemas, around them, or that is a file", async () => {
    writeFiles(folder, { file: "" });
    expect(await generate("--out", "schemas/out")).toMatchObject({ code: 2, out: "" });
    expect(await generate("--out", ".")).toMatchObject({ code: 2, out: "" });
    expect(await generate("--out", "file")).toMatchObject({ code: 2, out: "" });
  });
});

describe("generate --check", () => {
  test("is content with what generate wrote", async () => {
    await generate();
    expect(await generate("--check")).toEqual({
      code: 0,
      out: "2 events, 2 versions: generated/ is up to date\n",
      err: "",
    });
  });

  test("distinguishes changed, missing, stale and foreign files, exits 1 and writes nothing", async () => {
    await generate();
    rmSync(join(folder, "schemas/shipped"), { recursive: true });
    writeFileSync(
      path(constants),
      readFileSync(path(constants), "utf8").replace("deliveryMode: 2", "deliveryMode: 1"),
    );
    rmSync(path("events/paid/v1.types.ts"));
    writeFiles(folder, { "generated/notes.md": "mine" });
    const before = tree();
    const ran = await generate("--check");
    expect(ran.code).toBe(1);
    expect(ran.out.split("\n").map((line) => line.split(/\s+/).slice(0, 2).join(" "))).toEqual(
      expect.arrayContaining([
        `changed generated/${constants}`,
        "changed generated/index.ts",
        "missing generated/events/paid/v1.types.ts",
        "stale generated/events/shipped/v1.types.ts",
        "foreign generated/notes.md",
      ]),
    );
    expect(tree()).toEqual(before);
  });

  test("sees through an edit of both a file and the manifest", async () => {
    await generate();
    const { hashText } = await import("../../src/files/manifest.js");
    const edited = `${readFileSync(path("events/paid/v1.validators.ts"), "utf8")}// harmless?\n`;
    const manifest = JSON.parse(readFileSync(path("rabbitgen.json"), "utf8")) as {
      files: Record<string, string>;
    };
    manifest.files["events/paid/v1.validators.ts"] = hashText(edited);
    writeFileSync(path("events/paid/v1.validators.ts"), edited);
    writeFileSync(path("rabbitgen.json"), JSON.stringify(manifest));
    expect((await generate("--check")).out).toContain("changed  generated/events/paid/v1.validators.ts");
  });

  test("is not disturbed by files of the user's alone, nor by a checkout with CRLF", async () => {
    await generate();
    writeFiles(folder, { "generated/notes.md": "mine" });
    writeFileSync(path(constants), readFileSync(path(constants), "utf8").replaceAll("\n", "\r\n"));
    const ran = await generate("--check");
    expect(ran.code).toBe(0);
    expect(ran.out).toContain("foreign  generated/notes.md  not created by rabbitgen; left unchanged");
  });

  test("reports to machines as JSON", async () => {
    await generate();
    rmSync(path(constants));
    const ran = await generate("--check", "--format", "json");
    expect(ran.code).toBe(1);
    expect(JSON.parse(ran.out)).toMatchObject({
      events: 2,
      versions: 2,
      findings: [],
      difference: { missing: [constants], changed: [] },
    });
  });
});

test("generate --watch generates again after a change, waits out mistakes, and ends when it is stopped", async () => {
  const stop = new AbortController();
  let told = "";
  const heard = new Map<string, () => void>();
  const hear = (text: string): void => {
    told += text;
    for (const [words, done] of heard) if (told.includes(words)) done();
  };
  const until = (words: string): Promise<void> =>
    new Promise((done) => {
      heard.set(words, done);
      if (told.includes(words)) done();
    });
  const watching = runCli(folder, ["generate", "--watch"], { out: hear, err: hear, signal: stop.signal });
  await until("Watching schemas/");
  writeFiles(folder, { "schemas/paid/v1.json": "{ broken" });
  await until("json-syntax");
  writeFiles(folder, { "schemas/paid/v1.json": { ...schema, required: ["a"] } });
  await until(": 3 files written");
  renameSync(join(folder, "schemas"), join(folder, "away"));
  await until("Folder schemas not found");
  rmSync(join(folder, "away/shipped"), { recursive: true });
  renameSync(join(folder, "away"), join(folder, "schemas"));
  await until("2 stale files removed");
  stop.abort();
  await watching;
  expect(readFileSync(path("events/paid/v1.types.ts"), "utf8")).toContain("a: string;");
});
