import type { LoaderRule } from "./loader-rule.js";

/** Schemas that are not valid, or that no SDK can be made of. */
export const schemaRules: readonly LoaderRule[] = [
  {
    id: "pattern-invalid",
    category: "schemas",
    severity: "error",
    title: "A pattern is not a regular expression of ECMA-262",
    why: "JSON Schema takes patterns from ECMA-262; syntax of Perl, Python or Java fails there, or means something else.",
    fix: "Write the pattern in the syntax of ECMA-262 with the u flag.",
    examples: {
      finds: [
        { folder: { "order_paid/v1.json": { type: "string", pattern: "(?i)^ord-" } } },
        { folder: { "order_paid/v1.json": { type: "string", pattern: "^[[:alpha:]]+$" } } },
      ],
      passes: [
        { folder: { "order_paid/v1.json": { type: "string", pattern: "^[Oo][Rr][Dd]-" } } },
        { folder: { "order_paid/v1.json": { type: "string", pattern: "^\\p{L}+$" } } },
      ],
    },
  },
  {
    id: "pattern-slow",
    category: "schemas",
    severity: "error",
    title: "A pattern takes too long on a text of the contract",
    why: "The pattern backtracks: its work doubles with each further character, so one message can block a consumer.",
    fix: "Avoid nested repetitions and backreferences.",
    examples: {
      finds: [
        {
          folder: {
            "order_paid/v1.json": { type: "string", pattern: "^((a+)+)\\1$" },
            "order_paid/examples/v1/invalid/long.json": `${"a".repeat(60)}b`,
          },
        },
      ],
      passes: [
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
    title: "A property is called __proto__",
    why: "In JavaScript an assignment to it sets the prototype of the object instead of a member, so the value is lost and the message may gain members.",
    fix: "Rename the property.",
    examples: {
      finds: [
        {
          folder: {},
          texts: { "order_paid/v1.json": '{ "properties": { "__proto__": { "type": "string" } } }' },
        },
      ],
      passes: [{ folder: { "order_paid/v1.json": { properties: { proto: { type: "string" } } } } }],
    },
  },
  {
    id: "property-surrogate",
    category: "schemas",
    severity: "error",
    title: "A name has half of a surrogate pair",
    why: "Messages are UTF-8, which has no form for half of a surrogate pair: a property of that name cannot be sent.",
    fix: "Write the whole character, or remove the half.",
    examples: {
      finds: [{ folder: {}, texts: { "order_paid/v1.json": '{ "properties": { "\\ud83d": {} } }' } }],
      passes: [{ folder: {}, texts: { "order_paid/v1.json": '{ "properties": { "\\ud83d\\ude00": {} } }' } }],
    },
  },
  {
    id: "schema-dialect",
    category: "schemas",
    severity: "error",
    title: "A schema names a draft that is not read",
    why: "Keywords mean different things from draft to draft, so a schema of an unknown draft has no certain meaning.",
    fix: 'Write "https://json-schema.org/draft/2020-12/schema", or add your own draft to "dialects" in contract.json.',
    examples: {
      finds: [
        {
          folder: {
            "order_paid/v1.json": { $schema: "http://json-schema.org/draft-03/schema#", type: "object" },
          },
        },
      ],
      passes: [
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
    why: "Validators refuse such a schema or ignore the keyword, so messages are not checked as it says.",
    fix: "Correct the value of the keyword, or name the draft that it is written for in $schema.",
    examples: {
      finds: [
        { folder: { "order_paid/v1.json": { type: "strin" } } },
        { folder: { "order_paid/v1.json": { type: "object", properties: { orderId: { required: true } } } } },
        { folder: { "order_paid/v1.json": { type: "number", minimum: 0, exclusiveMinimum: true } } },
      ],
      passes: [
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
    why: "Compiling more than 15,000 subschemas or 50,000 values of enum, const and required takes tens of seconds and makes modules of tens of megabytes.",
    fix: "Remove references that the event does not need, split the event, or describe values by a pattern.",
    examples: {
      finds: [{ folder: {}, texts: { "order_paid/v1.json": '{ "enum": ["A00001", …, "A50001"] }' } }],
      passes: [{ folder: { "order_paid/v1.json": { type: "string", pattern: "^A[0-9]{5}$" } } }],
    },
  },
];
