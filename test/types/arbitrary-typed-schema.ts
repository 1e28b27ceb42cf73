import fc from "fast-check";

const names = ["a", "b", "c"];
const letters = ["x", "y"];

/** Conditions on the value of one member. */
const valueConditions = fc
  .tuple(fc.constantFrom(...names), fc.constantFrom(...letters), fc.boolean())
  .map(isValue);

/**
 * Schemas with every applicator that types follow, many without `type`, over few names so that they meet. Without
 * `additionalProperties`: in one branch it opens the publisher's form of all branches, beyond what their types say.
 */
const inner: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom({ type: "string" }, { type: "number" }, true, { type: "object" }),
    fc.uniqueArray(fc.constantFrom(...letters), { minLength: 1 }).map((values) => ({ enum: values })),
    tie("object"),
    tie("object"),
    tie("array"),
    tie("combined"),
    tie("conditional"),
    fc.constantFrom("#/$defs/one", "#/$defs/two").map(($ref) => ({ $ref })),
    fc.tuple(fc.constantFrom("#/$defs/one", "#/$defs/two"), tie("object")).map(beside),
  ),
  object: fc.record(
    {
      type: fc.constant("object"),
      properties: members(tie("schema"), 3),
      required: fc.uniqueArray(fc.constantFrom(...names), { maxLength: 2 }),
      patternProperties: fc.dictionary(fc.constantFrom("^a", "b$"), tie("schema"), { maxKeys: 1 }),
      propertyNames: fc
        .uniqueArray(fc.constantFrom(...names), { minLength: 1 })
        .map((values) => ({ enum: values })),
      dependentSchemas: members(tie("schema"), 1),
      dependentRequired: fc.dictionary(fc.constantFrom(...names), fc.constantFrom(["a"], ["b"]), {
        maxKeys: 1,
      }),
    },
    { requiredKeys: [] },
  ),
  array: fc.record(
    {
      type: fc.constant("array"),
      items: tie("schema"),
      prefixItems: fc.array(tie("schema"), { minLength: 1, maxLength: 2 }),
      minItems: fc.constantFrom(0, 1, 2),
      maxItems: fc.constantFrom(0, 1, 2, 3),
    },
    { requiredKeys: ["type"] },
  ),
  combined: fc
    .tuple(
      fc.constantFrom("allOf", "anyOf", "oneOf"),
      fc.array(tie("schema"), { minLength: 1, maxLength: 3 }),
      fc.option(members(tie("schema"), 2)),
    )
    .map(([keyword, list, properties]) => ({
      [keyword]: list,
      ...(properties === null ? {} : { properties }),
    })),
  conditional: fc.record(
    {
      type: fc.constant("object"),
      if: fc.oneof(
        tie("schema"),
        valueConditions,
        valueConditions.map((condition) => ({ not: condition })),
        fc.tuple(valueConditions, valueConditions).map((list) => ({ anyOf: list })),
        fc.tuple(valueConditions, valueConditions).map((list) => ({ allOf: list })),
        fc.constantFrom(...names).map((name) => ({ required: [name] })),
      ),
      then: tie("schema"),
      else: tie("schema"),
      properties: members(tie("schema"), 2),
      required: fc.uniqueArray(fc.constantFrom(...names), { maxLength: 1 }),
    },
    { requiredKeys: ["if"] },
  ),
})).schema as fc.Arbitrary<unknown>;

/** Whole schemas with two definitions that they refer to. */
export const typedSchemas: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc
  .tuple(inner, inner, inner)
  .map(([schema, one, two]) => ({
    $defs: { one: withoutReferences(one), two: withoutReferences(two) },
    ...(typeof schema === "object" ? schema : { allOf: [schema] }),
  }));

/** Small values over the same names and letters, and a name that no schema declares. */
export const typedValues: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom("x", "y", "z", 1, null),
    fc.dictionary(fc.constantFrom(...names, "z"), tie("value"), { maxKeys: 4 }),
    fc.dictionary(fc.constantFrom(...names), fc.constantFrom("x", "y", 1), { maxKeys: 3 }),
    fc.array(tie("value"), { maxLength: 3 }),
  ),
})).value as fc.Arbitrary<unknown>;

function members(schema: fc.Arbitrary<unknown>, maxKeys: number): fc.Arbitrary<Record<string, unknown>> {
  return fc.dictionary(fc.constantFrom(...names), schema, { maxKeys });
}

function beside([$ref, object]: [string, unknown]): unknown {
  return { ...(object as object), $ref };
}

function isValue([name, letter, required]: [string, string, boolean]): unknown {
  return { properties: { [name]: { const: letter } }, ...(required ? { required: [name] } : {}) };
}

/** A definition's own references would lead round in a circle as often as not. */
function withoutReferences(schema: unknown): unknown {
  const text = JSON.stringify(schema).replaceAll(/"\$ref":"[^"]*"/g, '"title":"no reference"');
  return JSON.parse(text) as unknown;
}
