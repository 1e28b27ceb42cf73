import type { Applied } from "./applied-schemas.js";
import type { Bundle } from "./bundle.js";
import { schemaAt } from "./bundle.js";
import { mapSubschemas } from "./map-schema.js";
import { countDescribing, objectShape, type Shape } from "./object-shape.js";
import { onlyRefers } from "./only-refers.js";
import { opennessOf } from "./openness.js";
import type { Definition, Location, Schema, SchemaObject } from "./schema.js";
import { referencesOf } from "./schema-closure.js";

/**
 * Schemas that describe one member together combine: n of them in up to 2^n ways. The combinations nearest to the root
 * come first, and once they hold more schemas than this together, further ones restrict nothing.
 */
const mostCombined = 20_000;

/** What counts the steps of closing, and may end it by an error. */
export interface ClosingWork {
  readonly spend: (steps: number) => void;
}

/** The definitions of a writer's form, made on demand, each once and none inside another, so that recursion ends. */
export class ClosedDefinitions {
  /** True when some object in a schema, or in what it refers to, is open only because it says nothing. */
  readonly opens: (schema: Schema) => boolean;
  readonly resolve: (location: Location) => Schema;
  readonly work: ClosingWork;
  readonly #made = new Map<Location, Schema>();
  readonly #pending: (() => void)[] = [];
  #done = 0;
  readonly #numbers = new Map<unknown, number>();
  readonly #sizes = new Map<Schema, number>();
  #combined = 0;

  constructor(definitions: ReadonlyMap<Location, Definition>, work: ClosingWork) {
    this.work = work;
    this.opens = opennessOf(definitions);
    this.resolve = (location) => schemaAt(location, definitions);
  }

  /** All that were asked for, and what these need. */
  bundle(root: Location): Bundle {
    // An array that grows while it is walked visits what was added.
    for (; this.#done < this.#pending.length; this.#done += 1) this.#pending[this.#done]?.();
    return { root, definitions: this.#made };
  }

  has(name: Location): boolean {
    return this.#made.has(name);
  }

  set(name: Location, schema: Schema): void {
    this.#made.set(name, schema);
  }

  /** Names a definition that is made later, since the ones that it needs may be thousands. */
  define(name: Location, make: () => Schema): Location {
    if (!this.#made.has(name)) {
      this.#made.set(name, true);
      this.#pending.push(() => this.#made.set(name, make()));
    }
    return name;
  }

  /** A reference to a definition of schemas in combination; restricts nothing when there are too many of them. */
  combine(name: Location, schemas: readonly Schema[], make: () => Schema): Schema {
    if (!this.#made.has(name)) {
      for (const schema of schemas) this.#combined += this.sizeOf(this.targetOf(schema));
      if (this.#combined > mostCombined) return true;
    }
    return { $ref: this.define(name, make) };
  }

  /** The schema as written, with its references led to definitions of this bundle. */
  open(schema: SchemaObject): SchemaObject;
  open(schema: Schema): Schema;
  open(schema: Schema): Schema {
    if (typeof schema === "boolean" || referencesOf(schema).size === 0) return schema;
    const { $ref } = schema;
    const led = $ref === undefined ? {} : { $ref: this.define($ref, () => this.open(this.resolve($ref))) };
    return { ...schema, ...led, ...mapSubschemas(schema, (inner) => this.open(inner)) };
  }

  /** The schema as written, by a reference. */
  written(schema: Schema): Schema {
    if (typeof schema === "boolean" || onlyRefers(schema)) return this.open(schema);
    return { $ref: this.define(`written ${this.numberOf(schema)}`, () => this.open(schema)) };
  }

  /** What a mere reference leads to. */
  targetOf(schema: Schema): Schema {
    let target = schema;
    while (onlyRefers(target)) target = this.resolve(target.$ref);
    return target;
  }

  /** How many schemas describe members or items where a schema applies. */
  sizeOf(schema: Schema): number {
    if (typeof schema === "boolean") return 0;
    const size = this.#sizes.get(schema) ?? countDescribing(schema, this.resolve);
    this.#sizes.set(schema, size);
    return size;
  }

  shapeOf(roots: readonly Applied[], without?: ReadonlySet<Schema>): Shape {
    const shape = objectShape(roots, this.resolve, without);
    this.work.spend(1 + sizeOfShape(shape));
    return shape;
  }

  numberOf(schema: Schema): number {
    const number = this.#numbers.get(schema) ?? this.#numbers.size;
    this.#numbers.set(schema, number);
    return number;
  }

  /** Equal for the same schemas. */
  numbersOf(schemas: readonly Schema[]): string {
    const numbers = schemas.map((schema) => this.numberOf(this.targetOf(schema)));
    return numbers.sort((a, b) => a - b).join(" ");
  }
}

/** How much there is to go through in a shape. */
function sizeOfShape({ names, patterns, further, prefix, items }: Shape): number {
  const lists = [...names.values(), ...patterns.values(), ...prefix, further, items];
  return lists.reduce((size, list) => size + 1 + list.length, 0);
}
