import type { Schema, SchemaObject } from "../contract/schema.js";
import type { Conjunct } from "./conjunct.js";
import { listedValues, literalType } from "./kind-types.js";
import {
  neverType,
  presentType,
  type TypeExpression,
  typeKey,
  unionOf,
  unknownType,
} from "./type-expression.js";
import { allKinds, kindBit, kindOf } from "./value-kinds.js";

/** What is known of a member in every case: the values that are left, if they are listed. */
export interface KnownMember {
  readonly values: TypeExpression | undefined;
  readonly required: boolean;
}

const annotations: ReadonlySet<string> = new Set([
  "title",
  "description",
  "default",
  "examples",
  "deprecated",
]);

/**
 * What holds where a condition fails, if that can be said as a type: a condition on one member's listed values, or on
 * the presence of one member. Anything for other conditions.
 */
export function failing(condition: Schema, known: (name: string) => KnownMember): Conjunct | undefined {
  if (typeof condition === "boolean") return undefined;
  const keywords = Object.keys(condition).filter(
    (keyword) => !annotations.has(keyword) && keyword !== "type",
  );
  if (!isAboutObjects(condition)) return undefined;
  const names = Object.keys(condition.properties ?? {});
  const { required = [] } = condition;
  if (keywords.some((keyword) => keyword !== "properties" && keyword !== "required")) return undefined;
  const [name] = names.length > 0 ? names : required;
  if (name === undefined || names.length > 1 || required.some((each) => each !== name)) return undefined;
  const isPlain = condition.type === undefined;
  const member = known(name);
  if (names.length === 0) return absent(name, !isPlain);
  const refused = listed(condition.properties?.[name] ?? true);
  if (refused === undefined) return undefined;
  const type = member.values === undefined ? presentType : without(member.values, refused);
  const present = !required.includes(name) || member.required;
  return objectWith(name, type, present, isPlain);
}

/** An object without a member, or a value of another kind. */
export function absent(name: string, others: boolean): Conjunct {
  const object = {
    members: new Map([[name, { name, type: neverType, required: false, doc: [] }]]),
    maps: [],
    closed: false,
    declares: false,
  };
  const kinds = others ? allKinds : kindBit("object");
  return { kinds, references: [], object, array: undefined, values: undefined };
}

/** An object that has a member. */
export function present(name: string): Conjunct {
  return objectWith(name, unknownType, true, true);
}

function objectWith(name: string, type: TypeExpression, required: boolean, isPlain: boolean): Conjunct {
  const object = {
    members: new Map([
      [name, { name, type: required && type.kind === "unknown" ? presentType : type, required, doc: [] }],
    ]),
    maps: [],
    closed: false,
    declares: false,
  };
  // A condition that names `object` fails for every other kind of value, too; one without accepts those.
  return {
    kinds: isPlain ? kindBit("object") : allKinds,
    references: [],
    object,
    array: undefined,
    values: undefined,
  };
}

function isAboutObjects({ type }: SchemaObject): boolean {
  return type === undefined || (type.length === 1 && type[0] === "object");
}

/** The values that a schema lists and does not restrict further. */
function listed(schema: Schema): TypeExpression | undefined {
  if (typeof schema === "boolean") return undefined;
  const others = Object.keys(schema).filter(
    (keyword) => !annotations.has(keyword) && keyword !== "const" && keyword !== "enum" && keyword !== "type",
  );
  const values = listedValues(schema);
  if (others.length > 0 || values === undefined) return undefined;
  if (schema.type !== undefined && !values.every((value) => schema.type?.includes(kindOf(value) as "string")))
    return undefined;
  return unionOf(values.map(literalType));
}

function without(values: TypeExpression, refused: TypeExpression): TypeExpression {
  const keys = new Set((refused.kind === "union" ? refused.of : [refused]).map(typeKey));
  return unionOf(
    (values.kind === "union" ? values.of : [values]).filter((value) => !keys.has(typeKey(value))),
  );
}
