import { type Context, createContext, Script } from "node:vm";

const script = new Script("new RegExp(pattern, flags).test(text)");
let context: Context | undefined;

/**
 * V8's own search, which the clock may end: `undefined` then, and when it needs more stack than there is. Throws for an
 * expression that V8 refuses when it is first used, since it is too large.
 */
export function interruptedTest(
  { pattern, flags }: { readonly pattern: string; readonly flags: string },
  text: string,
  longestMs: number,
): boolean | undefined {
  context ??= createContext(Object.create(null) as object);
  Object.assign(context, { pattern, flags, text });
  try {
    return script.runInContext(context, { timeout: longestMs }) === true;
  } catch (error) {
    // of the other realm, so not an instance of this one's class
    if ((error as Error).name === "SyntaxError") throw error;
    return undefined;
  }
}
