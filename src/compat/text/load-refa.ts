import type * as Refa from "refa";
import { loadPackage } from "../../machine/load-package.js";

let loaded: typeof Refa | undefined;

/** The automata; loaded when a pattern is first taken apart, since that takes as long as all the rest of the engine. */
export function refa(): typeof Refa {
  loaded ??= loadPackage("refa") as typeof Refa;
  return loaded;
}
