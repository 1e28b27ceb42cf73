import { distinctFailures } from "../../runtime/validate/validator.js";
import type { Bundle } from "../contract/bundle.js";
import type { Json } from "../json/json.js";
import { type SlowPattern, SlowPatternError } from "../patterns/pattern-work.js";
import { compileQuickly } from "./compile-quickly.js";
import { compileValidators } from "./compile-validators.js";
import type { CompiledValidator } from "./compiled-validator.js";
import type { Imported, PrintedNames } from "./function-names.js";

/** The work of one event version, as plain data that can go to another thread. */
export interface CompileTask {
  readonly reader: Bundle;
  /** The closed form, when it is not the reader's. */
  readonly writer: Bundle | undefined;
  /** Messages to try on the reader's form. */
  readonly examples: readonly Json[];
  readonly names: PrintedNames;
  /** Whether the closed form imports shared functions, too: theirs are closed as publishers of most events are. */
  readonly writerImports: boolean;
}

/** What came of it. */
export interface CompileResult {
  readonly code: string;
  /** The functions of shared definitions that it calls. */
  readonly imports: readonly Imported[];
  /** True when the writer's form is the reader's. */
  readonly shared: boolean;
  /** For each example the places where it fails; none when it validates. */
  readonly failures: readonly (readonly ExampleFailure[])[];
  /** The pattern that took too long on an example, so that it and the ones behind it were not tried. */
  readonly slow?: SlowPattern;
}

/** Where and why an example fails. */
export interface ExampleFailure {
  readonly pointer: string;
  readonly message: string;
}

/** Compiles one version's validators and tries its examples. */
export function compileTask({ reader, writer, examples, names, writerImports }: CompileTask): CompileResult {
  const bundles = new Map([["read", reader], ...(writer ? [["write", writer] as const] : [])]);
  const { validators, code, imports } = compileValidators(bundles, names, {
    imports: (bundle) => bundle === "read" || writerImports,
  });
  // what imports functions cannot run here
  const read = (): CompiledValidator =>
    imports.length > 0 ? compileQuickly(reader) : (validators.get("read") as CompiledValidator);
  const shared = writer === undefined;
  const failures: ExampleFailure[][] = [];
  try {
    if (examples.length > 0) {
      const validate = read();
      for (const example of examples) failures.push(failuresOf(validate, example));
    }
  } catch (error) {
    if (!(error instanceof SlowPatternError)) throw error;
    const { pattern, length } = error;
    return { code, imports, shared, failures, slow: { pattern, length } };
  }
  return { code, imports, shared, failures };
}

/** Failures that are listed of one value. */
const LISTED = 20;

/** How failures are reported. */
export interface FailureOptions {
  /** How many at most; default 20. */
  readonly most?: number;
  /** A pattern as the user wrote it; default as it is. */
  readonly written?: (pattern: string) => string;
}

/** The first places where a value fails a validator; none when it validates. Throws `SlowPatternError`. */
export function failuresOf(
  validate: CompiledValidator,
  value: Json,
  { most = LISTED, written = (pattern) => pattern }: FailureOptions = {},
): ExampleFailure[] {
  try {
    if (validate(value)) return [];
  } catch (error) {
    // A recursive schema follows the value as deep as it goes; see the runtime's validator.
    if (error instanceof RangeError) return [{ pointer: "", message: "is nested too deeply" }];
    throw error;
  }
  const errors = (validate.errors ?? []).map((error) => {
    const { pattern } = error.params as { readonly pattern?: unknown };
    return typeof pattern === "string"
      ? { ...error, params: { ...error.params, pattern: written(pattern) } }
      : error;
  });
  return distinctFailures(errors)
    .slice(0, most)
    .map(({ path, message }) => ({ pointer: path, message }));
}
