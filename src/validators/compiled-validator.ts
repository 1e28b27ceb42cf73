import type { Reported } from "../../runtime/validate/validator.js";

/** A compiled validator: the function itself, and what ajv reports after it returned `false`. */
export interface CompiledValidator {
  (value: unknown): boolean;
  errors?: readonly Reported[] | null;
}
