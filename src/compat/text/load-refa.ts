import { createRequire } from "node:module";
import type * as Refa from "refa";

const require = createRequire(import.meta.url);
let loaded: typeof Refa | undefined;

/** The automata; loaded when a pattern is first taken apart, since that takes as long as all the rest of the engine. */
export function refa(): typeof Refa {
  loaded ??= require("refa") as typeof Refa;
  return loaded;
}
