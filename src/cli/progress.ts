import type { Io } from "./io.js";

/** Shorter work says nothing of its progress (ms). */
const quiet = 400;

/** A progress line on a terminal's stderr, erased at the end. Prints nothing elsewhere. */
export function progressLine(
  io: Io,
  doing: string,
): { update: (done: number, all: number) => void; end: () => void } {
  const start = performance.now();
  let drawn = false;
  return {
    update: (done, all) => {
      if (!io.interactive || performance.now() - start < quiet) return;
      drawn = true;
      io.draw?.(`\r\u001b[K${doing} ${done} of ${all}`);
    },
    end: () => {
      if (drawn) io.draw?.("\r\u001b[K");
    },
  };
}
