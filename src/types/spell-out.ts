import type { Location, Schema, SchemaObject } from "../contract/schema.js";
import type { KnownMember } from "./known-member.js";
import { acceptsScalar, type Scalar } from "./scalar-validity.js";
import { allKinds, type KindSet, typesOfKinds } from "./value-kinds.js";

/** What the values of members are read from. */
export interface MemberReaders {
  readonly resolve: (location: Location) => Schema;
  readonly kindsOf: (schema: Schema) => KindSet;
  readonly listedOf: (schema: Schema) => readonly Scalar[] | undefined;
  /** What the schemas that hold beside a condition say of a member. */
  readonly knownIn: (roots: readonly Schema[], name: string) => KnownMember;
}

/** Spells conditions on members out. */
export interface Spelling {
  /** The listed values of a member that a condition takes. */
  readonly acceptedOf: (schema: Schema, known: KnownMember) => readonly Scalar[] | undefined;
  /** The condition with the listed values that it leaves of each member. */
  readonly spelledOut: (condition: Schema, roots: readonly Schema[]) => Schema;
}

/** Replaces what a condition says of members whose values are listed by the values that it takes. */
export function newSpelling({ resolve, kindsOf, listedOf, knownIn }: MemberReaders): Spelling {
  function acceptedOf(schema: Schema, known: KnownMember): readonly Scalar[] | undefined {
    return listedOf(known.schema)?.filter((value) => acceptsScalar(schema, value, resolve) !== false);
  }

  function spelledOut(condition: Schema, roots: readonly Schema[]): Schema {
    if (typeof condition === "boolean") return condition;
    const inner = (part: Schema): Schema => spelledOut(part, roots);
    const { $ref, properties, allOf, anyOf, oneOf, ...rest } = condition;
    const all = [...(allOf ?? []), ...($ref === undefined ? [] : [resolve($ref)])];
    return {
      ...rest,
      ...(properties === undefined ? {} : { properties: spelledMembers(properties, roots) }),
      ...(all.length === 0 ? {} : { allOf: all.map(inner) }),
      ...(anyOf === undefined ? {} : { anyOf: anyOf.map(inner) }),
      ...(oneOf === undefined ? {} : { oneOf: oneOf.map(inner) }),
    };
  }

  function spelledMembers(
    properties: Readonly<Record<string, Schema>>,
    roots: readonly Schema[],
  ): Readonly<Record<string, Schema>> {
    const entries = Object.entries(properties).map(([name, schema]): [string, Schema] => {
      const known = knownIn(roots, name);
      const accepted = acceptedOf(schema, known);
      const kinds = kindsOf(known.schema);
      if (accepted !== undefined) return [name, { ...words(schema), enum: accepted }];
      const spelled = spelledOut(schema, [known.schema]);
      if (typeof spelled === "boolean" || kinds === allKinds || spelled.type !== undefined)
        return [name, spelled];
      return [name, { ...spelled, type: typesOfKinds(kinds) }];
    });
    return Object.fromEntries(entries);
  }

  return { acceptedOf, spelledOut };
}

function words(schema: Schema): SchemaObject {
  if (typeof schema === "boolean") return {};
  const { title, description } = schema;
  return { ...(title === undefined ? {} : { title }), ...(description === undefined ? {} : { description }) };
}
