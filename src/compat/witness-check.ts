import type { Bundle } from "../contract/bundle.js";
import type { Json } from "../contract/json.js";
import { compileQuickly } from "../validators/compile-quickly.js";
import { type ExampleFailure, failuresOf } from "../validators/compile-task.js";
import type { CompiledValidator } from "../validators/compiled-validator.js";
import { concerning, namesIn } from "./concerning.js";

/**
 * Asks ajv where messages fail a schema as it is written. Compiling is most of what a comparison costs, so only that
 * part of the schema is compiled which says something of the names that a message has.
 */
export class WitnessCheck {
  readonly #bundle: Bundle;
  #names: ReadonlySet<string> = new Set();
  #validate: CompiledValidator | undefined;

  constructor(bundle: Bundle) {
    this.#bundle = bundle;
  }

  failures(witness: Json): readonly ExampleFailure[] {
    const names = namesIn(witness);
    const isCovered = [...names].every((name) => this.#names.has(name));
    if (this.#validate === undefined || !isCovered) {
      this.#names = names;
      this.#validate = compileQuickly(concerning(this.#bundle, names));
    }
    return failuresOf(this.#validate, witness);
  }
}
