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

/** Schemas (2020-12) that combine every applicator, with references that recur, over few names so that they meet. */
export const applicatorSchemas: fc.Arbitrary<unknown> = fc.letrec<{ schema: unknown }>((tie) => {
  const sub = tie("schema");
  const several = fc.array(sub, { minLength: 1, maxLength: 3 });
  const members = fc.dictionary(name, sub, { maxKeys: 3, noNullPrototype: true });
  const reference = fc.constantFrom("#", "#/$defs/x", "#/$defs/y", "#/$defs/z");
  const condition = fc.record({ if: sub, then: sub, else: sub }, { requiredKeys: ["if"] });
  const keyword: Record<string, fc.Arbitrary<unknown>> = {
    properties: members,
    patternProperties: fc.dictionary(pattern, sub, { maxKeys: 2, noNullPrototype: true }),
    additionalProperties: sub,
    propertyNames: fc.oneof(sub, fc.constant({ pattern: "^[a-c]" })),
    dependentSchemas: members,
    dependentRequired: fc.dictionary(name, fc.uniqueArray(name, { maxLength: 2 }), { maxKeys: 2, noNullPrototype: true }),
    allOf: several,
    anyOf: several,
    oneOf: several,
    not: sub,
    $ref: reference,
    prefixItems: several,
    items: sub,
    contains: sub,
    minContains: count,
    maxContains: count,
    unevaluatedProperties: fc.oneof(fc.constant(false), sub),
    unevaluatedItems: fc.oneof(fc.constant(false), sub),
  };
  const chosen = fc.oneof(
    fc.subarray(Object.keys(keyword), { minLength: 1, maxLength: 4 }),
    fc.subarray(Object.keys(keyword), { maxLength: 3 }).map((some) => [...some, "unevaluatedProperties"]),
    fc.subarray(Object.keys(keyword), { maxLength: 3 }).map((some) => [...some, "unevaluatedItems"]),
  );
  const combined = fc
    .tuple(
      chosen.chain((keys) => fc.record(Object.fromEntries(keys.map((key) => [key, keyword[key] as fc.Arbitrary<unknown>])))),
      fc.option(condition, { nil: {}, freq: 3 }),
      fc.option(assertions, { nil: {}, freq: 2 }),
    )
    .map(([applied, choice, more]) => ({ ...applied, ...choice, ...(typeof more === "object" ? more : {}) }));
  return {
    schema: fc.oneof(
      { depthSize: "small", withCrossShrink: true, maxDepth: 4 },
      { weight: 2, arbitrary: assertions },
      { weight: 5, arbitrary: combined },
    ),
  };
}).schema;

/** The same with definitions that they refer to. */
export const applicatorDocuments: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc
  .tuple(applicatorSchemas, fc.record({ x: applicatorSchemas, y: applicatorSchemas, z: applicatorSchemas }))
  .map(([schema, $defs]) => ({ ...(typeof schema === "object" ? schema : { allOf: [schema] }), $defs }));

/** Values over the same names. */
export const applicatorValues: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true, maxDepth: 3 },
    { weight: 2, arbitrary: fc.constantFrom<unknown>("x", "xyz", 1, null, true) },
    { weight: 1, arbitrary: fc.array(tie("value"), { maxLength: 4 }) },
    {
      weight: 3,
      arbitrary: fc.dictionary(fc.constantFrom(...names, "d", "z"), tie("value"), { maxKeys: 4, noNullPrototype: true }),
    },
  ),
})).value;
