import type { Ajv } from "ajv";
import type { Bundle } from "../contract/bundle.js";
import type { Location } from "../contract/schema.js";
import { countSubschemas } from "../contract/schema-size.js";
import type { CompiledValidator } from "./compiled-validator.js";
import type { Imported, PrintedNames } from "./function-names.js";
import { FunctionTable } from "./function-table.js";
import { moduleCode } from "./module-code.js";
import { newAjv, printedCode } from "./new-ajv.js";

/** The validators of several bundles, and the module text from which the same can be had without ajv. */
export interface CompiledModule {
  /** Without those that are imported. */
  readonly validators: ReadonlyMap<string, CompiledValidator>;
  /** JavaScript that declares a function of each name, and calls only what `support-names.ts` lists and `imports` has. */
  readonly code: string;
  readonly imports: readonly Imported[];
}

/** With more subschemas than this, ajv is not asked to shorten its code, which takes up to a quarter of the time. */
const mostShortened = 1_000;

/** What else there is to say of compiling. */
export interface CompileOptions {
  /** The bundles that import functions of shared definitions. Default: none. */
  readonly imports?: (bundle: string) => boolean;
  /** Default: a new one. */
  readonly ajv?: Ajv;
}

/**
 * Compiles bundles into one module, under the names that they are given; `names` are those of the functions in it. What
 * calls an imported function cannot run here. Throws when ajv does, which the loader's checks should have ruled out.
 */
export function compileValidators(
  bundles: ReadonlyMap<string, Bundle>,
  names: PrintedNames = { functions: new Map(), modules: new Map() },
  { imports = () => false, ajv = ajvFor(bundles) }: CompileOptions = {},
): CompiledModule {
  const isImported = (location: Location): boolean => names.modules.has(location);
  const table = new FunctionTable({ ajv, isShared: () => false });
  const roots = new Map(
    [...bundles].map(([name, bundle]) => [
      name,
      table.compile(bundle, imports(name) ? isImported : () => false),
    ]),
  );
  const validators = new Map(
    [...roots].flatMap(([name, { validate }]) => (validate === undefined ? [] : [[name, validate] as const])),
  );
  return { validators, ...moduleCode(table.functions, roots, names) };
}

function ajvFor(bundles: ReadonlyMap<string, Bundle>): Ajv {
  const schemas = [...bundles.values()].flatMap(({ definitions }) => [...definitions.values()]);
  const optimize = countSubschemas(schemas) <= mostShortened;
  return newAjv({ ...printedCode, code: { ...printedCode.code, optimize } });
}
