import { expect, test } from "vitest";
import { loadGood } from "../support/load.js";
import { tempFolder } from "../support/temp-folder.js";
import { typeCheck } from "../support/type-check.js";
import { typeFiles, typeOf } from "../support/types.js";

interface Case {
  readonly schema: unknown;
  /** Expressions that the type must take. */
  readonly takes: readonly string[];
  /** Expressions that the type must refuse. */
  readonly refuses?: readonly string[];
}

const text = { type: "string" };
const object = { type: "object" };
const letters = [..."abcdefghij"];

/** What every object inherits. */
const inheritedNames = [
  "constructor",
  "hasOwnProperty",
  "isPrototypeOf",
  "propertyIsEnumerable",
  "toLocaleString",
  "toString",
  "valueOf",
];

function nested(levels: number): unknown {
  let schema: unknown = object;
  for (let level = 0; level < levels; level += 1) schema = { ...object, properties: { a: schema } };
  return schema;
}

/** Schemas that tempt a generator to lie, each with values that show whether its type does. */
const cases: Readonly<Record<string, Case>> = {
  prefix_items_closed: {
    schema: { type: "array", prefixItems: [text, { type: "number" }], items: false, minItems: 2 },
    takes: ['["a", 1]'],
    refuses: ['["a"]', '["a", 1, 2]', "[1, 1]"],
  },
  prefix_items_open: {
    schema: { type: "array", prefixItems: [text] },
    takes: ["[]", '["a"]', '["a", 1, null]'],
    refuses: ["[1]"],
  },
  draft_04_tuple: {
    schema: {
      $schema: "http://json-schema.org/draft-04/schema#",
      type: "array",
      items: [text],
      additionalItems: { type: "number" },
    },
    takes: ["[]", '["a", 1, 2]'],
    refuses: ['["a", "b"]'],
  },
  many_items: {
    schema: { type: "array", items: text, maxItems: 15 },
    takes: ["[]", '["a", "b"]'],
    refuses: ["[1]"],
  },
  closed_with_one_of: {
    schema: {
      ...object,
      properties: { a: text, b: text },
      additionalProperties: false,
      oneOf: [{ required: ["a"] }, { required: ["b"] }],
    },
    takes: ['{ a: "x" }', '{ b: "x" }'],
    refuses: ['{ a: "x", c: 1 }', "{}"],
  },
  properties_beside_additional: {
    schema: { ...object, properties: { a: text }, required: ["a"], additionalProperties: { type: "number" } },
    takes: ['{ a: "x", b: 1 }', '{ a: "x" }'],
    refuses: ["{ a: 1 }", '{ a: "x", b: true }'],
  },
  complex_additional: {
    schema: {
      ...object,
      properties: { a: { ...object, properties: { b: text } } },
      additionalProperties: { type: "array", items: text },
    },
    takes: ['{ a: { b: "x" }, c: ["y"] }'],
    refuses: ["{ a: { b: 1 } }"],
  },
  required_undeclared: {
    schema: { ...object, properties: { a: text }, required: ["a", "b"] },
    takes: ['{ a: "x", b: 1 }', '{ a: "x", b: null }'],
    refuses: ['{ a: "x" }'],
  },
  without_type: {
    schema: { properties: { a: text } },
    takes: ['{ a: "x" }', "5", "null", '"x"', "[1]"],
    refuses: ["{ a: 1 }"],
  },
  nullable: { schema: { type: ["string", "null"] }, takes: ["null", '"x"'], refuses: ["1"] },
  enum_mixed: {
    schema: { enum: ["a", 1, null, true, { x: [1] }] },
    takes: ['"a"', "1", "null", "true", "{ x: [1] }"],
    refuses: ['"b"', "2", "{ x: [2] }"],
  },
  enum_within_type: { schema: { type: "string", enum: ["a", 1] }, takes: ['"a"'], refuses: ["1"] },
  const_object: { schema: { const: { a: 1 } }, takes: ["{ a: 1 }"], refuses: ["{ a: 2 }"] },
  all_of_merged: {
    schema: {
      allOf: [
        { ...object, properties: { a: text }, required: ["a"] },
        { ...object, properties: { b: { type: "number" } } },
      ],
    },
    takes: ['{ a: "x", b: 1 }', '{ a: "x" }'],
    refuses: ["{ b: 1 }", '{ a: "x", b: "y" }'],
  },
  one_of_discriminated: {
    schema: {
      ...object,
      required: ["kind"],
      oneOf: [
        { properties: { kind: { const: "card" }, last4: text }, required: ["kind", "last4"] },
        { properties: { kind: { const: "iban" }, iban: text }, required: ["kind", "iban"] },
      ],
    },
    takes: ['{ kind: "card", last4: "1234" }', '{ kind: "iban", iban: "x" }'],
    refuses: ['{ kind: "card" }', '{ kind: "other" }'],
  },
  conditional: {
    schema: {
      ...object,
      properties: { kind: text },
      if: { properties: { kind: { const: "a" } }, required: ["kind"] },
      then: { properties: { extra: { type: "number" } }, required: ["extra"] },
    },
    takes: ['{ kind: "a", extra: 1 }', '{ kind: "b" }', "{}"],
    refuses: ["{ kind: 1 }"],
  },
  not_ignored: {
    schema: { ...object, properties: { a: text }, not: { required: ["b"] } },
    takes: ['{ a: "x" }', "{}"],
  },
  pattern_properties: {
    schema: { ...object, patternProperties: { "^x-": text }, additionalProperties: false },
    takes: ['{ "x-a": "y" }', "{}"],
    refuses: ['{ "x-a": 1 }'],
  },
  pattern_properties_open: {
    schema: { ...object, properties: { a: { type: "number" } }, patternProperties: { "^x-": text } },
    takes: ['{ a: 1, "x-a": "y", other: true }'],
    refuses: ['{ a: "x" }'],
  },
  free_form: { schema: object, takes: ["{}", "{ a: 1 }"], refuses: ["1", "null"] },
  closed_empty: { schema: { ...object, additionalProperties: false }, takes: ["{}"], refuses: ["{ a: 1 }"] },
  anything: { schema: {}, takes: ["1", "null", "{}"] },
  integer: { schema: { type: "integer", enum: [1, 2.5] }, takes: ["1"], refuses: ["2.5"] },
  odd_names: {
    schema: {
      ...object,
      properties: {
        "a-b": text,
        "": text,
        "🐇": text,
        default: text,
        constructor: text,
        $schema: text,
        "1": text,
        "a'b`${c}": text,
      },
      required: ["a-b", "", "🐇", "default", "constructor", "$schema", "1", "a'b`${c}"],
      additionalProperties: false,
    },
    takes: [
      '{ "a-b": "", "": "", "🐇": "", default: "", constructor: "", $schema: "", 1: "", "a\'b`${c}": "" }',
    ],
    refuses: ['{ "a-b": "" }'],
  },
  recursive: {
    schema: {
      ...object,
      properties: { name: text, children: { type: "array", items: { $ref: "#" } } },
      required: ["name"],
    },
    takes: ['{ name: "a", children: [{ name: "b" }] }'],
    refuses: ['{ name: "a", children: [{}] }'],
  },
  reference_narrowed: {
    schema: { type: "string", $ref: "#/$defs/scalar", $defs: { scalar: { type: ["string", "number"] } } },
    takes: ['"x"'],
    refuses: ["1"],
  },
  dependent: {
    schema: {
      ...object,
      properties: { card: text },
      dependentSchemas: { card: { properties: { billing: text }, required: ["billing"] } },
      dependentRequired: { card: ["owner"] },
    },
    takes: ['{ card: "x", billing: "y", owner: 1 }', "{}"],
    refuses: ["{ card: 1 }", '{ card: "x", owner: 1 }', '{ card: "x", billing: 1 }'],
  },
  condition_in_all_of: {
    schema: {
      ...object,
      properties: { kind: { enum: ["parcel", "pallet"] } },
      required: ["kind"],
      allOf: [
        {
          if: { properties: { kind: { const: "parcel" } } },
          then: { properties: { weight: { type: "number" } }, required: ["weight"] },
        },
      ],
    },
    takes: ['{ kind: "parcel", weight: 1 }', '{ kind: "pallet" }'],
    refuses: ['{ kind: "parcel" }', '{ kind: "pallet", weight: 1 }', '{ kind: "letter" }'],
  },
  condition_on_referenced_kind: {
    schema: {
      $defs: { base: { ...object, properties: { kind: { enum: ["a", "b", "c"] } }, required: ["kind"] } },
      allOf: [
        { $ref: "#/$defs/base" },
        {
          if: { properties: { kind: { enum: ["a", "b"] } } },
          then: { properties: { left: text }, required: ["left"] },
          else: { properties: { right: text }, required: ["right"] },
        },
      ],
    },
    takes: ['{ kind: "a", left: "x" }', '{ kind: "c", right: "x" }'],
    refuses: ['{ kind: "a", right: "x" }', '{ kind: "c", left: "x" }', '{ kind: "d" }'],
  },
  condition_on_presence: {
    schema: {
      ...object,
      properties: { coupon: text },
      if: { required: ["coupon"] },
      then: { properties: { discount: { type: "number" } }, required: ["discount"] },
      else: { properties: { price: { type: "number" } } },
    },
    takes: ['{ coupon: "x", discount: 1 }', "{ price: 1 }", "{}"],
    refuses: ['{ coupon: "x" }', '{ coupon: "x", price: 1 }'],
  },
  many_conditions: {
    schema: {
      ...object,
      properties: { kind: { enum: letters } },
      required: ["kind"],
      allOf: letters.map((letter) => ({
        if: { properties: { kind: { const: letter } } },
        then: { properties: { [`only_${letter}`]: text }, required: [`only_${letter}`] },
      })),
    },
    takes: letters.map((letter) => `{ kind: "${letter}", only_${letter}: "x" }`),
    refuses: ['{ kind: "a" }', '{ kind: "a", only_b: "x" }'],
  },
  conditions_beyond_what_is_combined: {
    schema: {
      ...object,
      properties: { kind: { enum: Array.from({ length: 250 }, (_, index) => `k${index}`) } },
      required: ["kind"],
      allOf: Array.from({ length: 250 }, (_, index) => ({
        if: { properties: { kind: { const: `k${index}` }, flag: { const: true } } },
        then: { properties: { [`only${index}`]: text }, required: [`only${index}`] },
        else: { properties: { [`other${index}`]: text } },
      })),
    },
    takes: ['{ kind: "k0", flag: true, only0: "x" }', '{ kind: "k249", only249: "x", other3: "x" }'],
    refuses: ['{ kind: "k250" }', '{ kind: "k0", only250: "x" }'],
  },
  optional_branch_in_all_of: {
    schema: {
      ...object,
      properties: { a: text },
      allOf: [{ anyOf: [{ properties: { b: text }, required: ["b"] }, true] }],
    },
    takes: ['{ a: "x", b: "y" }', '{ a: "x" }'],
    refuses: ['{ a: "x", c: 1 }'],
  },
  too_many_unions: {
    schema: {
      ...object,
      properties: { id: text },
      required: ["id"],
      allOf: letters.map((letter) => ({
        oneOf: [1, 2, 3].map((number) => ({ properties: { [`${letter}${number}`]: text } })),
      })),
    },
    takes: [`{ id: "x", ${letters.map((letter) => `${letter}1: "y"`).join(", ")} }`, '{ id: "x" }'],
    refuses: ['{ id: "x", z9: "y" }', "{ id: 1 }"],
  },
  twelve_choices: {
    schema: {
      ...object,
      allOf: Array.from({ length: 12 }, (_, index) => ({
        oneOf: [
          { properties: { [`a${index}`]: text }, required: [`a${index}`] },
          { properties: { [`b${index}`]: { type: "number" } }, required: [`b${index}`] },
        ],
      })),
    },
    takes: [
      `{ ${Array.from({ length: 12 }, (_, index) => `a${index}: "x"`).join(", ")} }`,
      `{ ${Array.from({ length: 12 }, (_, index) => (index % 2 ? `a${index}: "x"` : `b${index}: 1`)).join(", ")} }`,
    ],
    refuses: [
      `{ ${Array.from({ length: 12 }, (_, index) => `a${index}: ${index === 11 ? 5 : '"x"'}`).join(", ")} }`,
      `{ ${Array.from({ length: 12 }, (_, index) => `a${index}: "x"`).join(", ")}, c: 1 }`,
    ],
  },
  twelve_choices_and_another_description: {
    schema: {
      ...object,
      allOf: [
        ...Array.from({ length: 12 }, (_, index) => ({
          anyOf: [{ properties: { [`a${index}`]: text } }, { properties: { [`b${index}`]: text } }],
        })),
        { anyOf: [{ properties: { a11: { type: "number" } } }, { properties: { c: text } }] },
      ],
    },
    takes: ["{ a11: 5 }", '{ a10: "x" }', '{ a11: "x" }'],
    refuses: ["{ a10: 5 }"],
  },
  branch_that_never_holds: {
    schema: {
      ...object,
      properties: { m: { enum: ["card", "cash"] } },
      required: ["m"],
      oneOf: [
        { properties: { m: { const: "card" } }, required: ["num"] },
        { properties: { m: { const: "voucher" } }, required: ["code"] },
      ],
    },
    takes: ['{ m: "card", num: 1, code: 1 }', '{ m: "card", num: 1 }'],
    refuses: ['{ m: "card" }', '{ m: "voucher", code: 1 }', '{ m: "card", num: 1, other: 1 }'],
  },
  condition_that_never_holds: {
    schema: {
      ...object,
      properties: { m: { enum: ["card", "cash"] } },
      required: ["m"],
      allOf: [{ if: { properties: { m: { const: "voucher" } } }, then: { required: ["code"] } }],
    },
    takes: ['{ m: "card", code: 1 }', '{ m: "cash" }'],
    refuses: ['{ m: "voucher", code: 1 }', '{ m: "card", other: 1 }'],
  },
  never_and_closed: {
    schema: {
      ...object,
      properties: { m: { enum: ["card", "cash"] } },
      additionalProperties: false,
      anyOf: [true, { properties: { m: { const: 1 }, code: text }, required: ["m"] }],
    },
    takes: ['{ m: "card" }', "{}"],
    refuses: ['{ m: "card", code: "x" }'],
  },
  narrower_further_members: {
    schema: {
      ...object,
      properties: { b: text, n: { type: "number" } },
      allOf: [{ additionalProperties: { enum: ["x", "y"] } }],
    },
    takes: ['{ b: "x" }', '{ b: "x", c: "y" }', "{}"],
    refuses: ['{ b: "z" }', "{ n: 1 }", '{ c: "z" }'],
  },
  narrower_unevaluated: {
    schema: {
      ...object,
      required: ["b"],
      allOf: [{ properties: { b: text } }, { unevaluatedProperties: { const: "x" } }],
    },
    takes: ['{ b: "x" }', '{ b: "x", c: "x" }'],
    refuses: ['{ b: "z" }', "{}"],
  },
  narrower_by_reference: {
    schema: {
      ...object,
      properties: { b: text, n: { type: "number" } },
      allOf: [{ $ref: "#/$defs/map" }],
      $defs: {
        map: { ...object, properties: { n: { type: "number" } }, additionalProperties: { enum: ["x", "y"] } },
      },
    },
    takes: ['{ b: "x", n: 1 }', '{ c: "y" }'],
    refuses: ['{ b: "z" }'],
  },
  narrower_tuples: {
    schema: {
      ...object,
      properties: { b: { type: "array" } },
      allOf: [
        { additionalProperties: { type: "array", items: { type: "number" }, minItems: 2, maxItems: 2 } },
      ],
    },
    takes: ["{ b: [1, 2], c: [3, 4] }"],
    refuses: ["{ b: [1] }"],
  },
  two_maps: {
    schema: {
      ...object,
      allOf: [
        { properties: { b: text }, additionalProperties: { type: ["string", "number"] } },
        { properties: { c: { type: "number" } }, additionalProperties: { enum: ["x", 1] } },
      ],
    },
    takes: ['{ b: "x", c: 2 }', '{ b: "x", d: 1 }'],
    refuses: ['{ b: "z" }', '{ c: "x" }'],
  },
  references_without_type: {
    schema: {
      ...object,
      allOf: letters.map((letter) => ({ $ref: `#/$defs/${letter}` })),
      $defs: Object.fromEntries(letters.map((letter) => [letter, { properties: { [letter]: text } }])),
    },
    takes: [`{ ${letters.map((letter) => `${letter}: "x"`).join(", ")} }`, "{}"],
    refuses: ["{ a: 1 }", '{ misspelt: "x" }', '"x"'],
  },
  references_and_no_type_at_all: {
    schema: {
      allOf: letters.map((letter) => ({ $ref: `#/$defs/${letter}` })),
      $defs: Object.fromEntries(letters.map((letter) => [letter, { properties: { [letter]: text } }])),
    },
    takes: ['{ a: "x", b: "y" }', '"x"', "null", "[1]"],
    refuses: ["{ a: 1 }"],
  },
  reference_without_type_beside: {
    schema: {
      ...object,
      properties: { own: text },
      $ref: "#/$defs/mixin",
      $defs: { mixin: { properties: { mixed: { type: "number" } } } },
    },
    takes: ['{ own: "x", mixed: 1 }'],
    refuses: ['{ own: "x", mixd: 1 }', '{ mixed: "x" }'],
  },
  reference_that_says_nothing: {
    schema: {
      ...object,
      allOf: [{ $ref: "#/$defs/any" }],
      $defs: { any: { properties: {}, patternProperties: {}, anyOf: [true, { properties: { a: text } }] } },
    },
    takes: ['{ a: "x" }', "{}"],
    refuses: ["1", "null", '"x"'],
  },
  reference_with_a_condition_that_says_nothing: {
    schema: {
      ...object,
      allOf: [{ $ref: "#/$defs/any" }],
      $defs: { any: { if: { ...object, minProperties: 1 }, then: { properties: { a: text } } } },
    },
    takes: ['{ a: "x" }', "{}"],
    refuses: ["1"],
  },
  names_of_a_reference_that_says_nothing: {
    schema: {
      ...object,
      properties: { b: text },
      allOf: [{ $ref: "#/$defs/any" }],
      $defs: { any: { anyOf: [true, { properties: { a: text } }] } },
    },
    takes: ['{ a: "x", b: "y" }', "{}"],
    refuses: ["{ b: 1 }", "{ c: 1 }"],
  },
  names_of_a_member_that_may_be_anything: {
    schema: {
      ...object,
      properties: { m: { properties: { b: text } } },
      allOf: [{ properties: { m: { anyOf: [true, { properties: { a: text } }] } } }],
    },
    takes: ['{ m: { a: "x", b: "y" } }', "{ m: 1 }"],
    refuses: ["{ m: { b: 1 } }", "{ m: { c: 1 } }"],
  },
  names_of_a_referenced_member_that_may_be_anything: {
    schema: {
      ...object,
      properties: { m: { $ref: "#/$defs/known" } },
      allOf: [{ properties: { m: { anyOf: [true, { properties: { a: text } }] } } }],
      $defs: { known: { properties: { b: text } } },
    },
    takes: ['{ m: { a: "x", b: "y" } }', "{ m: 1 }"],
    refuses: ["{ m: { b: 1 } }", "{ m: { c: 1 } }"],
  },
  names_listed: {
    schema: { ...object, propertyNames: { enum: ["de", "en"] }, additionalProperties: text },
    takes: ['{ de: "x" }', "{}"],
    refuses: ['{ fr: "x" }', "{ de: 1 }"],
  },
  names_in_one_of: {
    schema: {
      ...object,
      propertyNames: { oneOf: [{ const: "de" }, { const: "en" }] },
      additionalProperties: text,
    },
    takes: ['{ de: "x" }', "{}"],
    refuses: ['{ fr: "x" }', "{ de: 1 }"],
  },
  names_in_all_of: {
    schema: {
      ...object,
      propertyNames: { type: "string", allOf: [{ enum: ["de", "en", "fr"] }], not: { const: "fr" } },
      additionalProperties: text,
    },
    takes: ['{ de: "x" }'],
    refuses: ['{ fr: "x" }'],
  },
  names_by_reference: {
    schema: {
      ...object,
      propertyNames: { anyOf: [{ $ref: "#/$defs/language" }, { const: "fr" }] },
      additionalProperties: text,
      $defs: { language: { enum: ["de", "en"] } },
    },
    takes: ['{ de: "x", fr: "y" }'],
    refuses: ['{ it: "x" }'],
  },
  twenty_items: {
    schema: { type: "array", items: { type: "number" }, minItems: 20 },
    takes: ["[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]"],
    refuses: ["[]", "[1]", '["a", 2, 3, 4]'],
  },
  nine_items: {
    schema: { type: "array", items: { type: "number" }, minItems: 9, maxItems: 9 },
    takes: ["[1, 2, 3, 4, 5, 6, 7, 8, 9]"],
    refuses: ["[]", "[1]"],
  },
  contains: {
    schema: { type: "array", items: text, contains: { const: "x" } },
    takes: ['["x"]', '["a", "x"]'],
    refuses: ["[]", "[1]"],
  },
  contains_perhaps: { schema: { type: "array", contains: text, minContains: 0 }, takes: ["[]", "[1]"] },
  enums_intersected: {
    schema: {
      ...object,
      properties: {
        beside: { $ref: "#/$defs/letter", enum: ["a", "z"] },
        both: { allOf: [{ $ref: "#/$defs/letter" }, { enum: ["b", "c", "d"] }] },
        not: { enum: ["a", "b"], not: { const: "a" } },
      },
      $defs: { letter: { enum: ["a", "b", "c"] } },
    },
    takes: ['{ beside: "a", both: "b", not: "b" }', '{ both: "c" }'],
    refuses: ['{ beside: "z" }', '{ both: "d" }', '{ both: "a" }', '{ not: "a" }'],
  },
  never_empty: {
    schema: { type: "array", items: text, minItems: 1 },
    takes: ['["a"]', '["a", "b"]'],
    refuses: ["[]"],
  },
  pair: {
    schema: { type: "array", items: { type: "number" }, minItems: 2, maxItems: 2 },
    takes: ["[1, 2]"],
    refuses: ["[1]", "[1, 2, 3]", '[1, "a"]'],
  },
  always_empty: { schema: { type: "array", maxItems: 0 }, takes: ["[]"], refuses: ["[1]"] },
  open_enum: {
    schema: { anyOf: [{ enum: ["a", "b"] }, text] },
    takes: ['"a"', '"z"'],
    refuses: ["1"],
  },
  methods: {
    schema: {
      ...object,
      properties: {
        hasOwnProperty: text,
        toString: { type: "number" },
        valueOf: { ...object, properties: { a: text } },
      },
      required: ["hasOwnProperty", "valueOf"],
      additionalProperties: false,
    },
    takes: ['{ hasOwnProperty: "x", toString: 1, valueOf: { a: "x" } }'],
    refuses: ["{ hasOwnProperty: 1, valueOf: {} }", '{ hasOwnProperty: "x", valueOf: { b: 1 } }'],
  },
  ...Object.fromEntries(
    inheritedNames.map((name) => [
      `inherits_${name}`,
      {
        schema: {
          ...object,
          properties: {
            id: text,
            [name]: { type: "number" },
            inner: { ...object, properties: { [name]: text } },
          },
          required: ["id"],
        },
        takes: ['{ id: "x" }', `{ id: "x", ${name}: 1 }`, '{ id: "x", inner: {} }'],
        refuses: [`{ id: "x", ${name}: "y" }`, "{}"],
      },
    ]),
  ),
  inherits_in_a_branch: {
    schema: {
      ...object,
      properties: { kind: { enum: ["a", "b"] }, valueOf: text },
      required: ["kind"],
      if: { properties: { kind: { const: "a" } } },
      then: { required: ["valueOf"] },
    },
    takes: ['{ kind: "b" }', '{ kind: "a", valueOf: "x" }'],
    refuses: ['{ kind: "a" }'],
  },
  deep: {
    schema: nested(250),
    takes: ["{ a: { a: { a: {} } } }"],
    refuses: ["{ a: { a: { b: {} } } }"],
  },
  data_that_refers: {
    schema: { ...object, properties: { x: { const: { $ref: "/etc/passwd" } }, $ref: text } },
    takes: ['{ x: { $ref: "/etc/passwd" }, $ref: "y" }'],
    refuses: ['{ x: { $ref: "y" } }'],
  },
};

test("every valid value is assignable to its type, and the types still refuse what is plainly wrong", async () => {
  const schemas = Object.entries(cases).map(([name, { schema }]) => [
    `${name}/v1.json`,
    JSON.stringify(schema),
  ]);
  const files = Object.fromEntries(await typeFiles(await loadGood(Object.fromEntries(schemas))));
  const folder = tempFolder({ ...files, "uses.ts": uses() });
  expect(await typeCheck(folder, { isolatedDeclarations: false })).toEqual([]);
});

/** Declarations that compile only if each type takes and refuses what it should. */
function uses(): string {
  return Object.entries(cases)
    .map(([name, { takes, refuses = [] }], index) => {
      const type = `${name.replaceAll(/(?:^|_)(.)/g, (_, first: string) => first.toUpperCase())}V1`;
      const good = takes.map((value, number) => `export const good${index}_${number}: ${type} = ${value};`);
      const bad = refuses.map(
        (value, number) => `// @ts-expect-error\nexport const bad${index}_${number}: ${type} = ${value};`,
      );
      return [`import type { ${type} } from "./events/${name}/v1.types.js";`, ...good, ...bad].join("\n");
    })
    .join("\n");
}

test("a condition on listed values becomes a union that narrows in a switch", async () => {
  const files = Object.fromEntries(
    await typeFiles(
      await loadGood({ "shipped/v1.json": JSON.stringify(cases["condition_in_all_of"]?.schema) }),
    ),
  );
  const use = `import type { ShippedV1 } from "./events/shipped/v1.types.js";
export function weigh(event: ShippedV1): number {
  switch (event.kind) {
    case "parcel":
      return event.weight;
    case "pallet":
      return 0;
    default:
      return event satisfies never;
  }
}
`;
  const folder = tempFolder({ ...files, "use.ts": use });
  expect(await typeCheck(folder, { isolatedDeclarations: false })).toEqual([]);
});

test("a member that only a branch which never holds describes can be read", async () => {
  const schema = {
    ...object,
    properties: { m: { enum: ["card", "cash"] } },
    oneOf: [
      { properties: { m: { const: "card" }, num: text } },
      { properties: { m: { const: "voucher" }, code: text }, required: ["m"] },
    ],
  };
  expect(await typeOf(schema)).toContain("code?: unknown;");
});

test("an open enum proposes its words, its own or those of a definition, and a number includes its literals", async () => {
  const schema = {
    ...object,
    properties: {
      own: { anyOf: [text, { enum: ["a", "b"] }] },
      referred: { anyOf: [text, { $ref: "#/$defs/letter" }] },
      deeply: { oneOf: [{ $ref: "#/$defs/open" }, { type: "null" }] },
      number: { anyOf: [{ enum: [1, 2] }, { type: "number" }] },
      flag: { anyOf: [{ const: true }, { type: ["boolean", "null"] }] },
    },
    $defs: { letter: { enum: ["a", "b"] }, open: { anyOf: [{ $ref: "#/$defs/letter" }, text] } },
  };
  expect(await typeOf(schema)).toBe(`export type ThingV1 = {
  own?: (string & {}) | "a" | "b";
  referred?: (string & {}) | ThingV1Letter;
  deeply?: ThingV1Open | null;
  number?: number;
  flag?: boolean | null;
};
export type ThingV1Letter = "a" | "b";
export type ThingV1Open = ThingV1Letter | (string & {});
`);
});

test("a member that is required beside a reference is read without undefined", async () => {
  const schema = {
    $ref: "#/$defs/base",
    required: ["name"],
    $defs: { base: { ...object, properties: { name: text } } },
  };
  const files = Object.fromEntries(
    await typeFiles(await loadGood({ "named/v1.json": JSON.stringify(schema) })),
  );
  const use = `import type { NamedV1 } from "./events/named/v1.types.js";
export const nameOf = (event: NamedV1): string => event.name;
`;
  const folder = tempFolder({ ...files, "use.ts": use });
  const options = { isolatedDeclarations: false, exactOptionalPropertyTypes: false };
  expect(await typeCheck(folder, options)).toEqual([]);
});

test("a definition has one type, imported wherever it is referred to, whatever is beside the $ref", async () => {
  const money = { description: "An amount.", ...object, properties: { amount: { type: "integer" } } };
  const contract = await loadGood({
    "_shared/money.json": money,
    "paid/v1.json": {
      ...object,
      properties: {
        net: { $ref: "../_shared/money.json", description: "Without tax." },
        gross: { $ref: "../_shared/money.json" },
        line: { $ref: "#/$defs/line" },
      },
      $defs: { line: { ...object, properties: { price: { $ref: "../_shared/money.json" } } } },
    },
    "paid/v2.json": { ...object, properties: { line: { $ref: "v1.json#/$defs/line" } } },
  });
  const files = await typeFiles(contract);
  expect(files.get("shared/money.ts")).toContain("/**\n * An amount.\n */\nexport type Money = {");
  const v1 = files.get("events/paid/v1.types.ts") ?? "";
  expect(v1).toContain('import type { Money } from "../../shared/money.js";');
  expect(v1).toContain("  /**\n   * Without tax.\n   */\n  net?: Money;");
  expect(v1).toContain("  /**\n   * An amount.\n   */\n  gross?: Money;");
  expect(v1).toContain("line?: PaidV1Line;");
  expect(v1).toContain("export type PaidV1Line = {\n  /**\n   * An amount.\n   */\n  price?: Money;\n};");
  expect(files.get("events/paid/v2.types.ts")).toContain('import type { PaidV1Line } from "./v1.types.js";');
});

test("two definitions of one name are told apart by their files, and by none that the runtime exports", async () => {
  const contract = await loadGood({
    "_shared/a.json": { $defs: { Address: text } },
    "_shared/b.json": { $defs: { Address: text, retry: text } },
    "_shared/c.json": { $defs: { OrderV1: text } },
    "order/v1.json": object,
  });
  const names = [...(await typeFiles(contract)).values()].flatMap(
    (file) => file.match(/(?<=export type )\w+/g) ?? [],
  );
  expect(names.sort()).toEqual(["AAddress", "BAddress", "BRetry", "COrderV1", "OrderV1"]);
});

test("what the schema says of a property is shown by an editor, and cannot leave its comment", async () => {
  const schema = {
    title: "Thing",
    description: "Line one.\nLine */ two; @deprecated is no tag here.",
    ...object,
    properties: {
      id: {
        type: "string",
        format: "uuid",
        minLength: 3,
        maxLength: 9,
        pattern: "^*/a",
        description: "@internal",
      },
      old: {
        type: "integer",
        minimum: 1,
        deprecated: true,
        default: 5,
        examples: [7, "*/"],
        description: "Old.",
      },
    },
  };
  await expect(
    typeOf({ ...schema, properties: { old: schema.properties.old } }),
  ).resolves.toMatchInlineSnapshot(`
    "/**
     * Thing
     *
     * Line one.
     * Line *\\/ two; @deprecated is no tag here.
     */
    export type ThingV1 = {
      /**
       * Old.
       *
       * @type integer
       * @minimum 1
       * @default 5
       * @example 7
       * @example "*\\/"
       * @deprecated
       */
      old?: number;
    };
    "
  `);
});

test("a literal may have what its publishers may send", async () => {
  const text = { type: "string" };
  const open = { type: "object", properties: { id: text }, additionalProperties: true };
  const silent = { type: "object", properties: { id: text } };
  const contract = await loadGood({
    "_shared/both.json": { ...open, properties: { both: text } },
    "_shared/strict.json": { ...open, properties: { strict: text } },
    "closed/v1.json": { type: "object", properties: { both: { $ref: "../_shared/both.json" } } },
    "strict/event.json": { writer: "declared-only" },
    "strict/v1.json": {
      ...open,
      properties: {
        id: text,
        both: { $ref: "../_shared/both.json" },
        strict: { $ref: "../_shared/strict.json" },
        map: { type: "object", additionalProperties: true },
      },
    },
    "free/event.json": { writer: "as-written" },
    "free/v1.json": {
      type: "object",
      properties: { inner: silent, shut: { ...silent, additionalProperties: false } },
    },
  });
  const uses = [
    'import type { StrictV1 } from "./events/strict/v1.types.js";',
    'import type { FreeV1 } from "./events/free/v1.types.js";',
    "export const strict: StrictV1[] = [",
    '  { id: "1", map: { more: 1 }, both: { more: 1 } },',
    '  { id: "1", more: 1 }, // no',
    "  { strict: { more: 1 } }, // no",
    "];",
    "export const free: FreeV1[] = [",
    '  { inner: { id: "1", more: 1 }, more: 1 },',
    "  { inner: { id: 1 } }, // no",
    "  { shut: { more: 1 } }, // no",
    "];",
  ];
  const files = Object.fromEntries(await typeFiles(contract));
  const errors = await typeCheck(tempFolder({ ...files, "uses.ts": uses.join("\n") }));
  const wrong = uses.flatMap((line, index) => (line.endsWith("// no") ? [index + 1] : []));
  expect(errors.map((error) => Number(/^uses\.ts\((\d+)/.exec(error)?.[1]))).toEqual(wrong);
});
