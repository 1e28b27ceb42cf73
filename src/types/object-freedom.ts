import { declaredProperties } from "../contract/object-shape.js";
import type { Location, Schema } from "../contract/schema.js";
import { newInPlaceFacts } from "./in-place-facts.js";
import { type KindSet, kindBit } from "./value-kinds.js";

interface Freedom {
  readonly declares: boolean;
  readonly explicit: boolean;
}

/**
 * Finds whether an object may have any members in a case that declares none: no schema in place declares some, or one
 * says what further members are.
 */
export function newFreedom(
  resolve: (location: Location) => Schema,
  kindsOf: (schema: Schema) => KindSet,
): (schema: Schema) => boolean {
  const freedomOf = newInPlaceFacts<Freedom>(resolve, (schema, referred, parts) => {
    if (typeof schema === "boolean") return { declares: false, explicit: false };
    const facts = [
      ...(referred ? [referred] : []),
      ...parts.flatMap(({ keyword, fact, part }) =>
        keyword === "not" || !(kindsOf(part) & kindBit("object")) ? [] : fact,
      ),
    ];
    const { patternProperties = {}, additionalProperties, unevaluatedProperties } = schema;
    return {
      declares:
        Object.keys(declaredProperties(schema)).length + Object.keys(patternProperties).length > 0 ||
        facts.some(({ declares }) => declares),
      explicit:
        additionalProperties !== undefined ||
        unevaluatedProperties !== undefined ||
        facts.some(({ explicit }) => explicit),
    };
  });
  const known = new Map<Schema, boolean>();
  return (schema) => {
    const before = known.get(schema);
    if (before !== undefined) return before;
    const { declares, explicit } = freedomOf(schema);
    known.set(schema, !declares || explicit);
    return !declares || explicit;
  };
}
