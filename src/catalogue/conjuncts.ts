import { schemaAt } from "../contract/bundle.js";
import type { Contract } from "../contract/contract.js";
import type { Location, Schema, SchemaObject } from "../contract/schema.js";

/** Schemas that all apply to one value, and the references that led to them. */
export interface Conjuncts {
  readonly schemas: readonly SchemaObject[];
  /** False where some schema is `false`: no value is valid. */
  readonly isPossible: boolean;
  readonly references: ReadonlySet<Location>;
}

/**
 * Takes schemas apart into what `$ref` and `allOf` join: all of it applies to the value. A reference that
 * `isKnown` is not followed.
 */
export function conjunctsOf(
  schemas: readonly Schema[],
  definitions: Contract["definitions"],
  isKnown: (location: Location) => boolean = () => false,
): Conjuncts {
  const found: SchemaObject[] = [];
  const references = new Set<Location>();
  let isPossible = true;
  const pending = [...schemas].reverse();
  for (let schema = pending.pop(); schema !== undefined; schema = pending.pop()) {
    if (schema === false) isPossible = false;
    if (typeof schema === "boolean") continue;
    found.push(schema);
    pending.push(...[...(schema.allOf ?? [])].reverse());
    if (schema.$ref === undefined || references.has(schema.$ref)) continue;
    references.add(schema.$ref);
    if (isKnown(schema.$ref)) continue;
    pending.push(schemaAt(schema.$ref, definitions));
  }
  return { schemas: found, isPossible, references };
}
