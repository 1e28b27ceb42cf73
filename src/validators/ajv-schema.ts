import type { Evaluates } from "../../runtime/validate/values.js";
import { branchKeyword } from "./keyword-names.js";

/** A schema in the form that ajv compiles here: own keywords for some, functions in `$ref`, no annotations. */
export type AjvSchema = boolean | { readonly [keyword: string]: unknown };

/** The value of `within`. */
export interface Within {
  readonly schema: AjvSchema;
  readonly certain: Evaluates;
  /** Whether branches add to what is certain, so that there has to be a trail. */
  readonly byValue: boolean;
  /** Whether a schema around this one asks, too, so that both share a trail. */
  readonly joins: boolean;
}

/** The value of `branch`. */
export interface BranchValue {
  readonly schema: AjvSchema;
  readonly certain: Evaluates;
}

export function isBranch(written: unknown): boolean {
  return typeof written === "object" && written !== null && branchKeyword in written;
}

/**
 * Alternatives, patterns, and members inside `not` of which ajv (8.20) may nest the code: V8 parses nested blocks and
 * expressions by recursion, and ajv writes them so (ajv-validator/ajv#1581, closed as a limitation).
 */
export const maxNested = 40;
