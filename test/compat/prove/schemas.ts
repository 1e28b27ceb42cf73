import fc from "fast-check";

/** JSON Schemas (2020-12) of a small vocabulary, so that two of them have much to do with each other. */
export const schemas: fc.Arbitrary<unknown> = fc.letrec<{ schema: unknown }>((tie) => {
  const sub = tie("schema");
  const name = fc.constantFrom("a", "b", "c");
  const count = fc.integer({ min: 0, max: 3 });
  const names = fc.uniqueArray(name, { maxLength: 3 });
  const pattern = fc.constantFrom("^a", "b$", "^[ab]+$", "^.{2}$", "c|d");
  const number = fc.constantFrom(-1, 0, 0.5, 1, 1.5, 2, 3, 10);
  const value = fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    1,
    2,
    1.5,
    "",
    "a",
    "ab",
    "c",
    [],
    [1],
    ["a"],
    {},
    { a: 1 },
    { a: 1, b: "a" },
  );
  const some = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
    fc.array(arbitrary, { minLength: 1, maxLength: 3 });
  const keyword: Record<string, fc.Arbitrary<unknown>> = {
    type: fc.oneof(
      fc.constantFrom("null", "boolean", "number", "integer", "string", "array", "object"),
      fc.uniqueArray(fc.constantFrom("null", "boolean", "number", "integer", "string", "array", "object"), {
        minLength: 1,
        maxLength: 4,
      }),
    ),
    enum: fc.uniqueArray(value, { minLength: 1, maxLength: 4 }),
    const: value,
    minimum: number,
    maximum: number,
    exclusiveMinimum: number,
    exclusiveMaximum: number,
    multipleOf: fc.constantFrom(0.5, 1, 2, 3, 0.1),
    minLength: count,
    maxLength: count,
    pattern,
    format: fc.constantFrom("date", "ipv4"),
    minItems: count,
    maxItems: count,
    uniqueItems: fc.boolean(),
    prefixItems: some(sub),
    items: sub,
    contains: sub,
    minContains: count,
    maxContains: count,
    unevaluatedItems: sub,
    minProperties: count,
    maxProperties: count,
    required: names,
    dependentRequired: fc.dictionary(name, names, { maxKeys: 2, noNullPrototype: true }),
    properties: fc.dictionary(name, sub, { maxKeys: 3, noNullPrototype: true }),
    patternProperties: fc.dictionary(pattern, sub, { maxKeys: 2, noNullPrototype: true }),
    additionalProperties: sub,
    propertyNames: sub,
    dependentSchemas: fc.dictionary(name, sub, { maxKeys: 2, noNullPrototype: true }),
    unevaluatedProperties: sub,
    allOf: some(sub),
    anyOf: some(sub),
    oneOf: some(sub),
    not: sub,
    if: sub,
    then: sub,
    else: sub,
  };
  const object = fc
    .uniqueArray(fc.constantFrom(...Object.keys(keyword)), { minLength: 0, maxLength: 4 })
    .chain((chosen) =>
      fc.record(Object.fromEntries(chosen.map((each) => [each, keyword[each] as fc.Arbitrary<unknown>]))),
    );
  return {
    schema: fc.oneof(
      { depthSize: "small", withCrossShrink: true, maxDepth: 3 },
      { weight: 1, arbitrary: fc.boolean() },
      { weight: 6, arbitrary: object },
    ),
  };
}).schema;

/** Instances of the same vocabulary. */
export const instances: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true, maxDepth: 2 },
    fc.constantFrom<unknown>(
      null,
      true,
      false,
      -1,
      0,
      0.5,
      1,
      1.5,
      2,
      3,
      6,
      10,
      "",
      "a",
      "ab",
      "b",
      "c",
      "abc",
      "dd",
      "2026-01-01",
      "192.0.2.1",
    ),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom("a", "b", "c", "ab", "d", "e"), tie("value"), {
      maxKeys: 4,
      noNullPrototype: true,
    }),
  ),
})).value;
