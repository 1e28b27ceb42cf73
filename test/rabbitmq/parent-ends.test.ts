// @module-tag rabbitmq
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findProgram } from "../../rabbitmq/find-program.js";
import { processesWith, until } from "./processes-with.js";

const installed = process.platform === "linux" && findProgram("/usr/lib/rabbitmq/bin/rabbitmq-server");

// Compiled as for `npm start`, because plain Node does not run TypeScript.
const build = mkdtempSync(join(tmpdir(), "rabbitgen-build-"));

describe.skipIf(!installed)("a private node whose parent", () => {
  beforeAll(() => {
    const options =
      "--ignoreConfig --target ES2022 --module NodeNext --lib ES2023,ESNext.Disposable --types node";
    const files = ["rabbitmq/installed-node.ts", "rabbitmq/private-cluster.ts"];
    const folders = ["--rootDir", "rabbitmq", "--outDir", join(build, "rabbitmq")];
    execFileSync("node_modules/.bin/tsc", [...options.split(" "), ...folders, ...files]);
    writeFileSync(join(build, "package.json"), '{ "type": "module" }');
    symlinkSync(resolve("node_modules"), join(build, "node_modules"));
  });
  afterAll(() => rmSync(build, { recursive: true }));

  test.concurrent.each<[string, string, (parent: ChildProcess) => void]>([
    ["is killed with SIGKILL", waits, (parent) => parent.kill("SIGKILL")],
    ["gets Ctrl-C with its whole group", waits, (parent) => process.kill(-(parent.pid ?? 0), "SIGINT")],
    ["throws", `${starts}\nthrow new Error("on purpose");`, () => {}],
    ["just comes to its end", starts, () => {}],
    ["is killed with SIGKILL beside a cluster", clusters, (parent) => parent.kill("SIGKILL")],
  ])("%s leaves no process and no data", { timeout: 120_000 }, async (_, program, finish) => {
    await using parent = runParent(program);
    await once(parent.child.stdout, "data");
    finish(parent.child);
    await parent.ended;
    await until(
      () => processesWith(parent.tmp),
      (left) => left.length === 0,
    );
    expect(readdirSync(parent.tmp)).toEqual([]);
  });

  test.concurrent("is killed while the node starts leaves no process and no data", {
    timeout: 120_000,
  }, async () => {
    await using parent = runParent(starts);
    const isBeam = (line: string) => line.includes("beam.smp");
    await until(
      () => processesWith(parent.tmp),
      (running) => running.some(isBeam),
    );
    parent.child.kill("SIGKILL");
    await parent.ended;
    await until(
      () => processesWith(parent.tmp),
      (left) => left.length === 0,
    );
    expect(readdirSync(parent.tmp)).toEqual([]);
  });
});

const starts = `
  import { installedNode } from "./rabbitmq/installed-node.js";
  const broker = await installedNode(() => {});
  console.log(await broker.ctl("list_vhosts"));
`;
const clusters = `
  import { installedRabbitMQ } from "./rabbitmq/installed-node.js";
  import { startPrivateCluster } from "./rabbitmq/private-cluster.js";
  const { urls } = await startPrivateCluster(installedRabbitMQ(), { size: 2 });
  console.log(urls);
  setInterval(() => {}, 60_000);
`;
const waits = `${starts}\nsetInterval(() => {}, 60_000);`;

/** Runs a program beside the compiled broker, with a folder for temporary files that marks all that it starts. */
function runParent(program: string) {
  const tmp = mkdtempSync(join(tmpdir(), "rabbitgen-parent-"));
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
    cwd: build,
    detached: true,
    env: { ...process.env, TMPDIR: tmp },
    stdio: ["ignore", "pipe", "ignore"],
  });
  return {
    tmp,
    child,
    ended: once(child, "exit"),
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      if (existsSync(tmp)) rmSync(tmp, { recursive: true });
    },
  };
}
