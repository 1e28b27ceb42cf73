import type { ts } from "ts-morph";
import { type Constants, leavesOf, readConstants } from "./read-constants.js";
import type { ValueOrigin } from "./value-origin.js";
import type { ValueTarget } from "./value-target.js";

/** A place that compares with a value, or produces it. */
export interface ValueUse {
  readonly target: ValueTarget;
  readonly node: ts.Node;
  readonly verb: "compares" | "produces" | "names";
}

/** What uses of values are found with. */
export interface ValueContext extends Constants {
  readonly checker: ts.TypeChecker;
  readonly values: readonly ValueTarget[];
  readonly origin: ValueOrigin;
  /** The uses of those values that an expression may have, where `is` says that it takes them from the contract. */
  readonly uses: (
    verb: ValueUse["verb"],
    given: ts.Expression,
    is: (target: ValueTarget) => boolean,
  ) => readonly ValueUse[];
}

/** Prepares the search for values. */
export function valueContext(
  checker: ts.TypeChecker,
  values: readonly ValueTarget[],
  origin: ValueOrigin,
): ValueContext {
  const found = readConstants(checker);
  const uses: ValueContext["uses"] = (verb, given, is) =>
    leavesOf(given).flatMap((node) => {
      const constant = found.constantValue(node);
      const targets = constant ? values.filter(({ value }) => value === constant.value) : [];
      return targets.filter(is).map((target) => ({ target, node, verb }));
    });
  return { ...found, checker, values, origin, uses };
}
