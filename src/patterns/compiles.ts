import { interruptedTest } from "./interrupted-test.js";
import { parsePattern } from "./parse-pattern.js";
import { searchCost } from "./search-cost.js";

/** Steps that a first use may take outside of a limit of time. */
const SHORT = 100_000;
const LONGEST_MS = 200;

/** True when `RegExp` takes a pattern with these flags, and can use it. */
export function compiles(pattern: string, flags: "" | "u"): boolean {
  try {
    const expression = new RegExp(pattern, flags);
    const { ways, size } = searchCost(parsePattern(pattern, flags === "u"), 0);
    // An expression too large for the engine fails only when it is first used.
    if (ways * size <= SHORT) expression.test("");
    else interruptedTest({ pattern, flags }, "", LONGEST_MS);
    return true;
  } catch {
    return false;
  }
}
