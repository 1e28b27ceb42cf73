import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, onTestFinished } from "vitest";
import { compile } from "./compile.js";
import { repository } from "./repository.js";
import { Seen } from "./waiting.js";

/** A service in a process of its own. */
export interface Program<Message> {
  /** What it sent with `process.send`. */
  readonly said: Seen<Message>;
  tell(message: unknown): void;
  /** How it ended: exit code or signal, and what it printed on standard error. */
  readonly ended: Promise<{
    readonly code: number | null;
    readonly signal: string | null;
    readonly stderr: string;
  }>;
}

/**
 * Compiles `test/faults/programs` with the current runtime, once per test file, and returns a function that starts one
 * of them with arguments for itself and flags for node. It is killed when the test ends.
 */
export function usePrograms(): <Message>(
  name: string,
  args: readonly string[],
  nodeFlags?: readonly string[],
) => Program<Message> {
  const folder = mkdtempSync(join(tmpdir(), "rabbitgen-program-"));
  beforeAll(async () => {
    for (const part of ["runtime", "test/faults/programs", "test/support/order-family.ts"])
      cpSync(join(repository, part), join(folder, part), { recursive: true });
    await compile(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return <Message>(name: string, args: readonly string[], nodeFlags: readonly string[] = []) => {
    const path = join(folder, "build", "test", "faults", "programs", `${name}.js`);
    const child = fork(path, args, { cwd: folder, execArgv: [...nodeFlags], silent: true });
    onTestFinished(() => void child.kill("SIGKILL"));
    const said = new Seen<Message>();
    child.on("message", (message) => said.add(message as Message));
    return { said, tell: (message: unknown) => void child.send(String(message)), ended: endOf(child) };
  };
}

async function endOf(child: ChildProcess): ReturnType<() => Program<unknown>["ended"]> {
  let stderr = "";
  child.stderr?.on("data", (text) => {
    stderr += String(text);
  });
  const [code, signal] = await once(child, "close");
  return { code, signal, stderr };
}
