import type { LoaderRule } from "./loader-rule.js";

/** Fifteen definitions, each of which references the next one this often. */
function steps(references: number): Record<string, unknown> {
  const definitions = Array.from({ length: 15 }, (_, step) => [
    `d${step}`,
    { allOf: Array.from({ length: references }, () => ({ $ref: `#/$defs/d${step + 1}` })) },
  ]);
  return { $ref: "#/$defs/d0", $defs: { ...Object.fromEntries(definitions), d15: { type: "object" } } };
}

const tree = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $dynamicAnchor: "node",
  properties: { children: { type: "array", items: { $dynamicRef: "#node" } } },
} as const;

/** References that resolve to no schema, to several, or in a cycle. */
export const referenceRules: readonly LoaderRule[] = [
  {
    id: "ref-ambiguous",
    category: "references",
    severity: "error",
    title: "A reference uses an $id that several schemas have",
    why: "Which of the schemas it resolves to depends on the order in which a validator reads them.",
    fix: "Give each schema its own $id, or the same content everywhere.",
    examples: {
      invalid: [
        {
          folder: {
            "_shared/money.json": { $id: "urn:money", type: "object" },
            "_shared/amount.json": { $id: "urn:money", type: "string" },
            "order_paid/v1.json": { properties: { total: { $ref: "urn:money" } } },
          },
        },
      ],
      valid: [
        {
          folder: {
            "_shared/money.json": { $id: "urn:money", type: "object" },
            "_shared/amount.json": { $id: "urn:money", type: "object" },
            "order_paid/v1.json": { properties: { total: { $ref: "urn:money" } } },
          },
        },
      ],
    },
  },
  {
    id: "ref-dynamic",
    category: "references",
    severity: "error",
    title: "A dynamic reference has more than one target",
    why: "Its target depends on the path by which a validator reaches it; types and validators are generated once for all paths.",
    fix: "Use $ref, or give the anchors different names.",
    examples: {
      invalid: [
        {
          folder: {
            "_shared/tree.json": tree,
            "order_paid/v1.json": { $dynamicAnchor: "node", $ref: "../_shared/tree.json", required: ["id"] },
          },
        },
      ],
      valid: [
        {
          folder: {
            "_shared/tree.json": tree,
            "order_paid/v1.json": { $ref: "../_shared/tree.json", required: ["id"] },
          },
        },
      ],
    },
  },
  {
    id: "ref-endless",
    category: "references",
    severity: "error",
    title: "A schema refers to itself for the same value",
    why: "Checking a message would never end: the schema keeps applying itself to the same value.",
    fix: "Move the recursion into properties or items.",
    examples: {
      invalid: [
        { folder: { "order_paid/v1.json": { anyOf: [{ type: "null" }, { $ref: "#" }] } } },
        {
          folder: {
            "order_paid/v1.json": {
              $ref: "#/$defs/a",
              $defs: { a: { $ref: "#/$defs/b" }, b: { $ref: "#/$defs/a" } },
            },
          },
        },
      ],
      valid: [{ folder: { "order_paid/v1.json": { properties: { parent: { $ref: "#" } } } } }],
    },
  },
  {
    id: "ref-explosion",
    category: "references",
    severity: "error",
    title: "References apply too many schemas to one value",
    why: "If each definition references the next one twice, the work doubles with every step, and a single message could take minutes; a chain of more than 3,000 references may overflow the stack.",
    fix: "Reference each definition once, and shorten the chain.",
    examples: {
      invalid: [{ folder: { "order_paid/v1.json": steps(2) } }],
      valid: [{ folder: { "order_paid/v1.json": steps(1) } }],
    },
  },
  {
    id: "ref-outside",
    category: "references",
    severity: "error",
    title: "A reference points outside the schemas folder",
    why: "The contract would depend on files outside it, which a review does not compare.",
    fix: "Move the file into the schemas folder, to a subfolder whose name starts with _.",
    examples: {
      invalid: [
        { folder: { "order_paid/v1.json": { properties: { total: { $ref: "../../money.json" } } } } },
      ],
      valid: [
        {
          folder: {
            "_shared/money.json": { type: "number" },
            "order_paid/v1.json": { properties: { total: { $ref: "../_shared/money.json" } } },
          },
        },
      ],
    },
  },
  {
    id: "ref-remote",
    category: "references",
    severity: "error",
    title: "A reference points to a schema on the network",
    why: "Schemas are never fetched: the network may be unavailable, and the remote schema may change without a review.",
    fix: "Copy the schema into a folder whose name starts with _ and keep its $id; the same reference then resolves to it.",
    examples: {
      invalid: [
        {
          folder: {
            "order_paid/v1.json": { properties: { total: { $ref: "https://example.com/money.json" } } },
          },
        },
      ],
      valid: [
        {
          folder: {
            "_shared/money.json": { $id: "https://example.com/money.json", type: "number" },
            "order_paid/v1.json": { properties: { total: { $ref: "https://example.com/money.json" } } },
          },
        },
      ],
    },
  },
  {
    id: "ref-unresolved",
    category: "references",
    severity: "error",
    title: "A reference cannot be resolved",
    why: "Without its target the schema is incomplete, so there is no type and no validator.",
    fix: "Fix the path, the pointer after the #, or the anchor; they are case-sensitive.",
    examples: {
      invalid: [
        {
          folder: {
            "order_paid/v1.json": { properties: { total: { $ref: "#/$defs/mony" } }, $defs: { money: {} } },
          },
        },
        {
          folder: {
            "_shared/money.json": { type: "number" },
            "order_paid/v1.json": { properties: { total: { $ref: "_shared/money.json" } } },
          },
        },
        { folder: { "order_paid/v1.json": { properties: { total: { $ref: "#money" } } } } },
      ],
      valid: [
        {
          folder: {
            "order_paid/v1.json": { properties: { total: { $ref: "#/$defs/money" } }, $defs: { money: {} } },
          },
        },
        {
          folder: {
            "order_paid/v1.json": {
              properties: { total: { $ref: "#money" } },
              $defs: { money: { $anchor: "money" } },
            },
          },
        },
      ],
    },
  },
];
