import { isDeepStrictEqual } from "node:util";
import type { Json } from "../json/json.js";
import type { JsonType, Location, Schema } from "./schema.js";

/** What values a schema lets through, as far as its types and lists say; never less than it lets through. */
export interface ValueSpace {
  /** `number` stands for numbers with a fraction. */
  readonly types: ReadonlySet<JsonType>;
  /** The values themselves where they are listed. */
  readonly values: readonly Json[] | undefined;
}

const everything: ValueSpace = {
  types: new Set(["null", "boolean", "number", "integer", "string", "array", "object"]),
  values: undefined,
};
const nothing: ValueSpace = { types: new Set(), values: [] };

/** The space of a schema, through references and everything in place but `not`. */
export function valueSpace(
  schema: Schema,
  resolve: (location: Location) => Schema,
  known: Map<Schema, ValueSpace> = new Map(),
): ValueSpace {
  if (typeof schema === "boolean") return schema ? everything : nothing;
  const before = known.get(schema);
  if (before !== undefined) return before;
  known.set(schema, everything); // one that leads back to itself says nothing new there
  const space = (part: Schema): ValueSpace => valueSpace(part, resolve, known);
  const { type, const: constant, enum: listed, allOf = [], anyOf, oneOf, $ref } = schema;
  const spaces: ValueSpace[] = [];
  if (type !== undefined) spaces.push({ types: new Set(type.flatMap(kinds)), values: undefined });
  if (listed !== undefined) spaces.push(spaceOfValues(listed));
  if (constant !== undefined) spaces.push(spaceOfValues([constant]));
  if ($ref !== undefined) spaces.push(space(resolve($ref)));
  spaces.push(...allOf.map(space));
  for (const branches of [anyOf, oneOf]) if (branches !== undefined) spaces.push(union(branches.map(space)));
  if (schema.if !== undefined) spaces.push(union([space(schema.then ?? true), space(schema.else ?? true)]));
  const all = spaces.reduce(intersection, everything);
  known.set(schema, all);
  return all;
}

function kinds(type: JsonType): readonly JsonType[] {
  return type === "number" ? ["number", "integer"] : [type];
}

function spaceOfValues(values: readonly Json[]): ValueSpace {
  return { types: new Set(values.map(narrowestType)), values };
}

/** The narrowest type of a value: a number without a fraction is an `integer`. */
export function narrowestType(value: Json): JsonType {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value as "boolean" | "string" | "object";
}

function intersection(one: ValueSpace, other: ValueSpace): ValueSpace {
  const types = new Set([...one.types].filter((type) => other.types.has(type)));
  const [values, others] = one.values === undefined ? [other.values, undefined] : [one.values, other.values];
  const both = values?.filter(
    (value) =>
      types.has(narrowestType(value)) &&
      (others === undefined || others.some((each) => isDeepStrictEqual(each, value))),
  );
  return both === undefined ? { types, values: both } : spaceOfValues(both);
}

function union(spaces: readonly ValueSpace[]): ValueSpace {
  const types = new Set(spaces.flatMap((space) => [...space.types]));
  const isListed = spaces.every(({ values }) => values !== undefined);
  return { types, values: isListed ? spaces.flatMap(({ values }) => values ?? []) : undefined };
}
