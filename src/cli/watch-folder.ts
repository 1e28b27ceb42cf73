import { watch } from "node:fs";
import { resolve } from "node:path";
import type { Io } from "./io.js";
import { UsageError } from "./usage-error.js";

/** How long a change must have settled: editors write in several steps (ms). */
const settled = 50;

/**
 * Does the work again after each change below a folder, one run at a time, until the user stops it (`io.signal`). A
 * user's mistake is told and waited out.
 */
export async function watchFolder(io: Io, folder: string, work: () => Promise<unknown>): Promise<void> {
  io.err(`Watching ${folder}/ (Ctrl-C ends it)\n`);
  let running = false;
  let again = false;
  const runAgain = async (): Promise<void> => {
    again = true;
    if (running) return;
    running = true;
    while (again) {
      await new Promise((done) => setTimeout(done, settled));
      again = false;
      await work().catch((error: unknown) => {
        if (!(error instanceof UsageError)) throw error;
        io.err(`${error.message}\n`);
      });
    }
    running = false;
  };
  await new Promise<void>((finish, fail) => {
    const watcher = watch(resolve(io.cwd, folder), { recursive: true });
    io.signal.addEventListener("abort", () => watcher.close(), { once: true });
    watcher.on("change", () => runAgain().catch(fail));
    watcher.on("error", fail);
    watcher.on("close", finish);
  });
}
