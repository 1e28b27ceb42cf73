import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCli } from "../support/run-cli.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";

const schema = (name: string) => ({ type: "object", properties: { [name]: { type: "string" } } });
const base = {
  "schemas/m/v1.json": schema("m"),
  "schemas/p/v1.json": schema("p"),
  "schemas/p/v2.json": schema("q"),
};

/** A repository in which two branches have generated after a change each. */
async function branches(
  ours: Record<string, unknown>,
  theirs: Record<string, unknown>,
  flags: { readonly ours: string[]; readonly theirs: string[] } = { ours: [], theirs: [] },
) {
  const folder = tempFolder({ ...base, "schemas/contract.json": { services: services } });
  const git = (...args: string[]): string =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], {
      cwd: folder,
      encoding: "utf8",
      stdio: "pipe",
    });
  const commit = async (files: Record<string, unknown>, more: string[]): Promise<void> => {
    writeFiles(folder, files as typeof base);
    const ran = await runCli(folder, ["generate", ...more]);
    expect(ran, ran.err).toMatchObject({ code: 0 });
    git("add", "-A");
    git("commit", "-qm", "change");
  };
  git("init", "-q", "-b", "main");
  await commit({}, []);
  git("checkout", "-qb", "theirs");
  await commit(theirs, flags.theirs);
  git("checkout", "-q", "main");
  await commit(ours, flags.ours);
  return { folder, git, generate: (...more: string[]) => runCli(folder, ["generate", ...more]) };
}

const eventOf = (path: string): string => path.split("/")[1] ?? "";
const services = { one: { publishes: ["m"] }, two: { publishes: ["p"] } };

describe("a merge of two branches", () => {
  test.each([
    ["add an event each", { "schemas/a/v1.json": schema("a") }, { "schemas/n/v1.json": schema("n") }],
    [
      "add an event each, one at the end",
      { "schemas/n/v1.json": schema("n") },
      { "schemas/z/v1.json": schema("z") },
    ],
    [
      "add different numbers of versions",
      { "schemas/n/v1.json": schema("n") },
      { "schemas/x/v1.json": schema("x"), "schemas/x/v2.json": schema("y") },
    ],
    [
      "change a version of one event each",
      { "schemas/p/v1.json": schema("r") },
      { "schemas/p/v2.json": schema("s") },
    ],
    [
      "change the contract and a version",
      { "schemas/contract.json": { services: { ...services, three: { publishes: ["m"] } } } },
      { "schemas/p/v2.json": schema("s") },
    ],
  ])("that %s has no conflict, and is up to date", async (_, ours, theirs) => {
    const { git, generate } = await branches(ours, theirs);
    git("merge", "-q", "theirs", "--no-edit");
    expect(await generate("--check")).toMatchObject({ code: 0 });
    const after = await generate();
    expect(after.out).toContain("up to date, rabbitgen.json rewritten");
    const events = new Set(["m", "p", ...[ours, theirs].flatMap(Object.keys).map(eventOf)]);
    events.delete("contract.json");
    expect(after.out).toMatch(new RegExp(`^${events.size} events, `));
    expect((await generate()).out).toMatch(/up to date\n$/);
  });

  test("that add neighboring events is finished by generate", async () => {
    const { folder, git, generate } = await branches(
      { "schemas/n/v1.json": schema("n"), "schemas/_shared/n.json": schema("n") },
      { "schemas/o/v1.json": schema("o"), "schemas/_shared/o.json": schema("o") },
    );
    expect(() => git("merge", "-q", "theirs", "--no-edit")).toThrow();
    expect(git("diff", "--name-only", "--diff-filter=U").trim().split("\n")).toEqual([
      "generated/events.ts",
      "generated/index.ts",
    ]);
    expect(() => JSON.parse(readFileSync(join(folder, "generated/rabbitgen.json"), "utf8"))).not.toThrow();
    expect(await generate("--check")).toMatchObject({ code: 1 });
    expect((await generate()).out).toContain("4 events, 5 versions → generated/: 3 files written");
    expect(await generate("--check")).toMatchObject({ code: 0 });
  });

  test("that takes the index of one branch is not up to date", async () => {
    const { generate, git } = await branches(
      { "schemas/a/v1.json": schema("a") },
      { "schemas/z/v1.json": schema("z") },
    );
    git("merge", "-q", "theirs", "--no-edit");
    git("checkout", "-q", "HEAD^", "--", "generated/events.ts", "generated/index.ts");
    expect((await generate()).out).toContain("3 files written");
    expect(await generate("--check")).toMatchObject({ code: 0 });
  });

  test("that generated for different services asks for which", async () => {
    const { generate, git } = await branches(
      {},
      {},
      { ours: ["--service", "one"], theirs: ["--service", "two"] },
    );
    try {
      git("merge", "-q", "theirs", "--no-edit");
    } catch {
      // events.ts has conflicts, too
    }
    expect(await generate()).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^rabbitgen: generated\/ was generated only for (one, two|two, one)\. /),
    });
  });
});

describe("a manifest", () => {
  const path = "generated/rabbitgen.json";
  const generated = async () => {
    const folder = tempFolder(base);
    expect(await runCli(folder, ["generate"])).toMatchObject({ code: 0 });
    const text = readFileSync(join(folder, path), "utf8");
    return {
      text,
      write: (changed: string) => writeFileSync(join(folder, path), changed),
      read: () => readFileSync(join(folder, path), "utf8"),
      generate: (...more: string[]) => runCli(folder, ["generate", ...more]),
      folder,
    };
  };

  test.each([
    [
      "conflict marks",
      (text: string) => text.replace(/( {2}"events".*\n)/, "<<<<<<< ours\n$1=======\n$1>>>>>>> theirs\n"),
    ],
    ["broken JSON", (text: string) => text.slice(0, -40)],
    ["marks from its first line on", (text: string) => `<<<<<<< ours\n${text}`],
    ["nothing in it", () => ""],
  ])("with %s is out of date, and is written again", async (_, change) => {
    const { text, write, read, generate } = await generated();
    write(change(text));
    const checked = await generate("--check");
    expect(checked).toMatchObject({ code: 1 });
    expect(checked.out).toBe(
      `changed  ${path}  cannot be read\n2 events, 3 versions: generated/ is out of date. Run \`rabbitgen generate\` and commit the result.\n`,
    );
    expect((await generate()).out).toContain("up to date, rabbitgen.json rewritten");
    expect(read()).toBe(text);
    expect(await generate("--check")).toMatchObject({ code: 0 });
  });

  test.each([
    ["another count", (text: string) => text.replace('"events": 2', '"events": 9')],
    ["a key twice", (text: string) => text.replace(/^( {2}"versions": )3,\n/m, "$13,\n$14,\n")],
  ])("with %s proves nothing", async (_, change) => {
    const { text, write, read, generate } = await generated();
    write(change(text));
    expect(read()).not.toBe(text);
    expect((await generate()).out).toContain("2 events, 3 versions");
    expect(read()).toBe(text);
  });

  test("that a merge put together does not vouch for schemas and files of different runs", async () => {
    const { text, write, folder, generate } = await generated();
    const events = readFileSync(join(folder, "generated/events.ts"), "utf8");
    writeFiles(folder, { "schemas/n/v1.json": schema("n") });
    await generate();
    const later = readFileSync(join(folder, path), "utf8");
    // one branch's line of events.ts, and its file
    const [line] = /^.*"events\.ts".*\n/m.exec(text) ?? [];
    write(later.replace(/^.*"events\.ts".*\n/m, line ?? ""));
    writeFileSync(join(folder, "generated/events.ts"), events);
    expect((await generate()).out).toContain("2 files written");
    expect(readFileSync(join(folder, path), "utf8")).toBe(later);
    expect(await generate("--check")).toMatchObject({ code: 0 });
  });

  test("is written for a schema with other white space, and generate says so", async () => {
    const { text, folder, read, generate } = await generated();
    writeFiles(folder, { "schemas/m/v1.json": JSON.stringify(schema("m"), undefined, 8) });
    expect(await generate("--check")).toMatchObject({ code: 0 });
    expect((await generate()).out).toBe(
      "2 events, 3 versions → generated/: up to date, rabbitgen.json rewritten\n",
    );
    expect(read()).not.toBe(text);
    expect((await generate()).out).toMatch(/up to date\n$/);
  });

  test("counts among the files that are written", async () => {
    const { folder, generate } = await generated();
    rmSync(join(folder, "schemas/p/v2.json"));
    const ran = await generate("--format", "json");
    const { difference } = JSON.parse(ran.out) as { difference: { changed: string[] } };
    expect(difference.changed).toContain("rabbitgen.json");
  });
});
