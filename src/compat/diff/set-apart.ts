import type { LoadedSchema } from "../../contract/load-schema.js";
import { mapSubschemas } from "../../contract/map-schema.js";
import type { Definition, Location, Schema } from "../../contract/schema.js";
import { closureOf, referencesOf } from "../../contract/schema-closure.js";

/**
 * Two schemas with what each refers to and no more, and without a location in common: both may come from files of the
 * same name, and a part of the one that is tried in the other shall keep its own definitions.
 */
export function setApart(before: LoadedSchema, after: LoadedSchema): readonly [LoadedSchema, LoadedSchema] {
  const [old, now] = [reached(before), reached(after)];
  const isApart = [...old.definitions.keys()].every((location) => !now.definitions.has(location));
  return [isApart ? old : renamed(old), now];
}

function reached(schema: LoadedSchema): LoadedSchema {
  const { location, definitions } = schema;
  const needed = [...closureOf(location, definitions)].flatMap((each) => definitions.get(each) ?? []);
  return { ...schema, definitions: new Map(needed.map((definition) => [definition.location, definition])) };
}

function renamed(schema: LoadedSchema): LoadedSchema {
  const rename = (location: Location): Location => `old ${location}`;
  const led = (inner: Schema): Schema => {
    if (typeof inner === "boolean" || referencesOf(inner).size === 0) return inner;
    const { $ref } = inner;
    return { ...inner, ...mapSubschemas(inner, led), ...($ref === undefined ? {} : { $ref: rename($ref) }) };
  };
  const definitions = [...schema.definitions.values()].map((definition): Definition => {
    const location = rename(definition.location);
    return { ...definition, location, schema: led(definition.schema) };
  });
  return {
    ...schema,
    location: rename(schema.location),
    definitions: new Map(definitions.map((definition) => [definition.location, definition])),
  };
}
