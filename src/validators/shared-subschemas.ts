import { mapSubschemas } from "../contract/map-schema.js";
import type { Schema, SchemaObject } from "../contract/schema.js";

/** What ajv is given of a bundle: a reference to one of the definitions, which refer to each other by `#/$defs/…`. */
export interface AjvDocument {
  readonly $ref: string;
  readonly $defs: Readonly<Record<string, Schema>>;
}

/** Keeps a schema under a name of its own, the same for the same schema. */
export type Keep = (schema: Schema) => string;

/** Shorter than this, a schema is compiled where it stands: a function of its own would cost more. */
const WORTH_KEEPING = 120;
const local = "#/$defs/";

/**
 * The same schema with each larger subschema and definition kept by itself, so that two schemas that have it in common
 * have one compiled function of it. Only what is part of a recursion, or leads to one, stays in the document.
 */
export function sharedSubschemas({ $ref, $defs }: AjvDocument, keep: Keep): Schema {
  const sharer = new Sharer($defs, keep);
  const root = sharer.definition($ref);
  if (!root.isRecursive) return root.schema;
  return { $ref, $defs: sharer.recursive } as SchemaObject;
}

interface Shared {
  readonly schema: Schema;
  /** Whether it is part of a recursion, or leads to one. */
  readonly isRecursive: boolean;
}

class Sharer {
  /** Definitions that have to stay in the document, by their numbers there. */
  readonly recursive: Record<string, Schema> = {};
  readonly #definitions: Readonly<Record<string, Schema>>;
  readonly #keep: Keep;
  readonly #done = new Map<string, Shared>();
  readonly #open = new Set<string>();

  constructor(definitions: Readonly<Record<string, Schema>>, keep: Keep) {
    this.#definitions = definitions;
    this.#keep = keep;
  }

  definition(reference: string): Shared {
    const known = this.#done.get(reference);
    if (known !== undefined) return known;
    if (this.#open.has(reference)) return { schema: { $ref: reference }, isRecursive: true };
    this.#open.add(reference);
    const number = reference.slice(local.length);
    const schema = this.#definitions[number] ?? true;
    // ajv keeps objects only
    const shared = this.#whole(typeof schema === "boolean" ? { allOf: [schema] } : schema);
    this.#open.delete(reference);
    if (shared.isRecursive) this.recursive[number] = shared.schema;
    this.#done.set(reference, shared);
    return shared;
  }

  /** A schema that stays where it is, with its parts shared. */
  #whole(schema: Schema): Shared {
    if (typeof schema === "boolean") return { schema, isRecursive: false };
    let isRecursive = false;
    const share = (inner: Schema): Schema => {
      const shared = this.#part(inner);
      isRecursive ||= shared.isRecursive;
      return shared.schema;
    };
    const written = { ...schema, ...mapSubschemas(schema, share) };
    if (schema.$ref === undefined) return { schema: written, isRecursive };
    const led = this.definition(schema.$ref);
    if (led.isRecursive) return { schema: written, isRecursive: true };
    return { schema: { ...written, $ref: this.#keep(led.schema) }, isRecursive };
  }

  #part(schema: Schema): Shared {
    const shared = this.#whole(schema);
    const isWorth = !shared.isRecursive && JSON.stringify(shared.schema).length >= WORTH_KEEPING;
    return isWorth ? { schema: { $ref: this.#keep(shared.schema) }, isRecursive: false } : shared;
  }
}
