import { inReferenceOrder } from "../contract/reference-order.js";
import type { Location, Schema, SchemaObject } from "../contract/schema.js";
import { acceptsScalar, isScalar, type Scalar } from "./scalar-validity.js";

/**
 * Finds the scalars that a schema leaves, where it lists them: by its own keywords, by what it refers to and by
 * everything in place, so that `allOf` of two enums is what both have. `undefined` for a schema that accepts others, or
 * too many to list. Never too few. References must end in place.
 */
export function listedReader(
  resolve: (location: Location) => Schema,
): (schema: Schema) => readonly Scalar[] | undefined {
  return inReferenceOrder(resolve, (schema, at) => listedWith(schema, at, resolve));
}

/** Longer lists are not worth a comparison for each of their values. */
const longest = 10_000;

function listedWith(
  schema: Schema,
  at: (location: Location) => readonly Scalar[] | undefined,
  resolve: (location: Location) => Schema,
): readonly Scalar[] | undefined {
  if (typeof schema === "boolean") return schema ? undefined : [];
  const listed = (part: Schema): readonly Scalar[] | undefined => listedWith(part, at, resolve);
  const { allOf = [], anyOf, oneOf, $ref, if: condition, then = true, else: otherwise = true } = schema;
  const lists = [
    ownList(schema),
    $ref === undefined ? undefined : at($ref),
    ...allOf.map(listed),
    anyOf && joined(anyOf.map(listed)),
    oneOf && joined(oneOf.map(listed)),
    condition === undefined ? undefined : joined([listed(then), listed(otherwise)]),
  ].filter((list) => list !== undefined);
  const [first, ...others] = lists;
  if (first === undefined) return undefined;
  const sets = others.map((list) => new Set(list));
  const common = first.filter((value) => sets.every((set) => set.has(value)));
  const rest = withoutLists(schema);
  return common.filter((value) => acceptsScalar(rest, value, resolve) !== false);
}

/** What `const`, `enum` and a `type` of few values leave. */
function ownList({ const: constant, enum: values, type }: SchemaObject): readonly Scalar[] | undefined {
  const listed = constant === undefined ? values : [constant];
  if (listed !== undefined)
    return listed.length <= longest && listed.every(isScalar) ? (listed as readonly Scalar[]) : undefined;
  if (type === undefined || !type.every((each) => each === "boolean" || each === "null")) return undefined;
  return type.flatMap((each): Scalar[] => (each === "null" ? [null] : [true, false]));
}

function joined(lists: readonly (readonly Scalar[] | undefined)[]): readonly Scalar[] | undefined {
  const all = new Set<Scalar>();
  for (const list of lists) {
    if (list === undefined) return undefined;
    for (const value of list) all.add(value);
  }
  return all.size > longest ? undefined : [...all];
}

/** The keywords that no list stands for yet. */
function withoutLists(schema: SchemaObject): SchemaObject {
  const { allOf, anyOf, oneOf, $ref, const: constant, enum: values, ...rest } = schema;
  return constant === undefined || values === undefined ? rest : { ...rest, enum: values };
}
