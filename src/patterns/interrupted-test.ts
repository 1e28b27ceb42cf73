import { type Context, createContext, Script } from "node:vm";
import { machineClock } from "../machine/clock.js";

const script = new Script("new RegExp(pattern, flags).test(text)");
let context: Context | undefined;

/**
 * V8's own search, which the clock may end: `undefined` then, and when it needs more stack than there is. The processor has
 * worked for half of `longestMs` at least, so that other programs on the machine end no search. Throws for an expression that
 * V8 refuses when it is first used, since it is too large.
 */
export function interruptedTest(
  { pattern, flags }: { readonly pattern: string; readonly flags: string },
  text: string,
  longestMs: number,
): boolean | undefined {
  context ??= createContext(Object.create(null) as object);
  Object.assign(context, { pattern, flags, text });
  const start = machineClock.processorMs();
  for (;;) {
    try {
      return script.runInContext(context, { timeout: longestMs }) === true;
    } catch (error) {
      // of the other realm, so not an instance of this one's class
      if ((error as Error).name === "SyntaxError") throw error;
      const isLate = (error as NodeJS.ErrnoException).code === "ERR_SCRIPT_EXECUTION_TIMEOUT";
      if (!isLate || machineClock.processorMs() - start >= longestMs / 2) return undefined;
    }
  }
}
