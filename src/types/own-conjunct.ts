import { commentLines } from "../code/doc-comment.js";
import { declaredProperties } from "../contract/object-shape.js";
import type { Location, Schema, SchemaObject } from "../contract/schema.js";
import { arrayType } from "./array-type.js";
import { anythingOf, type Conjunct, type ObjectPart, possible } from "./conjunct.js";
import { enumeratedValues } from "./kind-types.js";
import { alwaysApplied } from "./known-member.js";
import { objectType } from "./object-type.js";
import type { Scalar } from "./scalar-validity.js";
import { schemaDoc } from "./schema-doc.js";
import { type Member, type ObjectType, type TypeExpression, unknownType } from "./type-expression.js";
import { type KindSet, kindBit } from "./value-kinds.js";

/** Reads the keywords of a schema that apply no schema to the same value. */
export interface OwnKeywords {
  /** What they say of values of these kinds; `undefined` where there are no such values. */
  readonly ownConjunct: (schema: SchemaObject, kinds: KindSet) => Conjunct | undefined;
  /**
   * What a definition, and all that always applies beside it, says of members that it does not declare, where those
   * are scalars: only literals of such are not read by the type of the definition.
   */
  readonly mapsOf: (location: Location) => readonly ObjectType[];
}

/** Reads own keywords; `typeOf` gives the types of items and members. */
export function newOwnKeywords(
  resolve: (location: Location) => Schema,
  kindsOf: (schema: Schema) => KindSet,
  listedOf: (schema: Schema) => readonly Scalar[] | undefined,
  typeOf: (schema: Schema) => TypeExpression,
): OwnKeywords {
  const maps = new Map<Location, readonly ObjectType[]>();

  function ownConjunct(schema: SchemaObject, kinds: KindSet): Conjunct | undefined {
    const values = enumeratedValues(schema) && (listedOf(schema) ?? enumeratedValues(schema));
    return possible({
      ...anythingOf(kinds),
      references: schema.$ref === undefined ? [] : [schema.$ref],
      object: kinds & kindBit("object") ? objectPart(schema) : undefined,
      array: kinds & kindBit("array") ? arrayType(schema, typeOf) : undefined,
      values,
    });
  }

  function objectPart(schema: SchemaObject): ObjectPart | undefined {
    const type = objectType(schema, { typeOf, docOf, listedOf });
    const closed = schema.additionalProperties === false || schema.unevaluatedProperties === false;
    if (type === undefined) return undefined;
    const isMap = type.index !== undefined;
    const members = new Map(isMap ? [] : type.members.map((member) => [member.name, member]));
    const declares =
      isMap || Object.keys(declaredProperties(schema)).length > 0 || schema.propertyNames !== undefined;
    return { members, maps: isMap ? [type] : [], closed, declares };
  }

  function mapsOf(location: Location): readonly ObjectType[] {
    const known = maps.get(location);
    if (known !== undefined) return known;
    const found = alwaysApplied([resolve(location)], resolve)
      .filter(({ patternProperties = {}, additionalProperties, unevaluatedProperties }) => {
        const further = additionalProperties ?? unevaluatedProperties;
        return further !== undefined && [further, ...Object.values(patternProperties)].every(isScalarSchema);
      })
      .flatMap((schema): ObjectType[] => {
        const members = Object.keys(declaredProperties(schema)).map(
          (name): Member => ({ name, type: unknownType, required: false, doc: [] }),
        );
        const { properties, required, ...further } = schema;
        const type = objectType(further, { typeOf, docOf, listedOf });
        return type?.index === undefined ? [] : [{ ...type, members }];
      });
    maps.set(location, found);
    return found;
  }

  function isScalarSchema(schema: Schema): boolean {
    return (kindsOf(schema) & (kindBit("array") | kindBit("object"))) === 0;
  }

  /** A property that only refers to a definition is documented in the definition's words. */
  function docOf(schema: Schema): readonly string[] {
    const own = schemaDoc(schema);
    if (own.length > 0 || typeof schema === "boolean" || schema.$ref === undefined) return own;
    const target = resolve(schema.$ref);
    return typeof target === "object" && target.description !== undefined
      ? commentLines(target.description)
      : own;
  }

  return { ownConjunct, mapsOf };
}
