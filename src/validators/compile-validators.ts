import type { Bundle } from "../contract/bundle.js";
import { countSubschemas } from "../contract/schema-size.js";
import type { CompiledValidator } from "./compiled-validator.js";
import type { FunctionNames } from "./function-names.js";
import { FunctionTable } from "./function-table.js";
import { moduleCode } from "./module-code.js";
import { newAjv, printable } from "./new-ajv.js";

/** The validators of several bundles, and the module text from which the same can be had without ajv. */
export interface CompiledModule {
  readonly validators: ReadonlyMap<string, CompiledValidator>;
  /** JavaScript that declares a constant of each name, and calls only what `support-names.ts` lists. */
  readonly code: string;
}

/** With more subschemas than this, ajv is not asked to shorten its code, which takes up to a quarter of the time. */
const mostShortened = 1_000;

/**
 * Compiles bundles into one module, under the names that they are given; `names` are those of the functions in it. Throws
 * when ajv does, which the loader's checks should have ruled out.
 */
export function compileValidators(
  bundles: ReadonlyMap<string, Bundle>,
  names: FunctionNames = new Map(),
): CompiledModule {
  const schemas = [...bundles.values()].flatMap(({ definitions }) => [...definitions.values()]);
  const optimize = countSubschemas(schemas) <= mostShortened;
  const settings = { ...printable, code: { ...printable.code, optimize } };
  const table = new FunctionTable({ ajv: newAjv(settings), isShared: () => false });
  const validators = new Map([...bundles].map(([name, bundle]) => [name, table.compile(bundle)]));
  return { validators, code: moduleCode(table.functions, validators, names) };
}
