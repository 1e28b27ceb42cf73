import type { Bundle } from "../contract/bundle.js";
import { certainContains } from "../contract/certain-contains.js";
import { mapSubschemas } from "../contract/map-schema.js";
import {
  childSubschemas,
  inPlaceSubschemas,
  type Location,
  type Schema,
  type SchemaObject,
} from "../contract/schema.js";
import { evaluationKeyword } from "./branch-evaluation.js";
import type { AjvDocument } from "./shared-subschemas.js";

/** A bundle as one schema for ajv: definitions under `$defs` by number, `$ref`s to them, annotations left out. */
export function ajvSchema({ root, definitions }: Bundle): AjvDocument {
  const numbers = new Map([...definitions.keys()].map((location, index) => [location, index]));
  const reference = (location: Location): string => `#/$defs/${numbers.get(location) ?? 0}`;
  const resolve = (location: Location): Schema => definitions.get(location) ?? true;
  const evaluation = [...definitions.values()].some(asksWhatIsEvaluated);
  const write = (schema: Schema): Schema => {
    if (typeof schema === "boolean") return schema;
    const { $ref, type, uniqueItems } = schema;
    const [only] = type ?? [];
    const written = {
      ...withoutAnnotations(schema),
      ...mapSubschemas(evaluation ? withUnevaluatedItems(schema, resolve) : schema, write),
      // A lone type as text: ajv then needs no copy of the schema in its output to report it.
      ...(type === undefined ? {} : { type: (type.length === 1 ? only : type) as typeof type }),
      ...(uniqueItems ? { [uniqueKeyword]: true } : {}),
      ...($ref === undefined ? {} : { $ref: reference($ref) }),
    };
    return evaluation ? withCountedBranches(withAjvEvaluation(written)) : written;
  };
  const $defs = Object.fromEntries(
    [...definitions].map(([location, schema]) => [numbers.get(location), write(schema)]),
  );
  return { $ref: reference(root), $defs };
}

function withoutAnnotations(schema: SchemaObject): SchemaObject {
  const { title, description, default: _default, examples, deprecated, uniqueItems, ...rest } = schema;
  return rest;
}

/** True when some keyword depends on what others evaluated; only then do ajv's ways of counting that matter. */
function asksWhatIsEvaluated(schema: Schema): boolean {
  if (typeof schema === "boolean") return false;
  if (schema.unevaluatedItems !== undefined || schema.unevaluatedProperties !== undefined) return true;
  return [...inPlaceSubschemas(schema), ...childSubschemas(schema)].some(([, inner]) =>
    asksWhatIsEvaluated(inner),
  );
}

/**
 * Says in other words what ajv evaluates wrongly: its `contains` counts all items as evaluated, so it goes behind two
 * `not`s, which keep the assertion and drop that; its `if` counts even where the condition fails, so it becomes a choice.
 */
function withAjvEvaluation(schema: SchemaObject): SchemaObject {
  const {
    contains,
    minContains,
    maxContains,
    if: condition,
    then = true,
    else: otherwise = true,
    ...rest
  } = schema;
  const bounds = {
    ...(minContains !== undefined && { minContains }),
    ...(maxContains !== undefined && { maxContains }),
  };
  const said: Schema[] = [
    ...(contains === undefined ? [] : [{ not: { not: { contains, ...bounds } } }]),
    ...(condition === undefined
      ? []
      : [{ anyOf: [{ allOf: [condition, then] }, { allOf: [{ not: condition }, otherwise] }] }]),
  ];
  return said.length === 0 ? schema : { ...rest, allOf: [...(rest.allOf ?? []), ...said] };
}

function withCountedBranches(schema: SchemaObject): SchemaObject {
  const hasBranches = schema.anyOf !== undefined || schema.oneOf !== undefined;
  const counted: object = { ...schema, [evaluationKeyword]: true };
  return hasBranches ? counted : schema;
}

/**
 * In 2020-12 an item that `contains` accepts is evaluated (Core, 10.3.1.3), while ajv shall count none: what
 * `unevaluatedItems` checks is then "that, or what it says".
 */
function withUnevaluatedItems(schema: SchemaObject, resolve: (location: Location) => Schema): SchemaObject {
  if (schema.unevaluatedItems === undefined) return schema;
  const contained = certainContains(schema, resolve);
  if (contained.length === 0) return schema;
  return { ...schema, unevaluatedItems: { anyOf: [...contained, schema.unevaluatedItems] } };
}

/** Stands for `uniqueItems`, whose own form in ajv compares each item with each. */
export const uniqueKeyword = "distinctItems";
