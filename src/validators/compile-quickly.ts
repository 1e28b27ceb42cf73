import type { Ajv2020 } from "ajv/dist/2020.js";
import type { Bundle } from "../contract/bundle.js";
import type { Schema } from "../contract/schema.js";
import { ajvSchema } from "./ajv-schema.js";
import { type CompiledValidator, newAjv } from "./compile-validators.js";
import { type AjvDocument, sharedSubschemas } from "./shared-subschemas.js";

/** What was compiled, by its text: versions of a schema have most of theirs in common. */
class Pool {
  readonly #ajv: Ajv2020 = newAjv({ allErrors: true, code: { optimize: false } });
  readonly #names = new Map<string, string>();
  readonly #validators = new Map<string, CompiledValidator>();

  /** How many functions are kept. */
  get size(): number {
    return this.#names.size + this.#validators.size;
  }

  compile(document: AjvDocument): CompiledValidator {
    const schema = sharedSubschemas(document, (inner) => this.#keep(inner));
    const text = JSON.stringify(schema);
    const known = this.#validators.get(text);
    if (known !== undefined) return known;
    const validate = this.#ajv.compile(schema as object) as CompiledValidator;
    this.#ajv.removeSchema(schema as object); // the function is all that is kept
    this.#validators.set(text, validate);
    return validate;
  }

  #keep(schema: Schema): string {
    const text = JSON.stringify(schema);
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    const name = `shared${this.#names.size}`;
    this.#ajv.addSchema(schema as object, name);
    this.#names.set(text, name);
    return name;
  }
}

const MAX_KEPT = 2_000;
let pool: Pool | undefined;

/** One bundle as a function, quickly: without the code to print, and without the time to make it short. */
export function compileQuickly(bundle: Bundle): CompiledValidator {
  if (pool === undefined || pool.size > MAX_KEPT) pool = new Pool();
  return pool.compile(ajvSchema(bundle));
}
