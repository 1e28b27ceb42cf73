import type { LoaderRule } from "./loader-rule.js";

/** Files that cannot be read, or not as text. */
export const fileRules: readonly LoaderRule[] = [
  {
    id: "file-encoding",
    category: "files",
    severity: "error",
    title: "A file is not valid UTF-8",
    why: "JSON is exchanged in UTF-8 (RFC 8259, section 8.1). In another encoding, names and values would differ from what the author wrote.",
    fix: "Save the file as UTF-8.",
    examples: {
      invalid: [{ folder: {}, latin1: { "order_paid/v1.json": '{ "title": "Café order" }' } }],
      valid: [{ folder: { "order_paid/v1.json": { title: "Café order" } } }],
    },
  },
  {
    id: "file-too-large",
    category: "files",
    severity: "error",
    title: "A file is too large to be read",
    why: "A JSON file over 16 MiB, or YAML over 4 MiB in one file or in total, is most likely not a schema and would take long to parse.",
    fix: "Split the schema into definitions, and save large YAML files as JSON, which parses much faster.",
    examples: {
      invalid: [{ folder: {}, texts: { "order_paid/v1.json": '{ "enum": ["… 17 MB of values …"] }' } }],
      valid: [{ folder: { "order_paid/v1.json": { enum: ["a", "b"] } } }],
    },
  },
  {
    id: "file-unreadable",
    category: "files",
    severity: "error",
    title: "A file or folder cannot be read",
    why: "Its contents are unknown: without them the SDK could lack events that other services publish.",
    fix: "Give the user that runs rabbitgen the permission to read it.",
    examples: {
      invalid: [
        { folder: { "order_paid/v1.json": { type: "object" } }, modes: { "order_paid/v1.json": 0o000 } },
        {
          folder: { "order_paid/v1.json": { type: "object" }, "order_refunded/v1.json": { type: "object" } },
          modes: { order_refunded: 0o000 },
        },
      ],
      valid: [
        { folder: { "order_paid/v1.json": { type: "object" } }, modes: { "order_paid/v1.json": 0o444 } },
      ],
    },
  },
  {
    id: "link-outside",
    category: "files",
    severity: "error",
    title: "A symbolic link points outside the schemas folder",
    why: "The contract would depend on files outside it that are missing on other machines.",
    fix: "Copy the link's target into the schemas folder.",
    examples: {
      invalid: [
        {
          folder: { "order_paid/v1.json": { type: "object" } },
          links: { "_shared/money.json": "../../money.json" },
        },
      ],
      valid: [
        {
          folder: { "order_paid/v1.json": { type: "object" } },
          links: { "order_refunded/v1.json": "../order_paid/v1.json" },
        },
      ],
    },
  },
  {
    id: "link-repeated",
    category: "files",
    severity: "error",
    title: "A symbolic link points to a parent folder",
    why: "Following it would never end. A link inside a linked folder is not followed either, since the two may form a cycle.",
    fix: "Copy the link's target, or link to it directly.",
    examples: {
      invalid: [
        {
          folder: { "order_paid/v1.json": { type: "object" } },
          links: { "order_paid/again": "../order_paid" },
        },
      ],
      valid: [
        { folder: { "order_paid/v1.json": { type: "object" } }, links: { order_refunded: "order_paid" } },
      ],
    },
  },
];
