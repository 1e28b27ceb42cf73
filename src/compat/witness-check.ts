import type { Bundle } from "../contract/bundle.js";
import type { Json } from "../contract/json.js";
import { compileQuickly } from "../validators/compile-quickly.js";
import { type ExampleFailure, failuresOf } from "../validators/compile-task.js";
import type { CompiledValidator } from "../validators/compile-validators.js";
import { addNames, concerning } from "./concerning.js";

/**
 * Asks ajv where messages fail a schema as it is written. Compiling is most of what a comparison costs, so only that
 * part of the schema is compiled which says something of the names that the messages have.
 */
export class WitnessCheck {
  readonly #bundle: Bundle;
  readonly #names = new Set<string>();
  #validate: CompiledValidator | undefined;

  constructor(bundle: Bundle) {
    this.#bundle = bundle;
  }

  failures(witness: Json): readonly ExampleFailure[] {
    if (addNames(witness, this.#names) || this.#validate === undefined)
      this.#validate = compileQuickly(concerning(this.#bundle, this.#names));
    return failuresOf(this.#validate, witness);
  }
}
