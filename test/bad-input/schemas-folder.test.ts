import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { repository } from "../support/repository.js";
import { runCli } from "../support/run-cli.js";
import { tempFolder } from "../support/temp-folder.js";
import { cli, expectClean, expectRefused } from "./sdk-under-test.js";

const open = { type: "object" };

describe("a schemas folder without events is reported in one line", () => {
  test.each([
    ["no folder", {}, "schemas"],
    ["a file in its place", { schemas: "{}" }, "schemas"],
    ["a folder without files", { "schemas/.keep": "" }, "schemas"],
    ["only shared definitions", { "schemas/_shared/a.json": "{}" }, "schemas"],
    ["only folders", { "schemas/a/b/c/.keep": "" }, "schemas"],
    ["a folder called v1.json", { "schemas/ev/v1.json/.keep": "" }, "schemas"],
  ])("%s", async (_, files, names) => {
    const ran = await cli(files, "generate");
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(/^rabbitgen: .*\n$/);
    expect(ran.err).toContain(names);
    expect(existsSync(join(ran.folder, "generated"))).toBe(false);
  });
});

describe("folders and files that only look like a part of the contract", () => {
  test("a folder called v1.json beside a real version is reported or is an event of its own", async () => {
    const ran = await cli({ "schemas/ev/v2.json": open, "schemas/ev/v1.json/x.txt": "" }, "generate");
    if (ran.code === 0) expectClean(ran);
    else expectRefused(ran, "schemas/ev/v1.json", /./);
  });
  test.each(["event.json", "contract.json"])("a folder called %s works or is reported", async (name) => {
    const where = name === "event.json" ? `schemas/ev/${name}` : `schemas/${name}`;
    const ran = await cli({ "schemas/ev/v1.json": open, [`${where}/x.txt`]: "" }, "generate");
    expect(ran.err).not.toContain("bug in rabbitgen");
    expect([0, 2]).toContain(ran.code);
  });
  test("a version file in the schemas folder itself is refused by name", async () => {
    expectRefused(await cli({ "schemas/v1.json": open }, "generate"), "schemas/v1.json", /folder of its own/);
  });
});

describe("symbolic links", () => {
  const linked = (target: string, where: string, more: Record<string, unknown> = {}): string => {
    const folder = tempFolder({
      "schemas/ev/v1.json": open,
      "outside/v1.json": { const: "s3cret" },
      ...more,
    });
    mkdirSync(join(folder, "schemas", where, ".."), { recursive: true });
    symlinkSync(target, join(folder, "schemas", where));
    return folder;
  };
  test.each([
    ["a version file that leads out", "../../outside/v1.json", "ev/v2.json"],
    ["an absolute link to a version file", "/etc/passwd", "ev/v2.json"],
    ["an event folder that leads out", "../outside", "stolen"],
    ["a shared folder that leads out", "../outside", "_shared"],
    ["an event folder with a dot that leads out", "../outside", "order.stolen"],
    ["a link to nothing", "nowhere.json", "ev/v2.json"],
    ["a link to itself", "v2.json", "ev/v2.json"],
    ["the root of the file system", "/", "everything"],
    ["a device", "/dev/zero", "ev/v2.json"],
    ["a sibling whose name begins alike", "../schemas-other", "stolen"],
  ])("%s is refused by its own name, and nothing of its target is read", async (_, target, where) => {
    const folder = linked(target, where, { "schemas-other/v1.json": { const: "s3cret" } });
    const ran = await runCli(folder, ["generate"]);
    expectRefused(ran, `schemas/${where}`, /symbolic link/);
    expect(ran.err + ran.out).not.toContain("s3cret");
    expect(existsSync(join(folder, "generated"))).toBe(false);
  });
  test("one that stays inside works", async () =>
    expectClean(await runCli(linked("v1.json", "ev/v2.json"), ["generate"])));
  test("one to the schemas folder itself, or a ring of two, ends", async () => {
    const folder = linked("..", "ev/up", { "schemas/other/v1.json": open });
    symlinkSync("../other", join(folder, "schemas/ev/other"));
    symlinkSync("../ev", join(folder, "schemas/other/ev"));
    const ran = await runCli(folder, ["generate"]);
    expect(ran.err).not.toContain("bug in rabbitgen");
    expect([0, 2]).toContain(ran.code);
  });
  test("twenty-five folders with two links each to the next, 2^25 paths, end", () => {
    const folder = mkdtempSync(join(tmpdir(), "rabbitgen-test-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    for (let level = 0; level <= 25; level++) {
      mkdirSync(join(folder, `schemas/_d${level}`), { recursive: true });
      if (level < 25)
        for (const name of ["a", "b"])
          symlinkSync(`../_d${level + 1}`, join(folder, `schemas/_d${level}/${name}`));
    }
    mkdirSync(join(folder, "schemas/ev"));
    writeFileSync(join(folder, "schemas/ev/v1.json"), "{}");
    writeFileSync(join(folder, "schemas/_d25/x.json"), "{}");
    const { status, signal, stderr } = spawnSync(process.execPath, [bin(), "generate"], {
      cwd: folder,
      timeout: 100_000,
      encoding: "utf8",
    });
    expect({ signal, status: status === 0 || status === 2 ? "ended" : stderr }).toEqual({
      signal: null,
      status: "ended",
    });
  });
});

describe("files that cannot be read", () => {
  const nobody = 65_534;
  test.skipIf(process.getuid?.() !== 0 || process.platform === "win32")(
    "one without permission is reported by name, exit 2",
    { tags: "root" },
    () => {
      const folder = tempFolder({ "schemas/ev/v1.json": open, "schemas/ev/v2.json": open });
      for (const each of ["", "schemas", "schemas/ev"]) chmodSync(join(folder, each), 0o755);
      chmodSync(join(folder, "schemas/ev/v2.json"), 0o000);
      const { status, stderr } = spawnSync(process.execPath, [bin(), "generate"], {
        cwd: folder,
        uid: nobody,
        encoding: "utf8",
      });
      expect(stderr).not.toContain("bug in rabbitgen");
      expect(stderr).toContain("ev/v2.json");
      expect(status).toBe(2);
    },
  );
  test.skipIf(process.getuid?.() !== 0 || process.platform === "win32")(
    "a folder without permission is reported by name, exit 2",
    { tags: "root" },
    () => {
      const folder = tempFolder({ "schemas/ev/v1.json": open, "schemas/secret/v1.json": open });
      for (const each of ["", "schemas", "schemas/ev"]) chmodSync(join(folder, each), 0o755);
      chmodSync(join(folder, "schemas/secret"), 0o000);
      const { status, stderr } = spawnSync(process.execPath, [bin(), "generate"], {
        cwd: folder,
        uid: nobody,
        encoding: "utf8",
      });
      chmodSync(join(folder, "schemas/secret"), 0o755);
      expect(stderr).not.toContain("bug in rabbitgen");
      expect(stderr).toContain("secret");
      expect(status).toBe(2);
    },
  );
  test.skipIf(process.getuid?.() !== 0 || process.platform === "win32")(
    "an output folder without permission is reported by name, exit 2",
    { tags: "root" },
    () => {
      const folder = tempFolder({ "schemas/ev/v1.json": open, "generated/.keep": "" });
      for (const each of ["", "schemas", "schemas/ev", "generated"]) chmodSync(join(folder, each), 0o755);
      const { status, stderr } = spawnSync(process.execPath, [bin(), "generate"], {
        cwd: folder,
        uid: nobody,
        encoding: "utf8",
      });
      expect(stderr).not.toContain("bug in rabbitgen");
      expect(stderr).toContain("generated");
      expect(status).toBe(2);
    },
  );
  test.skipIf(process.platform === "win32")("a named pipe is not waited for", () => {
    const folder = tempFolder({ "schemas/ev/v1.json": open });
    execFileSync("mkfifo", [join(folder, "schemas/ev/v2.json")]);
    const { status, signal, stderr } = spawnSync(process.execPath, [bin(), "generate"], {
      cwd: folder,
      timeout: 10_000,
      encoding: "utf8",
    });
    expect(stderr).not.toContain("bug in rabbitgen");
    expect({ signal, status: status === 0 || status === 2 }).toEqual({ signal: null, status: true });
  });
  test("one of 16 MiB and one byte is refused by name", async () => {
    const text = `{"description":"${"x".repeat(16 * 1024 * 1024 + 1 - 18)}"}`;
    expect(text).toHaveLength(16 * 1024 * 1024 + 1);
    expectRefused(await cli({ "schemas/ev/v1.json": text }, "generate"), "schemas/ev/v1.json", /16 MiB/);
  });
});

/** The compiled program; a run in a process of its own needs `npm run build`, which `npm test` does first. */
function bin(): string {
  return join(repository, "dist/src/bin.js");
}
