import type { LoaderRule } from "./loader-rule.js";

const schema = { type: "object" } as const;
const unused = { "order_paid/v1.json": schema, "order_paid/notes.json": {} } as const;
/** The fingerprint of the finding that `notes.json` is not used. */
const fingerprint = "e198d86c71c3e3a6";

/** The base of a review, and the entries of `review.json`. */
export const baselineRules: readonly LoaderRule[] = [
  {
    id: "approval-invalid",
    category: "baseline",
    severity: "error",
    title: "An entry of review.json is not valid",
    why: "An entry without a reason explains nothing to later readers, and a misspelt key could accept a finding forever.",
    fix: 'Give each entry a fingerprint, a reason and, if it expires, the last day as "until".',
    examples: {
      invalid: [
        {
          folder: {
            "order_paid/v1.json": schema,
            "review.json": { accept: [{ fingerprint, reason: "" }] },
          },
        },
        {
          folder: {
            "order_paid/v1.json": schema,
            "review.json": {
              accept: [{ fingerprint, reason: "No consumer reads it.", untill: "2027-06-30" }],
            },
          },
        },
      ],
      valid: [
        {
          folder: {
            "order_paid/v1.json": schema,
            "review.json": {
              accept: [{ fingerprint, reason: "No consumer reads it.", until: "2027-06-30" }],
            },
          },
        },
      ],
    },
  },
  {
    id: "approval-lapsed",
    category: "baseline",
    severity: "warning",
    title: "An approval has expired",
    why: "The finding was accepted until a date that has passed, so it is reported again.",
    fix: 'Fix the finding, or extend "until".',
    examples: {
      invalid: [
        {
          folder: {
            ...unused,
            "review.json": { accept: [{ fingerprint, reason: "Moves soon.", until: "2026-06-30" }] },
          },
        },
      ],
      valid: [
        { folder: { ...unused, "review.json": { accept: [{ fingerprint, reason: "It stays." }] } } },
        {
          folder: {
            ...unused,
            "review.json": { accept: [{ fingerprint, reason: "Moves later.", until: "2999-06-30" }] },
          },
        },
      ],
    },
  },
  {
    id: "approval-stale",
    category: "baseline",
    severity: "warning",
    title: "An approval matches no finding",
    why: "The finding changed or was resolved, so the entry has no effect.",
    fix: "Remove the entry, or copy the finding's current fingerprint from the output of `--format approvals`.",
    examples: {
      invalid: [
        {
          old: { "order_paid/v1.json": schema },
          new: {
            "order_paid/v1.json": schema,
            "review.json": { accept: [{ fingerprint: "0123456789abcdef", reason: "Agreed with billing." }] },
          },
        },
      ],
      valid: [
        {
          old: {
            "order_paid/v1.json": schema,
            "review.json": { accept: [{ fingerprint: "0123456789abcdef", reason: "Agreed with billing." }] },
          },
          new: {
            "order_paid/v1.json": schema,
            "review.json": { accept: [{ fingerprint: "0123456789abcdef", reason: "Agreed with billing." }] },
          },
        },
      ],
    },
  },
  {
    id: "base-unreadable",
    category: "baseline",
    severity: "warning",
    title: "Part of the base could not be read",
    why: "An event with errors in the base cannot be compared, so a change to it may break services without a finding.",
    fix: "Compare it manually with the published schema, or review against the last revision in which it was readable.",
    examples: {
      invalid: [
        {
          old: { "order_paid/v1.json": { type: "objekt" }, "order_refunded/v1.json": schema },
          new: { "order_paid/v1.json": { type: "object" }, "order_refunded/v1.json": schema },
        },
      ],
      valid: [
        {
          old: { "order_paid/v1.json": { type: "object" }, "order_refunded/v1.json": schema },
          new: { "order_paid/v1.json": { type: ["object"] }, "order_refunded/v1.json": schema },
        },
      ],
    },
  },
  {
    id: "submodule-unread",
    category: "baseline",
    severity: "warning",
    title: "A folder of the base is a submodule",
    why: "A revision records only a commit id of another repository, so the former contents of the folder are not compared.",
    fix: "Review its changes in the submodule's repository.",
    examples: {
      invalid: [
        {
          folder: { "order_paid/v1.json": schema },
          texts: { "../.gitmodules": '[submodule "shared"]\n  path = schemas/_shared\n' },
        },
      ],
      valid: [{ folder: { "order_paid/v1.json": schema, "_shared/money.json": { type: "number" } } }],
    },
  },
];
