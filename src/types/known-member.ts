import type { Location, Schema, SchemaObject } from "../contract/schema.js";

/** What always holds for one member of an object, whatever else does. */
export interface KnownMember {
  readonly schema: Schema;
  readonly required: boolean;
}

/** More schemas than this beside each other are not searched for what they say. */
const mostSearched = 500;

/** Finds what schemas that hold together, and everything that always applies beside them, say of one member. */
export function newKnowledge(
  resolve: (location: Location) => Schema,
): (roots: readonly Schema[], name: string) => KnownMember {
  return (roots, name) => {
    const found: Schema[] = [];
    let required = false;
    for (const schema of alwaysApplied(roots, resolve)) {
      required ||= schema.required?.includes(name) === true;
      const { properties = {} } = schema;
      const member = Object.hasOwn(properties, name) ? properties[name] : undefined;
      if (member !== undefined) found.push(member);
    }
    const [only] = found;
    return { schema: found.length === 1 && only !== undefined ? only : { allOf: found }, required };
  };
}

/** The schemas that hold for every value for which some schemas hold together, as far as they are searched. */
export function alwaysApplied(
  roots: readonly Schema[],
  resolve: (location: Location) => Schema,
): readonly SchemaObject[] {
  const reached = new Set<Schema>(roots);
  for (const schema of reached) {
    if (reached.size > mostSearched) break;
    if (typeof schema === "boolean") continue;
    if (schema.$ref !== undefined) reached.add(resolve(schema.$ref));
    for (const part of schema.allOf ?? []) reached.add(part);
  }
  return [...reached].filter((schema) => typeof schema === "object");
}
