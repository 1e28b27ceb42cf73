import type { LoaderRule } from "./loader-rule.js";

/** Schemas that are invalid, or for which no SDK can be generated. */
export const schemaRules: readonly LoaderRule[] = [
  {
    id: "pattern-invalid",
    category: "schemas",
    severity: "error",
    title: "A pattern is not a valid ECMA-262 regular expression",
    why: "JSON Schema uses ECMA-262 patterns; syntax of Perl, Python or Java fails or has another meaning.",
    fix: "Use ECMA-262 syntax with the u flag.",
    examples: {
      invalid: [
        { folder: { "order_paid/v1.json": { type: "string", pattern: "(?i)^ord-" } } },
        { folder: { "order_paid/v1.json": { type: "string", pattern: "^[[:alpha:]]+$" } } },
      ],
      valid: [
        { folder: { "order_paid/v1.json": { type: "string", pattern: "^[Oo][Rr][Dd]-" } } },
        { folder: { "order_paid/v1.json": { type: "string", pattern: "^\\p{L}+$" } } },
      ],
    },
  },
  {
    id: "pattern-slow",
    category: "schemas",
    severity: "error",
    title: "A pattern takes too long on a value in the contract",
    why: "The pattern backtracks: the work doubles with each additional character, so one message can block a consumer.",
    fix: "Avoid nested repetition, such as (a+)+, and backreferences.",
    examples: {
      invalid: [
        {
          folder: {
            "order_paid/v1.json": { type: "string", pattern: "^((a+)+)\\1$" },
            "order_paid/examples/v1/invalid/long.json": `${"a".repeat(60)}b`,
          },
        },
      ],
      valid: [
        {
          folder: {
            "order_paid/v1.json": { type: "string", pattern: "^(a+)\\1$" },
            "order_paid/examples/v1/invalid/long.json": `${"a".repeat(60)}b`,
          },
        },
      ],
    },
  },
  {
    id: "property-proto",
    category: "schemas",
    severity: "error",
    title: "A property is named __proto__",
    why: "In JavaScript, assigning to it sets the object's prototype instead of a member, so the value is lost and the message may gain members.",
    fix: "Rename the property.",
    examples: {
      invalid: [
        {
          folder: {},
          texts: { "order_paid/v1.json": '{ "properties": { "__proto__": { "type": "string" } } }' },
        },
      ],
      valid: [{ folder: { "order_paid/v1.json": { properties: { proto: { type: "string" } } } } }],
    },
  },
  {
    id: "property-surrogate",
    category: "schemas",
    severity: "error",
    title: "A name contains a lone surrogate",
    why: "Messages are UTF-8, which cannot represent lone surrogates: a property with that name cannot be sent.",
    fix: "Use the complete character, or remove the surrogate.",
    examples: {
      invalid: [{ folder: {}, texts: { "order_paid/v1.json": '{ "properties": { "\\ud83d": {} } }' } }],
      valid: [{ folder: {}, texts: { "order_paid/v1.json": '{ "properties": { "\\ud83d\\ude00": {} } }' } }],
    },
  },
  {
    id: "schema-dialect",
    category: "schemas",
    severity: "error",
    title: "A schema uses an unsupported draft",
    why: "Keywords differ in meaning between drafts, so a schema of an unknown draft is ambiguous.",
    fix: 'Use "https://json-schema.org/draft/2020-12/schema", or add your own draft to "dialects" in contract.json.',
    examples: {
      invalid: [
        {
          folder: {
            "order_paid/v1.json": { $schema: "http://json-schema.org/draft-03/schema#", type: "object" },
          },
        },
      ],
      valid: [
        {
          folder: {
            "order_paid/v1.json": { $schema: "http://json-schema.org/draft-04/schema#", type: "object" },
          },
        },
        {
          folder: {
            "contract.json": { dialects: { "https://example.com/draft": "2020-12" } },
            "order_paid/v1.json": { $schema: "https://example.com/draft", type: "object" },
          },
        },
      ],
    },
  },
  {
    id: "schema-invalid",
    category: "schemas",
    severity: "error",
    title: "A schema is not valid for its draft",
    why: "Validators reject such a schema or ignore the keyword, so messages are not checked as intended.",
    fix: "Fix the value of the keyword, or set $schema to the draft that the schema is written for.",
    examples: {
      invalid: [
        { folder: { "order_paid/v1.json": { type: "strin" } } },
        { folder: { "order_paid/v1.json": { type: "object", properties: { orderId: { required: true } } } } },
        { folder: { "order_paid/v1.json": { type: "number", minimum: 0, exclusiveMinimum: true } } },
      ],
      valid: [
        { folder: { "order_paid/v1.json": { type: "string" } } },
        {
          folder: {
            "order_paid/v1.json": {
              $schema: "http://json-schema.org/draft-04/schema#",
              type: "number",
              minimum: 0,
              exclusiveMinimum: true,
            },
          },
        },
      ],
    },
  },
  {
    id: "schema-too-large",
    category: "schemas",
    severity: "error",
    title: "A version has too many subschemas or values",
    why: "Compiling more than 15,000 subschemas or 50,000 values of enum, const and required takes tens of seconds and produces modules of tens of megabytes.",
    fix: "Remove references that the event does not need, split the event, or describe the values with a pattern.",
    examples: {
      invalid: [{ folder: {}, texts: { "order_paid/v1.json": '{ "enum": ["A00001", …, "A50001"] }' } }],
      valid: [{ folder: { "order_paid/v1.json": { type: "string", pattern: "^A[0-9]{5}$" } } }],
    },
  },
];
