import { clearTimeout, setImmediate, setTimeout } from "node:timers";

// Taken when the module loads: fake timers that a test installs later do not stop the kit.
const start = setTimeout;
const stop = clearTimeout;
const immediately = setImmediate;

/** Calls `callback` after `ms` milliseconds of real time; the function that it returns prevents that. */
export function afterReal(ms: number, callback: () => void): () => void {
  const timer = start(callback, Math.min(ms, 2 ** 31 - 1));
  return () => stop(timer);
}

/** Resolves after what this process has in hand: the callbacks of sockets, and what follows from them. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    immediately(resolve);
  });
}
