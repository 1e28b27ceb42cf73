import { declaredProperties } from "../contract/object-shape.js";
import { inPlaceSubschemas, type Schema, type SchemaObject } from "../contract/schema.js";
import { matchesPattern } from "../patterns/text-pattern.js";
import type { Scalar } from "./scalar-validity.js";
import {
  type Member,
  neverType,
  type ObjectType,
  type TypeExpression,
  undefinedType,
  unionOf,
  unknownType,
} from "./type-expression.js";

/** What the members of an object need to be turned into a type. */
export interface MemberTypes {
  readonly typeOf: (schema: Schema) => TypeExpression;
  readonly docOf: (schema: Schema) => readonly string[];
  readonly listedOf: (schema: Schema) => readonly Scalar[] | undefined;
}

/**
 * What a schema's own keywords say about the members of an object, or `undefined` when that is nothing. There is an
 * index signature only where the schema says what further members are.
 */
export function objectType(schema: SchemaObject, using: MemberTypes): ObjectType | undefined {
  const listed = listedNames(schema, using.listedOf);
  const members = membersOf(schema, listed, using);
  const further = listed === undefined ? furtherType(schema, using.typeOf) : undefined;
  if (members.length === 0 && further === undefined) return undefined;
  return { kind: "object", members, index: further && indexType(further, members) };
}

/** Whether a schema's own keywords say anything about members that its type shows. */
export function saysOfMembers(schema: SchemaObject, listedOf: MemberTypes["listedOf"]): boolean {
  const { properties = {}, patternProperties = {} } = schema;
  const listed = listedNames(schema, listedOf);
  if (Object.keys(properties).length > 0 || undeclaredNames(schema, listed).length > 0) return true;
  if (listed !== undefined) return false;
  const further = schema.additionalProperties ?? ownUnevaluated(schema);
  return further !== undefined || Object.keys(patternProperties).length > 0;
}

function membersOf(schema: SchemaObject, listed: readonly string[] = [], using: MemberTypes): Member[] {
  const required = new Set(schema.required);
  const declared = schema.properties ?? {};
  return [
    ...Object.entries(declared).map(([name, child]) => ({
      name,
      type: using.typeOf(describing(name, child, schema) ?? child),
      required: required.has(name),
      doc: using.docOf(child),
    })),
    ...undeclaredNames(schema, listed).map((name) => ({
      name,
      type: undeclaredType(name, schema, using.typeOf),
      required: required.has(name),
      doc: [],
    })),
  ];
}

/** The names that a schema mentions and `properties` does not describe. */
function undeclaredNames(schema: SchemaObject, listed: readonly string[] = []): string[] {
  const { required = [], properties = {} } = schema;
  const names = new Set([...required, ...Object.keys(declaredProperties(schema)), ...listed]);
  return [...names].filter((name) => !Object.hasOwn(properties, name));
}

/** The names that `propertyNames` allows, where it lists them. */
function listedNames(
  { propertyNames }: SchemaObject,
  listedOf: MemberTypes["listedOf"],
): readonly string[] | undefined {
  const listed = propertyNames === undefined ? undefined : listedOf(propertyNames);
  return listed?.filter((name) => typeof name === "string" && name !== "__proto__") as string[] | undefined;
}

/** A member's schema with those of the patterns that match its name; `undefined` when nothing describes it. */
function describing(
  name: string,
  own: Schema | undefined,
  { patternProperties = {} }: SchemaObject,
): Schema | undefined {
  const matching = Object.entries(patternProperties).flatMap(([pattern, schema]) =>
    matchesPattern(pattern, name) ? [schema] : [],
  );
  const all = own === undefined ? matching : [own, ...matching];
  return all.length < 2 ? all[0] : { allOf: all };
}

/** What a member that `properties` does not name may be, by the patterns that match it, else by what is further. */
function undeclaredType(
  name: string,
  schema: SchemaObject,
  typeOf: (schema: Schema) => TypeExpression,
): TypeExpression {
  const matched = describing(name, undefined, schema);
  if (matched !== undefined) return typeOf(matched);
  const { additionalProperties: further } = schema;
  return further === undefined ? unknownType : typeOf(further);
}

/** What members beyond the declared ones may be; `undefined` when the schema does not say, or allows none. */
function furtherType(
  schema: SchemaObject,
  typeOf: (schema: Schema) => TypeExpression,
): TypeExpression | undefined {
  const { patternProperties, properties = {} } = schema;
  const patterns = Object.values(patternProperties ?? {});
  const further = schema.additionalProperties ?? ownUnevaluated(schema);
  if (further === false && patterns.length === 0) {
    const empty = Object.keys(properties).length === 0 && (schema.required ?? []).length === 0;
    return empty ? neverType : undefined;
  }
  if (further === undefined && patterns.length === 0) return undefined;
  return further === undefined ? unknownType : unionOf([typeOf(further), ...patterns.map(typeOf)]);
}

/** `unevaluatedProperties` reaches what other schemas in place leave; beside such, only `false` and nothing are sure. */
function ownUnevaluated(schema: SchemaObject): Schema | undefined {
  const { unevaluatedProperties: further } = schema;
  if (further === undefined) return undefined;
  const alone = schema.$ref === undefined && inPlaceSubschemas(schema).length === 0;
  if (alone) return further;
  return further === false ? undefined : true;
}

/**
 * In TypeScript an index signature must cover the declared members too: it is widened to the union with them, or to
 * `unknown` where that union would be hard to read.
 */
function indexType(further: TypeExpression, members: readonly Member[]): TypeExpression {
  if (members.length === 0 || further.kind === "unknown") return further;
  const types = [further, ...members.map(({ type }) => type)];
  if (!types.every(isSimple)) return unknownType;
  const optional = members.some(({ required }) => !required);
  return unionOf([...types, ...(optional ? [undefinedType] : [])]);
}

function isSimple(type: TypeExpression): boolean {
  if (type.kind === "union") return type.of.length <= 4 && type.of.every(isSimple);
  return (
    type.kind === "primitive" || type.kind === "literal" || type.kind === "reference" || type.kind === "never"
  );
}
