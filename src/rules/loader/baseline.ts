import type { LoaderRule } from "./loader-rule.js";

const schema = { type: "object" } as const;
const unused = { "order_paid/v1.json": schema, "order_paid/notes.json": {} } as const;
/** Of the finding that `notes.json` is not used. */
const fingerprint = "829993a14a64ca58";

/** What a review compares with, and what `review.json` accepts. */
export const baselineRules: readonly LoaderRule[] = [
  {
    id: "approval-invalid",
    category: "baseline",
    severity: "error",
    title: "An entry of review.json is not valid",
    why: "An entry without a reason explains nothing to later readers, and one with a misspelt key could accept a finding for good.",
    fix: "Give each entry a fingerprint, a reason and, if it ends, the last day as until.",
    examples: {
      finds: [
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
      passes: [
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
    why: "The finding was accepted until a day that is over, so it counts again.",
    fix: 'Fix what the finding is about, or extend "until".',
    examples: {
      finds: [
        {
          folder: {
            ...unused,
            "review.json": { accept: [{ fingerprint, reason: "Moves soon.", until: "2026-06-30" }] },
          },
        },
      ],
      passes: [
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
    title: "An approval accepts nothing",
    why: "The finding changed or is gone, so the entry only looks as if something were accepted.",
    fix: "Remove the entry, or take the fingerprint of the finding from `--format approvals`.",
    examples: {
      finds: [
        {
          old: { "order_paid/v1.json": schema },
          new: {
            "order_paid/v1.json": schema,
            "review.json": { accept: [{ fingerprint: "0123456789abcdef", reason: "Agreed with billing." }] },
          },
        },
      ],
      passes: [
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
    why: "An event that has errors in the base cannot be compared, so a change of it may break services without a finding.",
    fix: "Compare it manually with what was published, or review against the last revision in which it can be read.",
    examples: {
      finds: [
        {
          old: { "order_paid/v1.json": { type: "objekt" }, "order_refunded/v1.json": schema },
          new: { "order_paid/v1.json": { type: "object" }, "order_refunded/v1.json": schema },
        },
      ],
      passes: [
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
    why: "A revision has only the name of a commit of another repository, so what the folder held then is not compared.",
    fix: "Review its changes in its own repository.",
    examples: {
      finds: [
        {
          folder: { "order_paid/v1.json": schema },
          texts: { "../.gitmodules": '[submodule "shared"]\n  path = schemas/_shared\n' },
        },
      ],
      passes: [{ folder: { "order_paid/v1.json": schema, "_shared/money.json": { type: "number" } } }],
    },
  },
];
