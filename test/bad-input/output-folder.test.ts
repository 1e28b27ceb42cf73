import { execFileSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Ran, runCli } from "../support/run-cli.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";
import { expectClean } from "./sdk-under-test.js";

const schemas = { "schemas/ev/v1.json": { type: "object" }, "schemas/ev/v2.json": { type: "object" } };
const generate = (folder: string, ...more: string[]): Promise<Ran> => runCli(folder, ["generate", ...more]);

/** Exit 2 and one line for the user that names this. */
function expectTold({ code, err }: Ran, names: string): void {
  expect(err).not.toContain("bug in rabbitgen");
  expect(code).toBe(2);
  expect(err).toMatch(/^rabbitgen: /);
  expect(err).toContain(names);
}

/** The whole tree: folders as "/", links as "-> target", files as their text. */
function snapshot(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => {
    const stat = lstatSync(join(folder, name));
    if (stat.isSymbolicLink()) return [name, `-> ${readlinkSync(join(folder, name))}`];
    return [name, stat.isDirectory() ? "/" : readFileSync(join(folder, name), "utf8")];
  });
  return Object.fromEntries(entries);
}

describe("--out that cannot be a folder of its own is refused, and nothing is written", () => {
  test.each([
    ["the schemas folder", "schemas"],
    ["the schemas folder, spelled otherwise", "./x/../schemas/"],
    ["below the schemas folder", "schemas/generated"],
    ["below an event's folder", "schemas/ev/generated"],
    ["a file", "file.txt"],
    ["below a file", "file.txt/generated"],
    ["a link to the schemas folder", "link-to-schemas"],
    ["below a link to the schemas folder", "link-to-schemas/generated"],
    ["a link to a file", "link-to-file"],
    ["a link to itself", "link-to-itself"],
    ["a name with a NUL", "a\0b"],
    ["a name that is too long", "x".repeat(300)],
  ])("%s", async (_, out) => {
    const folder = tempFolder({ ...schemas, "file.txt": "mine" });
    symlinkSync("schemas", join(folder, "link-to-schemas"));
    symlinkSync("file.txt", join(folder, "link-to-file"));
    symlinkSync("link-to-itself", join(folder, "link-to-itself"));
    const before = snapshot(folder);
    const ran = await generate(folder, "--out", out);
    expect(ran.err).not.toContain("bug in rabbitgen");
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(/^rabbitgen: /);
    expect(snapshot(folder)).toEqual(before);
  });
  test("the schemas folder, when --schemas is a link to it", async () => {
    const folder = tempFolder(schemas);
    symlinkSync("schemas", join(folder, "link"));
    const before = snapshot(folder);
    const ran = await generate(folder, "--schemas", "link", "--out", "schemas/generated");
    expect(ran.code).toBe(2);
    expect(snapshot(folder)).toEqual(before);
  });
});

describe("--out above the schemas folder", () => {
  test.each([".", "..", "../in/"])(
    "as %s is refused, or leaves the schemas and everything else alone",
    async (out) => {
      const folder = tempFolder({ "in/package.json": "{}", "in/src/mine.ts": "export {};\n" });
      writeFiles(join(folder, "in"), schemas);
      const before = snapshot(folder);
      const ran = await generate(join(folder, "in"), "--out", out);
      if (ran.code === 2) expectTold(ran, "--out");
      else expectClean(ran);
      expect(snapshot(folder)).toMatchObject(before);
    },
  );
  test("does not remove another SDK that was generated below it", async () => {
    const folder = tempFolder({ ...schemas, "other/billed/v1.json": { type: "object" } });
    expectClean(await generate(folder, "--schemas", "other", "--out", "sdk/billing"));
    const before = snapshot(join(folder, "sdk/billing"));
    expectClean(await generate(folder, "--out", "sdk"));
    expect(snapshot(join(folder, "sdk/billing"))).toEqual(before);
  });
});

describe("links inside --out are never written through", () => {
  test.each(["events", "events/ev", "runtime"])("a link at %s that leads out", async (where) => {
    const folder = tempFolder({ ...schemas, "victim/keep.txt": "mine", [`generated/${where}.txt`]: "mine" });
    symlinkSync(join(folder, "victim"), join(folder, "generated", where));
    expectTold(await generate(folder), where);
    expect(snapshot(join(folder, "victim"))).toEqual({ "keep.txt": "mine" });
  });
  test.each(["events", "runtime"])("a link at %s that leads elsewhere inside --out", async (where) => {
    const folder = tempFolder({ ...schemas, "generated/mine/keep.txt": "mine" });
    symlinkSync("mine", join(folder, "generated", where));
    expectTold(await generate(folder), where);
    expect(snapshot(join(folder, "generated/mine"))).toEqual({ "keep.txt": "mine" });
  });
  test("a link in the place of a generated file keeps its target as it was", async () => {
    const folder = tempFolder({ ...schemas, "victim.ts": "mine", "generated/keep.txt": "" });
    symlinkSync("../victim.ts", join(folder, "generated/index.ts"));
    expectTold(await generate(folder), "index.ts is a symbolic link");
    expect(readFileSync(join(folder, "victim.ts"), "utf8")).toBe("mine");
  });
  test("a link that leads nowhere in the place of a generated file stays", async () => {
    const folder = tempFolder({ ...schemas, "generated/keep.txt": "" });
    symlinkSync("../nowhere.ts", join(folder, "generated/index.ts"));
    expectTold(await generate(folder), "index.ts is a symbolic link");
    expect(readlinkSync(join(folder, "generated/index.ts"))).toBe("../nowhere.ts");
  });
  test.runIf(existsSync("/proc/self"))("a folder that cannot be made ends at once", async () => {
    const folder = tempFolder(schemas);
    expectTold(await generate(folder, "--out", "/proc/rabbitgen"), "/proc/rabbitgen");
  });
  test("a link in the place of the manifest keeps its target as it was", async () => {
    const folder = tempFolder({ ...schemas, "victim.json": "{}", "generated/keep.txt": "" });
    symlinkSync("../victim.json", join(folder, "generated/rabbitgen.json"));
    const ran = await generate(folder);
    expect(ran.err).not.toContain("bug in rabbitgen");
    expect(readFileSync(join(folder, "victim.json"), "utf8")).toBe("{}");
  });
  test("a link in the place of the draft of a generated file keeps its target as it was", async () => {
    const folder = tempFolder({ ...schemas, "victim.ts": "mine", "generated/keep.txt": "" });
    for (const name of ["index.ts", "contract.ts", "rabbitgen.json"]) {
      for (const id of [process.pid, process.pid + 1, process.ppid]) {
        symlinkSync("../victim.ts", join(folder, `generated/${name}.rabbitgen-${id}`));
      }
    }
    const ran = await generate(folder);
    expect(ran.err).not.toContain("bug in rabbitgen");
    expect(readFileSync(join(folder, "victim.ts"), "utf8")).toBe("mine");
  });
  test("stale files behind a link are not removed", async () => {
    const folder = tempFolder(schemas);
    expectClean(await generate(folder));
    const stale = readFileSync(join(folder, "generated/events/ev/v2.types.ts"), "utf8");
    writeFiles(folder, { "victim/old.ts": stale });
    symlinkSync(join(folder, "victim"), join(folder, "generated/events/gone"));
    await generate(folder);
    expect(readFileSync(join(folder, "victim/old.ts"), "utf8")).toBe(stale);
  });
  test("--out itself may be a link to a folder elsewhere, since the user named it", async () => {
    const folder = tempFolder({ ...schemas, "real/keep.txt": "mine" });
    symlinkSync("real", join(folder, "generated"));
    expectClean(await generate(folder));
    expect(existsSync(join(folder, "real/index.ts"))).toBe(true);
    expectClean(await generate(folder, "--check"));
  });
});

describe("what a person wrote stays", () => {
  test.each(["index.ts", "events.ts", "events/ev/v1.types.ts", "runtime/index.ts"])(
    "a hand-written file at %s stops the work before anything is written",
    async (name) => {
      const folder = tempFolder({ ...schemas, [`generated/${name}`]: "export const mine = 1;\n" });
      const before = snapshot(folder);
      expectTold(await generate(folder), name);
      expect(snapshot(folder)).toEqual(before);
      expect((await generate(folder, "--check")).code).toBe(1);
    },
  );
  test("also one that only says somewhere that rabbitgen made it", async () => {
    const text = "// mine\n// Generated by rabbitgen from ev/v1.json. Do not edit\n";
    const folder = tempFolder({ ...schemas, "generated/index.ts": text });
    expectTold(await generate(folder), "index.ts");
    expect(readFileSync(join(folder, "generated/index.ts"), "utf8")).toBe(text);
  });
  test("a file called rabbitgen.json that is not rabbitgen's", async () => {
    const text = '{ "my": "own settings" }\n';
    const folder = tempFolder({ ...schemas, "generated/rabbitgen.json": text });
    const ran = await generate(folder);
    expect(ran.err).not.toContain("bug in rabbitgen");
    expect(readFileSync(join(folder, "generated/rabbitgen.json"), "utf8")).toBe(text);
    expect(ran.code).toBe(2);
  });
  test.each(["index.ts", "events/ev/v1.types.ts", "rabbitgen.json"])(
    "a folder at %s is reported, and no partial output is left behind",
    async (name) => {
      const folder = tempFolder({ ...schemas, [`generated/${name}/keep.txt`]: "mine" });
      const before = snapshot(folder);
      expectTold(await generate(folder), name);
      expect(snapshot(folder)).toEqual(before);
    },
  );
  test.each(["events", "events/ev", "runtime"])(
    "a file at the folder %s is reported, and no partial output is left behind",
    async (name) => {
      const folder = tempFolder({ ...schemas, [`generated/${name}`]: "mine" });
      const before = snapshot(folder);
      expectTold(await generate(folder), name);
      expect(snapshot(folder)).toEqual(before);
    },
  );
  test("files beside the generated ones", async () => {
    const mine = {
      "generated/mine.ts": "export {};\n",
      "generated/events/ev/notes.md": "x",
      "generated/events/old/mine.ts": "export {};\n",
      "generated/.gitattributes": "* -diff\n",
    };
    const folder = tempFolder({ ...schemas, ...mine });
    expectClean(await generate(folder));
    writeFiles(folder, { "schemas/ev/v3.json": {} });
    expectClean(await generate(folder));
    for (const [name, text] of Object.entries(mine))
      expect(readFileSync(join(folder, name), "utf8")).toBe(text);
  });
});

describe("a manifest that was edited", () => {
  const victim = "precious\n";
  const hash = "x".repeat(20);
  const outside = [
    "../victim.txt",
    "../../victim.txt",
    "events/../../victim.txt",
    "./../victim.txt",
    "..\\victim.txt",
    "/tmp/victim.txt",
  ];

  test("names files outside: they stay", async () => {
    const folder = tempFolder({ ...schemas, "victim.txt": victim });
    expectClean(await generate(folder));
    const path = join(folder, "generated/rabbitgen.json");
    const manifest = JSON.parse(readFileSync(path, "utf8")) as { files: Record<string, string> };
    const { createHash } = await import("node:crypto");
    const real = createHash("sha256")
      .update(victim)
      .digest("base64url")
      .slice(0, manifest.files["index.ts"]?.length ?? 20);
    for (const name of [...outside, join(folder, "victim.txt")]) manifest.files[name] = real;
    writeFileSync(path, JSON.stringify(manifest));
    const ran = await generate(folder);
    expect(ran.err).not.toContain("bug in rabbitgen");
    expect(readFileSync(join(folder, "victim.txt"), "utf8")).toBe(victim);
    expect([0, 2]).toContain(ran.code);
  });
  test("names a hand-written file inside: it stays when its content is another", async () => {
    const folder = tempFolder(schemas);
    expectClean(await generate(folder));
    const path = join(folder, "generated/rabbitgen.json");
    const manifest = JSON.parse(readFileSync(path, "utf8")) as { files: Record<string, string> };
    manifest.files["mine.ts"] = hash;
    writeFileSync(path, JSON.stringify(manifest));
    writeFiles(folder, { "generated/mine.ts": victim });
    expectClean(await generate(folder));
    expect(readFileSync(join(folder, "generated/mine.ts"), "utf8")).toBe(victim);
  });
  test("vouches for a validator that was edited: the next run, or --check, sees it", async () => {
    const folder = tempFolder(schemas);
    expectClean(await generate(folder));
    const file = join(folder, "generated/events/ev/v1.validators.ts");
    const clean = readFileSync(file, "utf8");
    const evil = `${clean}globalThis.pwned = 1;\n`;
    const { createHash } = await import("node:crypto");
    const path = join(folder, "generated/rabbitgen.json");
    const manifest = JSON.parse(readFileSync(path, "utf8")) as { files: Record<string, string> };
    manifest.files["events/ev/v1.validators.ts"] = createHash("sha256")
      .update(evil)
      .digest("base64url")
      .slice(0, 20);
    writeFileSync(path, JSON.stringify(manifest));
    writeFileSync(file, evil);
    const checked = await generate(folder, "--check");
    expect(checked.code).toBe(1);
    expect(checked.out).toContain("v1.validators.ts");
    expectClean(await generate(folder, "--fresh"));
    expect(readFileSync(file, "utf8")).toBe(clean);
  });
  test.each([
    ["no JSON", "{"],
    ["nothing", ""],
    ["null", "null"],
    ["a list", "[]"],
    ["lists for objects", '{"rabbitgen":"0.1.0","schemas":[],"files":[]}'],
    ["numbers for hashes", '{"rabbitgen":"0.1.0","schemas":{},"files":{"index.ts":1}}'],
    [
      "__proto__ keys",
      '{"__proto__":{"polluted":1},"rabbitgen":"0.1.0","schemas":{"__proto__":{"polluted":1}},"files":{"__proto__":"x"}}',
    ],
    ["conflict markers of git", '<<<<<<< HEAD\n{"rabbitgen":"0.1.0"}\n=======\n{}\n>>>>>>> other\n'],
    ["100,000 brackets", "[".repeat(100_000)],
  ])("into %s: everything is regenerated", async (_, text) => {
    const folder = tempFolder(schemas);
    expectClean(await generate(folder));
    const before = snapshot(join(folder, "generated"));
    writeFiles(folder, { "generated/rabbitgen.json": text });
    expectClean(await generate(folder));
    expect(snapshot(join(folder, "generated"))).toEqual(before);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});

describe("files in --out that are not text", () => {
  test("binary files are left alone", async () => {
    const folder = tempFolder({ ...schemas, "generated/keep.txt": "" });
    const bytes = Buffer.from([0, 255, 254, 128, 10]);
    writeFileSync(join(folder, "generated/picture.png"), bytes);
    expectClean(await generate(folder));
    expect(readFileSync(join(folder, "generated/picture.png"))).toEqual(bytes);
  });
});

describe("what cannot be read as a text in --out is left alone", () => {
  test("a file larger than any text, beside the generated ones", async () => {
    const folder = tempFolder({ ...schemas, "generated/huge.ts": "mine" });
    truncateSync(join(folder, "generated/huge.ts"), 700 * 1024 * 1024);
    expectClean(await generate(folder));
    expectClean(await generate(folder, "--check"));
    expect(statSync(join(folder, "generated/huge.ts")).size).toBe(700 * 1024 * 1024);
  });
  test.each(["index.ts", "rabbitgen.json"])("one in the place of %s", async (name) => {
    const folder = tempFolder({ ...schemas, [`generated/${name}`]: "mine" });
    truncateSync(join(folder, "generated", name), 700 * 1024 * 1024);
    expectTold(await generate(folder), name);
    expect((await generate(folder, "--check")).code).toBe(1);
    expect(statSync(join(folder, "generated", name)).size).toBe(700 * 1024 * 1024);
  });
  test("a generated file that has grown is written again", async () => {
    const folder = tempFolder(schemas);
    expectClean(await generate(folder));
    const path = join(folder, "generated/index.ts");
    const before = readFileSync(path, "utf8");
    truncateSync(path, 700 * 1024 * 1024);
    expectClean(await generate(folder));
    expect(readFileSync(path, "utf8")).toBe(before);
  });
  test.each(["index.ts", "mine.fifo", "rabbitgen.json"])("a pipe at %s", async (name) => {
    const folder = tempFolder({ ...schemas, "generated/keep.txt": "" });
    const path = join(folder, "generated", name);
    execFileSync("mkfifo", [path]);
    const ran = await generate(folder);
    if (name === "mine.fifo") expectClean(ran);
    else expectTold(ran, name);
    expect(lstatSync(path).isFIFO()).toBe(true);
  });
});

describe("a manifest that was forged", () => {
  const forge = async (change: (manifest: Record<string, unknown>) => void) => {
    const folder = tempFolder(schemas);
    expectClean(await generate(folder));
    const path = join(folder, "generated/rabbitgen.json");
    const manifest = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
    change(manifest);
    writeFileSync(path, JSON.stringify(manifest));
    return generate(folder);
  };
  const warning = { rule: "r", severity: "warning", message: "m", file: "ev/v1.json" };

  test.each([
    ["a rule with an escape sequence", { ...warning, rule: "\u001b[2J\r\n::error::pwned" }],
    ["a message of another type", { ...warning, message: { toString: 1 } }],
    ["a help of another type", { ...warning, help: [1] }],
    ["a range that is none", { ...warning, range: "1" }],
    ["a range outside", { ...warning, range: { line: 1e9, column: -1, endLine: 0, endColumn: 1e300 } }],
    ["a range far outside", { ...warning, range: { line: 9e15, column: 9e15, endLine: 1, endColumn: 1 } }],
    ["a file outside", { ...warning, file: "../../../etc/passwd" }],
    ["what a review would have", { ...warning, review: { breaks: 1 }, fingerprint: {} }],
    ["null", null],
  ])("with findings that have %s", async (_, finding) => {
    const ran = await forge((manifest) => {
      manifest["findings"] = [finding];
    });
    expectClean({ ...ran, err: "" });
    expect(ran.err + ran.out).not.toMatch(/(?!\n)\p{Cc}|^::|bug in rabbitgen|root:/mu);
  });
  test.each(["events", "versions"])("with a number of %s that is none", async (name) => {
    for (const number of [-1, 1.5, 1e300, "1", null]) {
      const ran = await forge((manifest) => {
        manifest[name] = number;
      });
      expectClean(ran);
      expect(ran.out).toMatch(/^1 event, \d versions? /);
    }
  });
});

test("half a character in a description is written as a file holds it, so that --check finds nothing", async () => {
  const folder = tempFolder({
    "schemas/ev/v1.json":
      '{"title":"\\udc00","description":"a\\ud800b","properties":{"a":{"description":"\\ud83d","default":"\\ud800","enum":["\\udfff"]}}}',
  });
  expect((await generate(folder)).code).toBe(0);
  expectClean({ ...(await generate(folder, "--check")), err: "" });
  expectClean({ ...(await generate(folder)), err: "" });
});

test.runIf(existsSync("/proc/self"))("a report into a folder that cannot be made ends at once", async () => {
  const ran = await runCli(tempFolder(schemas), ["lint", "--format", "junit=/proc/rabbitgen/report.xml"]);
  expectTold(ran, "The report /proc/rabbitgen/report.xml cannot be written: ENOENT");
});
