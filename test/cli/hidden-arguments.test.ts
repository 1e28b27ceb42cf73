import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { repository } from "../support/repository.js";
import { tempFolder } from "../support/temp-folder.js";

/** What `npm test` builds first. */
const program = join(repository, "dist/src/bin.js");

test.skipIf(!existsSync(program) || process.platform === "win32")(
  "a password in --url is not among the arguments that `ps` shows while the command works",
  { tags: "build" },
  async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void silent.close());
    const connected = once(silent, "connection");
    const { port } = silent.address() as AddressInfo;
    const url = `amqp://operator:hunter2@127.0.0.1:${port}`;
    const child = spawn(process.execPath, [program, "tail", "--url", url], {
      cwd: tempFolder({ "schemas/ev/v1.json": {} }),
      stdio: "ignore",
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    await connected;
    const { stdout } = spawnSync("ps", ["-o", "args=", "-p", String(child.pid)], { encoding: "utf8" });
    expect(stdout.trim()).toBe("rabbitgen");
  },
);
