import type { Location, Schema, SchemaObject } from "./schema.js";

/** Which schemas take objects only; each is judged once, however many others refer to it. */
export class ObjectSchemas {
  readonly #resolve: (reference: Location) => Schema;
  readonly #judged = new Map<SchemaObject, boolean>();
  readonly #met = new Set<Schema>();

  constructor(resolve: (reference: Location) => Schema) {
    this.#resolve = resolve;
  }

  /** True when the schema takes no value but objects, as far as its types say. */
  isObjectOnly(schema: Schema): boolean {
    // a list in place of calls, since a long chain of references would exhaust the stack
    const pending = [schema];
    for (let next = pending.at(-1); next !== undefined; next = pending.at(-1)) {
      if (typeof next === "boolean" || this.#judged.has(next)) {
        pending.pop();
      } else if (this.#met.has(next)) {
        this.#judged.set(next, this.#judge(next));
      } else {
        this.#met.add(next);
        for (const needed of this.#needed(next)) if (!this.#met.has(needed)) pending.push(needed);
      }
    }
    return this.#takesObjects(schema);
  }

  #needed({ type, $ref, allOf = [], anyOf = [], oneOf = [] }: SchemaObject): readonly Schema[] {
    if (type !== undefined) return [];
    return [...($ref === undefined ? [] : [this.#resolve($ref)]), ...allOf, ...anyOf, ...oneOf];
  }

  /** By what was judged before; a schema that leads back to itself says nothing new there. */
  #judge({ type, $ref, allOf = [], anyOf, oneOf }: SchemaObject): boolean {
    const takesObjects = (schema: Schema): boolean => this.#takesObjects(schema);
    if (type !== undefined) return type.every((each) => each === "object");
    if ($ref !== undefined && takesObjects(this.#resolve($ref))) return true;
    if (allOf.some(takesObjects)) return true;
    return [anyOf, oneOf].some((list) => list?.every(takesObjects) ?? false);
  }

  #takesObjects(schema: Schema): boolean {
    return typeof schema === "boolean" ? !schema : (this.#judged.get(schema) ?? false);
  }
}
