import { declaredProperties } from "../contract/object-shape.js";
import { inPlaceSubschemas, type Schema, type SchemaObject } from "../contract/schema.js";
import { matchesPattern } from "../patterns/text-pattern.js";
import { type Member, neverType, type TypeExpression, unionOf, unknownType } from "./type-expression.js";

/**
 * What a schema's own keywords say about the members of an object, or `undefined` when that is nothing. There is an
 * index signature only where the schema says what further members are.
 */
export function objectType(
  schema: SchemaObject,
  typeOf: (schema: Schema) => TypeExpression,
  docOf: (schema: Schema) => readonly string[],
): TypeExpression | undefined {
  const members = membersOf(schema, typeOf, docOf);
  const further = furtherType(schema, typeOf);
  if (members.length === 0 && further === undefined) return undefined;
  return { kind: "object", members, index: further && indexType(further, members) };
}

function membersOf(
  schema: SchemaObject,
  typeOf: (schema: Schema) => TypeExpression,
  docOf: (schema: Schema) => readonly string[],
): Member[] {
  const required = new Set(schema.required);
  const declared = schema.properties ?? {};
  const undeclared = [...required].filter((name) => !Object.hasOwn(declared, name));
  const known = Object.keys(declaredProperties(schema)).filter((name) => !Object.hasOwn(declared, name));
  return [
    ...Object.entries(declared).map(([name, child]) => ({
      name,
      type: typeOf(child),
      required: required.has(name),
      doc: docOf(child),
    })),
    ...[...new Set([...undeclared, ...known])].map((name) => ({
      name,
      type: undeclaredType(name, schema, typeOf),
      required: required.has(name),
      doc: [],
    })),
  ];
}

/** What a member that `properties` does not name may be, by the patterns that match it, else by what is further. */
function undeclaredType(
  name: string,
  schema: SchemaObject,
  typeOf: (schema: Schema) => TypeExpression,
): TypeExpression {
  const matching = Object.entries(schema.patternProperties ?? {}).find(([pattern]) =>
    matchesPattern(pattern, name),
  );
  if (matching) return typeOf(matching[1]);
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
  const said = schema.additionalProperties ?? ownUnevaluated(schema);
  if (said === false && patterns.length === 0) {
    const empty = Object.keys(properties).length === 0 && (schema.required ?? []).length === 0;
    return empty ? neverType : undefined;
  }
  if (said === undefined && patterns.length === 0) return undefined;
  return said === undefined ? unknownType : unionOf([typeOf(said), ...patterns.map(typeOf)]);
}

/** `unevaluatedProperties` reaches what other schemas in place leave; beside such, only `false` and nothing are sure. */
function ownUnevaluated(schema: SchemaObject): Schema | undefined {
  const { unevaluatedProperties: said } = schema;
  if (said === undefined) return undefined;
  const alone = schema.$ref === undefined && [...inPlaceSubschemas(schema)].length === 0;
  if (alone) return said;
  return said === false ? undefined : true;
}

/**
 * TypeScript wants an index signature to cover the declared members too: it is widened to the union with them, or to
 * `unknown` where that union would be no easy reading.
 */
function indexType(further: TypeExpression, members: readonly Member[]): TypeExpression {
  if (members.length === 0 || further.kind === "unknown") return further;
  const types = [further, ...members.map(({ type }) => type)];
  if (!types.every(isSimple)) return unknownType;
  const optional = members.some(({ required }) => !required);
  return unionOf([...types, ...(optional ? [undefinedType] : [])]);
}

const undefinedType: TypeExpression = { kind: "primitive", name: "undefined" };

function isSimple(type: TypeExpression): boolean {
  if (type.kind === "union") return type.of.length <= 4 && type.of.every(isSimple);
  return (
    type.kind === "primitive" || type.kind === "literal" || type.kind === "reference" || type.kind === "never"
  );
}
