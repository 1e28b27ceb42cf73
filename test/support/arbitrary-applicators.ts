import fc from "fast-check";

const names = ["a", "b", "ab", "c", "toString"] as const;
const name = fc.constantFrom(...names);
const pattern = fc.constantFrom("^a", "b$", "^[ab]+$", "c|d");
const count = fc.integer({ min: 0, max: 3 });
const assertions: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(
  { type: "string" },
  { type: "number" },
  { type: "null" },
  { type: "object" },
  { type: "array" },
  { const: 1 },
  { enum: ["x", 1] },
  { required: ["a"] },
  { required: ["b"] },
  { required: ["toString"] },
  { minProperties: 2 },
  { maxProperties: 2 },
  { minItems: 2 },
  { minLength: 2 },
  {},
  true,
  false,
);

/**
 * Schemas (2020-12) that combine every applicator, over few names so that they meet. They may apply some definitions to
 * the same value, and any to members and items, so that recursion ends with the value.
 */
function schemasWith(inPlace: readonly string[]): fc.Arbitrary<unknown> {
  return fc.letrec<{ schema: unknown }>((tie) => {
    const sub = tie("schema");
    const reference = fc.constantFrom("#", ...definitions).map(($ref) => ({ $ref }));
    const child = fc.oneof({ weight: 4, arbitrary: sub }, { weight: 1, arbitrary: reference });
    const several = fc.array(sub, { minLength: 1, maxLength: 3 });
    const membersOf = (arbitrary: fc.Arbitrary<unknown>): fc.Arbitrary<Record<string, unknown>> =>
      fc.dictionary(name, arbitrary, { maxKeys: 3, noNullPrototype: true });
    const keyword: Record<string, fc.Arbitrary<unknown>> = {
      properties: membersOf(child),
      patternProperties: fc.dictionary(pattern, child, { maxKeys: 2, noNullPrototype: true }),
      additionalProperties: child,
      propertyNames: fc.oneof(sub, fc.constant({ pattern: "^[a-c]" })),
      dependentSchemas: membersOf(sub),
      dependentRequired: membersOf(fc.uniqueArray(name, { maxLength: 2 })),
      allOf: several,
      anyOf: several,
      oneOf: several,
      not: sub,
      if: sub,
      then: sub,
      else: sub,
      prefixItems: fc.array(child, { minLength: 1, maxLength: 3 }),
      items: child,
      contains: child,
      minContains: count,
      maxContains: count,
      unevaluatedProperties: fc.oneof(fc.constant(false), child),
      unevaluatedItems: fc.oneof(fc.constant(false), child),
      ...(inPlace.length > 0 ? { $ref: fc.constantFrom(...inPlace) } : {}),
    };
    const some = (maxLength: number): fc.Arbitrary<string[]> =>
      fc.subarray(Object.keys(keyword), { minLength: 1, maxLength });
    const object = fc
      .oneof(
        some(5),
        some(4).map((chosen) => [...chosen, "unevaluatedProperties"]),
        some(4).map((chosen) => [...chosen, "unevaluatedItems"]),
        some(3).map((chosen) => [...chosen, "if", "then", "else", "unevaluatedProperties"]),
      )
      .chain((chosen) =>
        fc.record(Object.fromEntries(chosen.map((each) => [each, keyword[each] as fc.Arbitrary<unknown>]))),
      );
    const asserting = fc.tuple(object, assertions).map(([applied, more]) => ({
      ...applied,
      ...(typeof more === "object" ? more : {}),
    }));
    return {
      schema: fc.oneof(
        { depthSize: "small", withCrossShrink: true, maxDepth: 4 },
        { weight: 2, arbitrary: assertions },
        { weight: 4, arbitrary: object },
        { weight: 2, arbitrary: asserting },
      ),
    };
  }).schema;
}

const definitions = ["#/$defs/x", "#/$defs/y", "#/$defs/z"] as const;

/** Schemas with definitions that they refer to. */
export const applicatorDocuments: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc
  .tuple(
    schemasWith(definitions),
    fc.record({
      x: schemasWith(definitions.slice(1)),
      y: schemasWith(definitions.slice(2)),
      z: schemasWith([]),
    }),
  )
  .map(([schema, $defs]) => ({ ...(typeof schema === "object" ? schema : { allOf: [schema] }), $defs }));

/** Values over the same names. */
export const applicatorValues: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true, maxDepth: 3 },
    { weight: 2, arbitrary: fc.constantFrom<unknown>("x", "xyz", 1, null, true) },
    { weight: 1, arbitrary: fc.array(tie("value"), { maxLength: 4 }) },
    {
      weight: 3,
      arbitrary: fc.dictionary(fc.constantFrom(...names, "d", "z"), tie("value"), {
        maxKeys: 4,
        noNullPrototype: true,
      }),
    },
  ),
})).value;
