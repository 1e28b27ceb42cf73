import { type FSWatcher, statSync, watch } from "node:fs";
import { resolve } from "node:path";
import type { Io } from "./io.js";
import { UsageError } from "./usage-error.js";

/** How long a change must have settled: editors write in several steps (ms). */
const settled = 50;

/** How often it is looked whether the folder is still the same one (ms). */
const lookAgain = 500;

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
    const path = resolve(io.cwd, folder);
    const start = (): FSWatcher => watch(path, { recursive: true }, changed).on("error", changed);
    const changed = (): void => {
      look();
      runAgain().catch(fail);
    };
    // A folder that is removed takes its watcher with it, silently; another of its name is another folder.
    const look = (): boolean => {
      const identity = identityOf(path);
      if (identity === watched) return false;
      watched = identity;
      watcher.close();
      if (identity !== undefined) watcher = start();
      return true;
    };
    let watched = identityOf(path);
    let watcher = start();
    const timer = setInterval(() => {
      if (look()) changed();
    }, lookAgain);
    io.signal.addEventListener("abort", () => {
      clearInterval(timer);
      watcher.close();
      finish();
    });
  });
}

/** What tells a folder from another that later has its name; `undefined` when there is none. */
function identityOf(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat && `${stat.dev} ${stat.ino} ${stat.birthtimeMs}`;
}
