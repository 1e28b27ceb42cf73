import type { Definition, Location, Schema } from "./schema.js";
import { closureOf } from "./schema-closure.js";

/** A schema with everything that it refers to: what a validator is made from. */
export interface Bundle {
  readonly root: Location;
  /** In an order that depends on the schema alone. */
  readonly definitions: ReadonlyMap<Location, Schema>;
}

/** The schema at a location as written: the reader's form. */
export function readerBundle(root: Location, definitions: ReadonlyMap<Location, Definition>): Bundle {
  const closure = closureOf(root, definitions);
  return {
    root,
    definitions: new Map([...closure].map((location) => [location, schemaAt(location, definitions)])),
  };
}

/** The schema of a definition; a location that nothing defines accepts all, but the loader leaves none such. */
export function schemaAt(location: Location, definitions: ReadonlyMap<Location, Definition>): Schema {
  return definitions.get(location)?.schema ?? true;
}
