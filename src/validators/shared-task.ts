import type { Bundle } from "../contract/bundle.js";
import { compileValidators } from "./compile-validators.js";
import type { Imported, PrintedNames } from "./function-names.js";
import { newAjv, printedCode } from "./new-ajv.js";

/** One module of shared validators. */
export interface SharedModule {
  /** The module's path in the output. */
  readonly path: string;
  /** By the name of each function that it exports. */
  readonly bundles: ReadonlyMap<string, Bundle>;
}

/** The work of the modules of one file of definitions, as plain data that can go to another thread. */
export interface SharedTask {
  readonly modules: readonly SharedModule[];
  readonly names: PrintedNames;
}

/** The code of a module, which exports what the task names. */
export interface SharedCode {
  readonly path: string;
  readonly exported: readonly string[];
  readonly code: string;
  readonly imports: readonly Imported[];
}

/** Compiles the definitions of one file, each into a module of its own; what they call in others is imported. */
export function compileShared({ modules, names }: SharedTask): SharedCode[] {
  const ajv = newAjv(printedCode);
  return modules.map(({ path, bundles }) => {
    const { code, imports } = compileValidators(bundles, names, { imports: () => true, ajv });
    const foreign = imports.filter(({ module }) => module !== path);
    return { path, exported: [...bundles.keys()], code, imports: foreign };
  });
}
