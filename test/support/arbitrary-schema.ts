import fc from "fast-check";

const names = ["a", "b", "c"];
/** Small schemas that nest and combine, over few names so that they meet. */
export const schemas: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3 },
    fc.constant({ type: "string" }),
    fc.constant({ type: "number" }),
    tie("object"),
    tie("combined"),
    fc.constant(true),
  ),
  object: fc.record(
    {
      type: fc.constant("object"),
      properties: fc.dictionary(fc.constantFrom(...names), tie("schema"), { maxKeys: 3 }),
      required: fc.uniqueArray(fc.constantFrom(...names), { maxLength: 1 }),
      patternProperties: fc.dictionary(fc.constantFrom("^a", "b$"), tie("schema"), { maxKeys: 1 }),
      additionalProperties: fc.oneof(fc.boolean(), tie("schema")),
    },
    { requiredKeys: ["type"] },
  ),
  combined: fc.oneof(
    ...["allOf", "anyOf", "oneOf"].map((keyword) =>
      fc.array(tie("schema"), { minLength: 1, maxLength: 3 }).map((list) => ({ [keyword]: list })),
    ),
    fc.record({
      if: tie("schema"),
      then: tie("schema"),
      else: tie("schema"),
      properties: fc.dictionary(fc.constantFrom(...names), tie("schema")),
    }),
    tie("schema").map((not) => ({ not })),
  ),
})).schema;

/** Small values over the same names, and one that no schema declares. */
export const values: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constant("x"),
    fc.constant(1),
    fc.dictionary(fc.constantFrom(...names, "z"), tie("value"), { maxKeys: 4 }),
  ),
})).value;
