import { commentLines } from "../code/doc-comment.js";
import type { Json } from "../contract/json.js";
import { declares, shapeOf } from "../contract/object-shape.js";
import type { Location, Schema, SchemaObject } from "../contract/schema.js";
import { arrayType } from "./array-type.js";
import { objectType } from "./object-type.js";
import { schemaDoc } from "./schema-doc.js";
import {
  intersectionOf,
  mapType,
  neverType,
  someObject,
  type TypeExpression,
  unionOf,
  unknownType,
} from "./type-expression.js";
import { allKinds, type Kind, type KindSet, kindBit, kindOf, kindReader, listKinds } from "./value-kinds.js";

/** Turns canonical schemas into types. */
export type Typer = (schema: Schema) => TypeExpression;

/**
 * Makes types that never lie: every value that the schema accepts is assignable to its type. What TypeScript cannot
 * say (bounds, patterns, `not`, conditions) makes the type wider, never wrong; references become names.
 */
export function newTyper(resolve: (location: Location) => Schema): Typer {
  const kindsOf = kindReader(resolve);

  /** The type of a schema's values of these kinds. */
  function typeOf(schema: Schema, within: KindSet): TypeExpression {
    const kinds = within & kindsOf(schema);
    const said = constraint(schema, kinds);
    if (said === undefined) return anyOfKinds(kinds);
    if (!isFreeForm(schema, kinds)) return said;
    return said.kind === "object" ? { ...said, index: unknownType } : intersectionOf([said, mapType]);
  }

  /** An object of which no property is declared, only required or counted: its members are anybody's. */
  function isFreeForm(schema: Schema, kinds: KindSet): boolean {
    if (typeof schema === "boolean" || kinds !== kindBit("object")) return false;
    if (schema.properties !== undefined || schema.patternProperties !== undefined || listedValues(schema))
      return false;
    const shape = shapeOf([{ schema, certain: true }], resolve);
    return !declares(shape) && !shape.explicit;
  }

  /** What a schema says beyond the kinds that its values are of; `undefined` when that is nothing. */
  function constraint(schema: Schema, kinds: KindSet): TypeExpression | undefined {
    if (kinds === 0) return neverType;
    if (typeof schema === "boolean") return undefined;
    const listed = listedValues(schema);
    if (listed) return unionOf(listed.filter((value) => kinds & kindBit(kindOf(value))).map(literalType));
    const own = ownType(schema, kinds);
    const beside = own !== undefined || schema.$ref !== undefined || (schema.allOf?.length ?? 0) > 0;
    const parts = [
      own,
      ...(schema.allOf ?? []).map((part) => constraint(part, kinds & kindsOf(part))),
      ...[schema.anyOf, schema.oneOf].map((branches) => branches && alternatives(branches, kinds, beside)),
      conditional(schema, kinds, beside),
      ...Object.values(schema.dependentSchemas ?? {}).map((part) =>
        alternatives([part, true], kinds, beside),
      ),
      schema.$ref === undefined ? undefined : reference(schema.$ref, kinds),
    ].filter((part) => part !== undefined);
    return parts.length === 0 ? undefined : intersectionOf(withinReason(parts));
  }

  /** What `properties`, `items` and their like say; values of the other kinds stay as they are. */
  function ownType(schema: SchemaObject, kinds: KindSet): TypeExpression | undefined {
    const object =
      kinds & kindBit("object") ? objectType(schema, (child) => typeOf(child, allKinds), docOf) : undefined;
    const array =
      kinds & kindBit("array") ? arrayType(schema, (child) => typeOf(child, allKinds)) : undefined;
    if (!object && !array) return undefined;
    return unionOf(
      listKinds(kinds).map(
        (kind) => (kind === "object" && object) || (kind === "array" && array) || anyOfKind(kind),
      ),
    );
  }

  /** A property that only refers to a definition is told about in the definition's words. */
  function docOf(schema: Schema): readonly string[] {
    const own = schemaDoc(schema);
    if (own.length > 0 || typeof schema === "boolean" || schema.$ref === undefined) return own;
    const target = resolve(schema.$ref);
    return typeof target === "object" && target.description !== undefined
      ? commentLines(target.description)
      : own;
  }

  /** One of several schemas holds; a branch that says nothing makes the others a hint about members that may be there. */
  function alternatives(
    branches: readonly Schema[],
    kinds: KindSet,
    beside: boolean,
  ): TypeExpression | undefined {
    const types = branches.map((branch) => {
      const narrowed = kinds & kindsOf(branch);
      const said = constraint(branch, narrowed);
      if (said !== undefined || narrowed !== kinds) return said ?? anyOfKinds(narrowed);
      return undefined;
    });
    const silent = types.some((type) => type === undefined);
    if (!silent) return unionOf(types.filter((type) => type !== undefined));
    const onlyObjects = kinds === kindBit("object");
    if (!onlyObjects || !beside || types.every((type) => type === undefined)) return undefined;
    return unionOf(types.map((type) => type ?? someObject));
  }

  function conditional(schema: SchemaObject, kinds: KindSet, beside: boolean): TypeExpression | undefined {
    const { if: condition, then = true, else: otherwise = true } = schema;
    if (condition === undefined || (then === true && otherwise === true)) return undefined;
    return alternatives([{ allOf: [condition, then] }, otherwise], kinds, beside);
  }

  /** A name; narrowed when the definition accepts kinds that cannot occur here. */
  function reference(location: Location, kinds: KindSet): TypeExpression {
    const named: TypeExpression = { kind: "reference", location };
    const wider = (kindsOf(resolve(location)) & ~kinds) !== 0;
    return wider ? intersectionOf([named, anyOfKinds(kinds)]) : named;
  }

  return (schema) => typeOf(schema, allKinds);
}

/** The compiler multiplies unions that stand in one intersection, and gives up at 100,000 combinations. */
const mostCombinations = 500;

/** Leaves out the unions that would multiply beyond reason; the type only gets wider. */
function withinReason(parts: readonly TypeExpression[]): TypeExpression[] {
  let combinations = 1;
  return parts.filter((part) => {
    const size = combinationsOf(part);
    if (combinations * size > mostCombinations) return size === 1;
    combinations *= size;
    return true;
  });
}

function combinationsOf(type: TypeExpression): number {
  if (type.kind === "union") return type.of.reduce((sum, each) => sum + combinationsOf(each), 0);
  if (type.kind === "intersection")
    return type.of.reduce((product, each) => product * combinationsOf(each), 1);
  return 1;
}

/** The values that `const` and `enum` leave, or `undefined` when the schema has neither. */
function listedValues({ const: constant, enum: values, type }: SchemaObject): readonly Json[] | undefined {
  const listed = constant === undefined ? values : [constant];
  const integers = type?.includes("integer") && !type.includes("number");
  return integers ? listed?.filter((value) => typeof value !== "number" || Number.isInteger(value)) : listed;
}

/** Exactly one JSON value. */
function literalType(value: Json): TypeExpression {
  if (value === null) return { kind: "primitive", name: "null" };
  if (Array.isArray(value)) {
    return {
      kind: "tuple",
      items: value.map((item) => ({ type: literalType(item as Json), required: true })),
      rest: undefined,
    };
  }
  if (typeof value === "object") {
    const members = Object.entries(value).map(([name, inner]) => ({
      name,
      type: literalType(inner),
      required: true,
      doc: [],
    }));
    return members.length === 0
      ? { kind: "object", members, index: neverType }
      : { kind: "object", members, index: undefined };
  }
  return { kind: "literal", value: value as string | number | boolean };
}

/** Any value of these kinds; there are 64 such types, and a contract asks for them thousands of times. */
function anyOfKinds(kinds: KindSet): TypeExpression {
  const known = kindTypes.get(kinds);
  if (known) return known;
  const type = kinds === allKinds ? unknownType : unionOf(listKinds(kinds).map(anyOfKind));
  kindTypes.set(kinds, type);
  return type;
}

const kindTypes = new Map<KindSet, TypeExpression>();

function anyOfKind(kind: Kind): TypeExpression {
  if (kind === "object") return mapType;
  return kind === "array" ? { kind: "array", items: unknownType } : { kind: "primitive", name: kind };
}
