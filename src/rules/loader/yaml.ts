import type { LoaderRule } from "./loader-rule.js";

/** YAML that has no equivalent in JSON. */
export const yamlRules: readonly LoaderRule[] = [
  {
    id: "yaml-alias",
    category: "yaml",
    severity: "error",
    title: "A YAML alias is invalid or expands too far",
    why: "Aliases are replaced by their anchor's value: an alias without an anchor, inside its own anchor, or that expands to more than 100,000 values in total cannot be converted to JSON.",
    fix: "Use $ref to a definition.",
    examples: {
      invalid: [
        { folder: {}, texts: { "order_paid/v1.yaml": "properties:\n  total: *money\n" } },
        { folder: {}, texts: { "order_paid/v1.yaml": "properties: &all\n  total: *all\n" } },
      ],
      valid: [
        {
          folder: {},
          texts: { "order_paid/v1.yaml": "properties:\n  net: &money { type: number }\n  gross: *money\n" },
        },
        {
          folder: {},
          texts: { "order_paid/v1.yaml": 'properties:\n  total: { $ref: "#/properties/net" }\n  net: {}\n' },
        },
      ],
    },
  },
  {
    id: "yaml-syntax",
    category: "yaml",
    severity: "error",
    title: "A file is not a single YAML 1.2 document",
    why: "Nothing in it can be read. YAML 1.1 interprets yes, 012 and dates differently, and a second document would be ignored.",
    fix: "Fix the syntax, put each document in its own file, and remove any %YAML directive.",
    examples: {
      invalid: [
        { folder: {}, texts: { "order_paid/v1.yaml": "required: [orderId\n" } },
        { folder: {}, texts: { "order_paid/v1.yaml": "type: object\n---\ntype: string\n" } },
        { folder: {}, texts: { "order_paid/v1.yaml": "%YAML 1.1\n---\ntype: object\n" } },
      ],
      valid: [
        { folder: {}, texts: { "order_paid/v1.yaml": "required: [orderId]\n" } },
        { folder: {}, texts: { "order_paid/v1.yaml": "---\ntype: object\n" } },
      ],
    },
  },
  {
    id: "yaml-value",
    category: "yaml",
    severity: "error",
    title: "A YAML value has no equivalent in JSON",
    why: "Schemas and messages are JSON: tags, merge keys, .inf, .nan and keys that are not strings would be lost or changed.",
    fix: "Quote values that are meant as strings, and use $ref or allOf instead of a merge key.",
    examples: {
      invalid: [
        { folder: {}, texts: { "order_paid/v1.yaml": "type: number\nmaximum: .inf\n" } },
        { folder: {}, texts: { "order_paid/v1.yaml": "properties:\n  404: { type: string }\n" } },
        { folder: {}, texts: { "order_paid/v1.yaml": "description: !markdown It is paid.\n" } },
        { folder: {}, texts: { "order_paid/v1.yaml": "$defs:\n  a: &a {}\n  b: { <<: *a }\n" } },
      ],
      valid: [
        { folder: {}, texts: { "order_paid/v1.yaml": 'const: ".inf"\n' } },
        { folder: {}, texts: { "order_paid/v1.yaml": 'properties:\n  "404": { type: string }\n' } },
      ],
    },
  },
];
