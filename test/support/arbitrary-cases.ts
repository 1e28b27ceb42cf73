import fc from "fast-check";

const kinds = ["k", "l", "m"] as const;
const names = ["x", "y"] as const;
const members = ["a", "b"] as const;

/** What a member may be: free-form, a map, or an object that declares some names, perhaps with cases of its own. */
const member: fc.Arbitrary<unknown> = fc.letrec<{ member: unknown }>((tie) => ({
  member: fc.oneof(
    { maxDepth: 2 },
    fc.constantFrom<unknown>({ type: "object" }, true, {}, { $ref: "#/$defs/base" }),
    { weight: 3, arbitrary: declaring(fc.constantFrom<unknown>(true, {}, { type: "object" })) },
    { weight: 2, arbitrary: declaring(tie("member")) },
    fc.record({ type: fc.constant("array"), items: tie("member") }),
    fc.record({ type: fc.constant("object"), additionalProperties: tie("member") }),
    fc.tuple(fc.constantFrom("anyOf", "oneOf", "allOf"), tie("member"), tie("member")).map(combined),
  ),
})).member;

/** Some properties, distinguished from those of other cases by a kind, which may be required or not. */
const oneCase: fc.Arbitrary<object> = fc
  .tuple(fc.constantFrom(...kinds), dictionary(members, member), fc.boolean())
  .map(([kind, properties, isRequired]) => ({
    properties: { kind: { const: kind }, ...properties },
    ...(isRequired ? { required: ["kind"] } : {}),
  }));

const branches = fc.array(fc.oneof(oneCase, declaring(member), fc.constant({ $ref: "#/$defs/base" })), {
  minLength: 1,
  maxLength: 3,
});

const condition: fc.Arbitrary<object> = fc.record(
  {
    if: fc.oneof(
      fc.constantFrom(...kinds).map((kind) => ({ properties: { kind: { const: kind } } })),
      fc.constantFrom(...members).map((name) => ({ required: [name] })),
    ),
    then: declaring(member),
    else: declaring(member),
  },
  { requiredKeys: ["if", "then"] },
);

/** Schemas of objects whose members are described in several cases: branches, conditions, dependencies and references. */
export const caseSchemas: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc
  .record(
    {
      type: fc.constant("object"),
      properties: dictionary(members, member),
      required: fc.constantFrom(["kind"], []),
      oneOf: branches,
      anyOf: branches,
      allOf: fc.array(fc.oneof(condition, declaring(member)), { minLength: 1, maxLength: 3 }),
      dependentSchemas: dictionary(members, declaring(member)),
    },
    { requiredKeys: ["type"] },
  )
  .map((schema) => ({
    ...schema,
    $defs: { base: { type: "object", properties: { x: { type: "string" } } } },
  }));

/** Messages over the same names, and one that no schema declares. */
export const caseValues: fc.Arbitrary<unknown> = fc.record(
  {
    kind: fc.constantFrom(...kinds),
    a: inner(3),
    b: inner(3),
    x: fc.constant("t"),
  },
  { requiredKeys: [], noNullPrototype: true },
);

function inner(depth: number): fc.Arbitrary<unknown> {
  if (depth === 0) return fc.constant("t");
  return fc.oneof(fc.constant("t"), fc.array(inner(depth - 1), { maxLength: 2 }), {
    weight: 4,
    arbitrary: dictionary([...names, "z"], inner(depth - 1)),
  });
}

function declaring(schema: fc.Arbitrary<unknown>): fc.Arbitrary<object> {
  return fc
    .record(
      {
        properties: dictionary([...names, ...members], schema),
        more: fc.constantFrom<object>(
          ...Array.from({ length: 9 }, () => ({})),
          { type: "object" },
          { required: ["x"] },
          { additionalProperties: false },
          { additionalProperties: true },
          { additionalProperties: { properties: { x: true } } },
        ),
      },
      { requiredKeys: ["properties", "more"] },
    )
    .map(({ properties, more }) => ({ properties, ...more }));
}

function dictionary<Value>(
  keys: readonly string[],
  value: fc.Arbitrary<Value>,
): fc.Arbitrary<Record<string, Value>> {
  return fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 2, noNullPrototype: true });
}

function combined([keyword, one, other]: [string, unknown, unknown]): object {
  return { [keyword]: [one, other] };
}
