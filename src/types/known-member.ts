import type { Location, Schema } from "../contract/schema.js";
import type { KnownMember } from "./conditions.js";
import { intersectionOf } from "./intersect-types.js";
import type { TypeExpression } from "./type-expression.js";

/** More schemas than this beside each other are not searched for what they list. */
const mostSearched = 500;

/** Finds what a schema, and everything that always applies beside it, says of one member of an object. */
export function newKnowledge(
  resolve: (location: Location) => Schema,
  typeOf: (schema: Schema) => TypeExpression,
): (root: Schema, name: string) => KnownMember {
  return (root, name) => {
    const reached = new Set<Schema>([root]);
    const types: TypeExpression[] = [];
    let required = false;
    for (const schema of reached) {
      if (typeof schema === "boolean") continue;
      required ||= schema.required?.includes(name) === true;
      const { properties = {} } = schema;
      const member = Object.hasOwn(properties, name) ? properties[name] : undefined;
      // Of a reference, `typeOf` gives only the name.
      if (typeof member === "object" && member.$ref === undefined) types.push(typeOf(member));
      if (reached.size > mostSearched) break;
      if (schema.$ref !== undefined) reached.add(resolve(schema.$ref));
      for (const part of schema.allOf ?? []) reached.add(part);
    }
    const listed = types.filter(isListed);
    return { values: listed.length === 0 ? undefined : intersectionOf(listed), required };
  };
}

function isListed(type: TypeExpression): boolean {
  if (type.kind === "union") return type.of.every(isListed);
  return type.kind === "literal" || (type.kind === "primitive" && type.name === "null");
}
