import { type Context, createContext, Script } from "node:vm";
import { machineClock } from "../machine/clock.js";

const script = new Script("new RegExp(pattern, flags).test(text)");
let context: Context | undefined;

/** A search that may have been ended. */
export interface InterruptedSearch {
  /** `undefined`: it took too long, or more stack than there is. */
  readonly matches: boolean | undefined;
  /** For how long the processor worked on it. */
  readonly processorMs: number;
}

/**
 * V8's own search, which the clock ends after `longestMs`. It only counts as too long when the processor has worked for half
 * of that; otherwise other programs had the processor, and the search is tried again with twice the time. Throws for an
 * expression that V8 refuses when it is first used, since it is too large.
 */
export function interruptedTest(
  { pattern, flags }: { readonly pattern: string; readonly flags: string },
  text: string,
  longestMs: number,
): InterruptedSearch {
  context ??= createContext(Object.create(null) as object);
  Object.assign(context, { pattern, flags, text });
  for (let wallMs = longestMs; ; wallMs *= 2) {
    const start = machineClock.processorMs();
    const matches = searched(context, wallMs);
    const processorMs = machineClock.processorMs() - start;
    if (matches !== "late") return { matches, processorMs };
    if (processorMs >= longestMs / 2) return { matches: undefined, processorMs };
  }
}

function searched(within: Context, wallMs: number): boolean | "late" | undefined {
  try {
    return script.runInContext(within, { timeout: wallMs }) === true;
  } catch (error) {
    // of the other realm, so not an instance of this one's class
    if ((error as Error).name === "SyntaxError") throw error;
    return (error as NodeJS.ErrnoException).code === "ERR_SCRIPT_EXECUTION_TIMEOUT" ? "late" : undefined;
  }
}
