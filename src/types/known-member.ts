import { shapeOf } from "../contract/object-shape.js";
import type { Location, Schema } from "../contract/schema.js";
import type { KnownMember } from "./conditions.js";
import { intersectionOf } from "./intersect-types.js";
import type { TypeExpression } from "./type-expression.js";

/** Finds what a schema, and everything that always applies beside it, says of one member of an object. */
export function newKnowledge(
  resolve: (location: Location) => Schema,
  typeOf: (schema: Schema) => TypeExpression,
): (root: Schema, name: string) => KnownMember {
  return (root, name) => {
    const { names } = shapeOf([{ schema: root, certain: true }], resolve);
    const types = (names.get(name) ?? [])
      .filter(({ certain, schema }) => certain && mayList(schema))
      .map(({ schema }) => typeOf(schema))
      .filter(isListed);
    return {
      values: types.length === 0 ? undefined : intersectionOf(types),
      required: isRequired(root, name, resolve),
    };
  };

  /** Looks through references, since `typeOf` gives only their names. */
  function mayList(schema: Schema): boolean {
    return typeof schema === "object" && schema.$ref === undefined;
  }
}

function isListed(type: TypeExpression): boolean {
  if (type.kind === "union") return type.of.every(isListed);
  return type.kind === "literal" || (type.kind === "primitive" && type.name === "null");
}

function isRequired(root: Schema, name: string, resolve: (location: Location) => Schema): boolean {
  const reached = new Set<Schema>([root]);
  for (const schema of reached) {
    if (typeof schema === "boolean") continue;
    if (schema.required?.includes(name)) return true;
    if (schema.$ref !== undefined) reached.add(resolve(schema.$ref));
    for (const part of schema.allOf ?? []) reached.add(part);
  }
  return false;
}
