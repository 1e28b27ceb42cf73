import { spawnSync } from "node:child_process";

/** Only a tool that hangs takes so long, and no download on a slow network does. */
const TIMEOUT_MS = 1_200_000;

/** Runs a program and gives its standard output; throws an error with all of its output when it fails. */
export function run(folder: string, program: string, args: readonly string[], env: object = {}): string {
  const { status, signal, error, stdout, stderr } = spawnSync(program, args, {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, ...env },
    timeout: TIMEOUT_MS,
    maxBuffer: 64 * 1024 * 1024,
    // on Windows npm is a script, which only a shell runs
    shell: process.platform === "win32" && program === "npm",
  });
  if (status === 0) return stdout;
  const end = error?.message ?? `it ended with ${status ?? signal}`;
  throw new Error(`${program} ${args.join(" ")}: ${end}\n${stdout}${stderr}`);
}
