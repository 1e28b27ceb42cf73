import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { repository } from "../support/repository.js";
import { tempFolder } from "../support/temp-folder.js";

/** What `npm test` builds first. */
const program = join(repository, "dist/src/bin.js");
const schemas = { "schemas/ev/v1.json": { type: "object" }, "m.json": {} };

/** Runs the built command line; `before` is a module that runs first in its process. */
function start(argv: readonly string[], before = ""): ReturnType<typeof spawnSync> {
  const hook = `data:text/javascript,${encodeURIComponent(before)}`;
  return spawnSync(process.execPath, ["--import", hook, program, ...argv], {
    cwd: tempFolder(schemas),
    encoding: "utf8",
  });
}

describe.skipIf(!existsSync(program))(
  "the process ends with 0, 1 or 2, and says why",
  { tags: "build" },
  () => {
    test("0 when all is well", () => {
      expect(start(["check", "ev", "v1", "m.json"])).toMatchObject({ status: 0, stderr: "" });
    });
    test("2 when something that it waits for never comes", () => {
      const ran = start(
        ["check", "ev", "v1", "-"],
        "process.stdin[Symbol.asyncIterator] = () => ({ next: () => new Promise(() => {}) });",
      );
      expect(ran.status).toBe(2);
      expect(ran.stderr).toMatch(/^rabbitgen: .*stopped before its end/);
    });
    test.each([
      ["an error that nothing catches", "setTimeout(() => { throw new Error('x\\u001b[2J'); }, 1);"],
      [
        "a promise that nothing catches",
        "setTimeout(() => void Promise.reject(new Error('x\\u001b[2J')), 1);",
      ],
      ["an error that is none", "setTimeout(() => void Promise.reject(undefined), 1);"],
    ])("2 after %s", (_, before) => {
      const failing = `process.stdin[Symbol.asyncIterator] = () => ({ next: () => new Promise(() => { ${before} }) });`;
      const ran = start(["check", "ev", "v1", "-"], failing);
      expect(ran.status).toBe(2);
      expect(ran.stderr).toMatch(/^rabbitgen: this is a bug/);
      expect(ran.stderr).not.toContain("\u001b");
    });
    test("0 when the reader of the output is gone", () => {
      const ran = start(
        ["check", "ev", "v1", "m.json"],
        "process.stdout.write = () => { process.stdout.emit('error', Object.assign(new Error(), { code: 'EPIPE' })); };",
      );
      expect(ran).toMatchObject({ status: 0, stderr: "" });
    });
    test.skipIf(process.platform === "win32").each(["SIGINT", "SIGTERM"] as const)(
      "0 when %s ends a broker",
      async (signal) => {
        const child = spawn(process.execPath, [program, "broker", "--port", "0"], { cwd: tempFolder({}) });
        onTestFinished(() => void child.kill("SIGKILL"));
        const ended = once(child, "close");
        await once(child.stdout, "data");
        child.kill(signal);
        expect(await ended).toEqual([0, null]);
      },
    );
    test("2 when the output cannot be written", () => {
      const ran = start(
        ["check", "ev", "v1", "m.json"],
        "process.stdout.write = () => { process.stdout.emit('error', Object.assign(new Error('disk full'), { code: 'ENOSPC', syscall: 'write' })); };",
      );
      expect(ran).toMatchObject({ status: 2, stderr: "rabbitgen: disk full\n" });
    });
  },
);
