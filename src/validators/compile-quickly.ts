import type { Bundle } from "../contract/bundle.js";
import type { SchemaObject } from "../contract/schema.js";
import type { CompiledValidator } from "./compiled-validator.js";
import { FunctionTable } from "./function-table.js";
import { newAjv } from "./new-ajv.js";

/** Shorter than this, a subschema is compiled in place: a function of its own would cost more. */
const WORTH_SHARING = 120;
const MAX_KEPT = 2_000;

let table: FunctionTable | undefined;
const known = new Map<string, CompiledValidator>();

/**
 * One bundle as a function, quickly: without the code to print, and without the time to make it short. What was compiled
 * before is used again: versions of a schema have most of theirs in common.
 */
export function compileQuickly(bundle: Bundle): CompiledValidator {
  if (table === undefined || table.functions.length + known.size > MAX_KEPT) {
    table = new FunctionTable({ ajv: newAjv({ code: { optimize: false } }), isShared });
    known.clear();
  }
  const text = JSON.stringify([bundle.root, ...bundle.definitions]);
  const validate = known.get(text) ?? (table.compile(bundle).validate as CompiledValidator);
  known.set(text, validate);
  return validate;
}

function isShared(schema: SchemaObject): boolean {
  return JSON.stringify(schema).length >= WORTH_SHARING;
}
