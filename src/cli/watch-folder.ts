import { resolve } from "node:path";
import { folderState } from "../files/folder-state.js";
import { UsageError } from "../findings/usage-error.js";
import type { Io } from "./io.js";

/** How often the folder is looked at (ms); rarer where looking takes long. */
const lookEvery = 200;
/** How long a change must have settled: editors write in several steps (ms). */
const settled = 50;
/** A folder that never comes to rest is used nevertheless after this many looks. */
const maxLooks = 20;

/**
 * Does the work, and again after each change below a folder, until the user stops it (`io.signal`). The folder is
 * compared with what it was before the last run began, so that a change is noticed however a file was written, also
 * during a run and after an error. A user's mistake ends the first run, and is waited out in later ones.
 */
export async function watchFolder(io: Io, folder: string, work: () => Promise<unknown>): Promise<void> {
  const path = resolve(io.cwd, folder);
  let seen = folderState(path);
  await work();
  const { signal } = io; // the process's own listens for Ctrl-C from here on
  io.err(`Watching ${folder}/ (press Ctrl-C to stop)\n`);
  let pause = lookEvery;
  while (!signal.aborted) {
    await sleep(pause, signal);
    const start = performance.now();
    const state = folderState(path);
    // At most a tenth of the time is spent on looking.
    pause = Math.max(lookEvery, 10 * (performance.now() - start));
    if (state === seen || signal.aborted) continue;
    seen = await atRest(path, state, signal);
    await work().catch((error: unknown) => {
      if (!(error instanceof UsageError)) throw error;
      io.err(`${error.message}\n`);
    });
  }
}

/** The folder's state once it stays the same for a moment. */
async function atRest(path: string, first: string, signal: AbortSignal): Promise<string> {
  let state = first;
  for (let looks = 0; looks < maxLooks; looks += 1) {
    await sleep(settled, signal);
    const next = folderState(path);
    if (next === state) break;
    state = next;
  }
  return state;
}

/** Resolves after the time, or at once when the user stops. */
function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      done();
    };
    const timer = setTimeout(end, ms);
    if (signal.aborted) end();
    else signal.addEventListener("abort", end);
  });
}
