import type { LoaderRule } from "./loader-rule.js";

const nested = (lists: number): string => `{ "default": ${"[".repeat(lists)}${"]".repeat(lists)} }`;

/** Text that is not JSON, or that parsers interpret differently. */
export const jsonRules: readonly LoaderRule[] = [
  {
    id: "json-depth",
    category: "json",
    severity: "error",
    title: "A value is nested deeper than 512 levels",
    why: "Parsers and validators process values recursively, and many overflow the stack at such a depth.",
    fix: "Move the inner part into a definition and use $ref.",
    examples: {
      invalid: [{ folder: {}, texts: { "order_paid/v1.json": nested(512) } }],
      valid: [{ folder: {}, texts: { "order_paid/v1.json": nested(511) } }],
    },
  },
  {
    id: "json-duplicate-key",
    category: "json",
    severity: "error",
    title: "An object has the same key twice",
    why: "Parsers keep only the last value, or fail (RFC 8259, section 4), so one of the two silently has no effect.",
    fix: "Remove one of the two members, or merge them.",
    examples: {
      invalid: [
        { folder: {}, texts: { "order_paid/v1.json": '{ "type": "object", "type": "string" }' } },
        { folder: {}, texts: { "order_paid/v1.yaml": "type: object\ntype: string\n" } },
      ],
      valid: [
        { folder: { "order_paid/v1.json": { type: "object", properties: { type: { type: "string" } } } } },
      ],
    },
  },
  {
    id: "json-number",
    category: "json",
    severity: "error",
    title: "A number is outside the IEEE 754 double range",
    why: "Common parsers read it as infinity, or fail: the limit in the schema is not the one that is checked.",
    fix: "Use a number below 1.8e308, or remove the keyword if there is no limit.",
    examples: {
      invalid: [{ folder: {}, texts: { "order_paid/v1.json": '{ "type": "number", "maximum": 1e309 }' } }],
      valid: [{ folder: {}, texts: { "order_paid/v1.json": '{ "type": "number", "maximum": 1e308 }' } }],
    },
  },
  {
    id: "json-syntax",
    category: "json",
    severity: "error",
    title: "A file is not JSON",
    why: "Nothing in it can be read, and references to it from other files cannot be resolved.",
    fix: "Fix the syntax (RFC 8259): no comments, no trailing commas, keys and strings in double quotes. Comments are allowed in YAML.",
    examples: {
      invalid: [
        { folder: {}, texts: { "order_paid/v1.json": '{ "type": "object", }' } },
        { folder: {}, texts: { "order_paid/v1.json": '{ "type": "object" } // version 1' } },
        { folder: {}, texts: { "order_paid/v1.json": "" } },
      ],
      valid: [
        { folder: { "order_paid/v1.json": { type: "object" } } },
        { folder: {}, texts: { "order_paid/v1.yaml": '{ "type": "object", } # version 1' } },
      ],
    },
  },
];
