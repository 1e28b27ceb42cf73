import type { Location, Schema } from "../contract/schema.js";
import type { CompiledValidator } from "./compiled-validator.js";
import type { Tracked } from "./tracked.js";

/** A schema that is compiled to its own function, and is represented by `$ref` wherever that function is called. */
export class FunctionTarget {
  readonly #schema: Schema;
  readonly #tracked: Tracked;
  readonly #privateName: () => string;
  /** The definition that it is; `undefined` for a part of one. */
  readonly location: Location | undefined;
  /** Whether another module has it, so that it is not compiled here. */
  isImported = false;
  #name: string | undefined;
  #validate: CompiledValidator | undefined;

  constructor(schema: Schema, tracked: Tracked, privateName: () => string, location: Location | undefined) {
    this.location = location;
    this.#schema = schema;
    this.#tracked = tracked;
    this.#privateName = privateName;
  }

  get schema(): Schema {
    return this.#schema;
  }

  /** What the function leaves in its property `evaluated`. */
  get tracked(): Tracked {
    return this.#tracked;
  }

  /** `undefined` until it is compiled, as within a recursion; generated code reads it when it runs. */
  get validate(): CompiledValidator | undefined {
    return this.#validate;
  }

  /** True when a function that it calls calls it. */
  get isRecursive(): boolean {
    return this.#validate === undefined && this.#name !== undefined;
  }

  settle(validate: CompiledValidator, name: string): void {
    this.#validate = validate;
    this.#name ??= name;
  }

  /** The name by which texts of schemas are compared: the same for functions of equal schemas, unless they recur. */
  toJSON(): string {
    this.#name ??= this.#privateName();
    return this.#name;
  }
}
