import type { Location } from "../contract/schema.js";
import type { CompiledValidator } from "./compiled-validator.js";
import type { CompiledFunction } from "./function-table.js";
import type { FunctionTarget } from "./function-target.js";

/** What functions are called in print. */
export interface PrintedNames {
  /** Those of definitions, by the location. */
  readonly functions: ReadonlyMap<Location, string>;
  /** The modules that have the functions of shared definitions, by the location. */
  readonly modules: ReadonlyMap<Location, string>;
}

/** A function that another module has. */
export interface Imported {
  readonly name: string;
  /** Path of the module in the output. */
  readonly module: string;
}

/**
 * A name for each function that stays when another function is added: that of its definition, else one of the function
 * that needed it first. Functions without any name are numbered; `taken` names are left to others.
 */
export function nameFunctions(
  functions: readonly CompiledFunction[],
  names: ReadonlyMap<Location, string>,
  taken: Iterable<string>,
): ReadonlyMap<CompiledValidator, string> {
  const callers = new Map(functions.map(({ target, caller }) => [target, caller]));
  const baseOf = ({ location, tracked }: FunctionTarget, caller: FunctionTarget | undefined): string => {
    const own = location === undefined ? undefined : names.get(location);
    const base = own ?? (caller === undefined ? "validate" : `${baseOf(caller, callers.get(caller))}_part`);
    return tracked === "nothing" ? base : `${base}_${tracked}`;
  };
  const used = new Set(taken);
  return new Map(
    functions.map(({ validate, target, caller }) => {
      const base = baseOf(target, caller);
      let name = base;
      for (let number = 2; used.has(name); number += 1) name = `${base}_${number}`;
      used.add(name);
      return [validate, name];
    }),
  );
}
