import type { SchemaObject } from "../contract/schema.js";
import type { Json } from "../json/json.js";
import { mapType, neverType, type TypeExpression, unionOf, unknownType } from "./type-expression.js";
import { allKinds, type Kind, type KindSet, listKinds } from "./value-kinds.js";

const kindTypes = new Map<KindSet, TypeExpression>();

/** Any value of these kinds; there are 64 such types, and a contract asks for them thousands of times. */
export function anyOfKinds(kinds: KindSet): TypeExpression {
  const known = kindTypes.get(kinds);
  if (known) return known;
  const type = kinds === allKinds ? unknownType : unionOf(listKinds(kinds).map(anyOfKind));
  kindTypes.set(kinds, type);
  return type;
}

/** Any value of one kind. */
export function anyOfKind(kind: Kind): TypeExpression {
  if (kind === "object") return mapType;
  return kind === "array" ? { kind: "array", items: unknownType } : { kind: "primitive", name: kind };
}

/** The values that `const` and `enum` leave, or `undefined` when the schema has neither. */
export function enumeratedValues({
  const: constant,
  enum: values,
  type,
}: SchemaObject): readonly Json[] | undefined {
  const listed = constant === undefined ? values : [constant];
  const integers = type?.includes("integer") && !type.includes("number");
  return integers ? listed?.filter((value) => typeof value !== "number" || Number.isInteger(value)) : listed;
}

/** Exactly one JSON value. */
export function literalType(value: Json): TypeExpression {
  if (value === null) return { kind: "primitive", name: "null" };
  if (Array.isArray(value)) {
    const items = value.map((item) => ({ type: literalType(item as Json), required: true }));
    return { kind: "tuple", items, rest: undefined };
  }
  if (typeof value === "object") {
    const members = Object.entries(value).map(([name, inner]) => ({
      name,
      type: literalType(inner),
      required: true,
      doc: [],
    }));
    return { kind: "object", members, index: members.length === 0 ? neverType : undefined };
  }
  return { kind: "literal", value: value as string | number | boolean };
}
