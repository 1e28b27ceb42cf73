import { clearTimeout, setImmediate, setTimeout } from "node:timers";

// Captured when the module loads: fake timers that a test installs later do not stop the test kit.
const start = setTimeout;
const stop = clearTimeout;
const immediately = setImmediate;

/** Calls `callback` after `ms` milliseconds of real time, unless the returned function is called first. */
export function afterReal(ms: number, callback: () => void): () => void {
  const timer = start(callback, Math.min(ms, 2 ** 31 - 1));
  return () => stop(timer);
}

/** Resolves after pending work of this process: the callbacks of sockets, and what follows from them. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    immediately(resolve);
  });
}
