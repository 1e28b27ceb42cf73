import type { Location } from "../contract/schema.js";
import type { CompiledValidator } from "./compiled-validator.js";
import type { CompiledFunction } from "./function-table.js";
import type { FunctionTarget } from "./function-target.js";

/** What the functions of definitions are called in print, by the definition's location. */
export type FunctionNames = ReadonlyMap<Location, string>;

/**
 * A name for each function that stays when another function is added: that of its definition, else one of the function
 * that needed it first. Functions without any name are numbered.
 */
export function nameFunctions(
  functions: readonly CompiledFunction[],
  names: FunctionNames,
): ReadonlyMap<CompiledValidator, string> {
  const callers = new Map(functions.map(({ target, caller }) => [target, caller]));
  const baseOf = ({ location, tracked }: FunctionTarget, caller: FunctionTarget | undefined): string => {
    const own = location === undefined ? undefined : names.get(location);
    const base = own ?? (caller === undefined ? "validate" : `${baseOf(caller, callers.get(caller))}_part`);
    return tracked === "nothing" ? base : `${base}_${tracked}`;
  };
  const taken = new Set<string>();
  return new Map(
    functions.map(({ validate, target, caller }) => {
      const base = baseOf(target, caller);
      let name = base;
      for (let number = 2; taken.has(name); number += 1) name = `${base}_${number}`;
      taken.add(name);
      return [validate, name];
    }),
  );
}
