import type { Finding } from "../../src/findings/finding.js";
import type { Report } from "../../src/report/report.js";
import type { RuleDoc } from "../../src/rules/rule.js";

/** Texts in a schema that try to break out of a report. */
export const hostile = [
  "| a ` b ``` c --> ]]> \" ' & <img src=x onerror=alert(1)> </details></code> <!--",
  "::error file=x::owned",
  "##[add-mask]x %0A::warning::y",
  "\r\n::notice::z @team/leads a@b.example #123 acme/x#7 GH-9 https://evil.example www.evil.example",
  "[link](javascript:x) ![i](x) **b** _i_ ~s~ $m$ {0} \\ 🐇 \u202erlo\u2066 \u001b[31m\u0000\u0085\u2028",
].join("\n");

const before = `{
  "type": "object",
  "properties": {
    "orderId": { "type": "string" },
    "currency": { "enum": ["EUR", "USD"] },
    "note": { "type": "string" }
  }
}
`;

const after = `{
  "type": "object",
  "properties": {
    "orderId": { "type": "string", "minLength": 5 },
    "currency": { "enum": ["EUR", "USD", "GBP"] },
    "placedAt": { "pattern": "(?<=a+)b" }
  }
}
`;

const texts = {
  new: new Map([["order_paid/v1.json", after]]),
  old: new Map([
    ["order_paid/v1.json", before],
    ["order_old/v1.json", before],
  ]),
};

const rules: ReadonlyMap<string, RuleDoc> = new Map([
  ["value-narrowed", doc("value-narrowed", "A value was narrowed", "error")],
  ["value-widened", doc("value-widened", "A value was widened", "warning")],
  ["version-removed", doc("version-removed", "A version is gone", "error")],
  ["property-added", doc("property-added", "A property was added", "info")],
  ["title-missing", { ...doc("title-missing", "No title", "warning"), category: "documentation" }],
]);

function doc(id: string, title: string, severity: RuleDoc["severity"]): RuleDoc {
  const why = "Messages {such as this} are dead-lettered.";
  return { id, category: "evolution", severity, title, why, fix: "Add a new version instead." };
}

/** A refuted change, with everything that a finding can have. */
export const refuted: Finding = {
  rule: "value-narrowed",
  severity: "error",
  message: "minLength 5 added",
  file: "order_paid/v1.json",
  pointer: "/properties/orderId/minLength",
  range: { line: 4, column: 49, endLine: 4, endColumn: 50 },
  help: "Put it into v2.json.",
  fingerprint: "0123456789abcdef",
  review: {
    event: "order_paid",
    version: "v1",
    old: {
      file: "order_paid/v1.json",
      pointer: "/properties/orderId",
      range: { line: 4, column: 16, endLine: 4, endColumn: 36 },
    },
    breaks: [
      {
        direction: "backward",
        verdict: "refuted",
        witness: { orderId: "o-1", total: { amount: 1250, currency: "EUR" } },
        failures: [{ pointer: "/orderId", message: "must have at least 5 characters" }],
      },
    ],
    rollout: "publishers-first",
    services: ["svc-billing", "svc-mail"],
    uses: [{ file: "src/billing.ts", line: 12, column: 7, what: "reads orderId" }],
  },
};

const unknown: Finding = {
  rule: "value-widened",
  severity: "warning",
  message: 'property "placedAt" has a pattern now',
  file: "order_paid/v1.json",
  pointer: "/properties/placedAt",
  range: { line: 6, column: 17, endLine: 6, endColumn: 42 },
  fingerprint: "1111111111111111",
  review: {
    event: "order_paid",
    version: "v1",
    breaks: [
      {
        direction: "forward",
        verdict: "unknown",
        reason: "/placedAt: a lookbehind of several characters",
      },
    ],
    rollout: "together",
    services: [],
    uses: [],
  },
};

const gone: Finding = {
  rule: "version-removed",
  severity: "error",
  message: "v1 is gone, the only version of order_old",
  file: "order_old/v1.json",
  range: { line: 1, column: 1, endLine: 1, endColumn: 2 },
  fingerprint: "2222222222222222",
  review: {
    event: "order_old",
    version: "v1",
    gone: true,
    breaks: [{ direction: "wire", verdict: "refuted", reason: "svc-mail still consumes it" }],
    rollout: "consumers-first",
    services: ["svc-mail"],
    uses: [
      { file: "src/mail/old order.ts", line: 3, column: 1, what: "handles v1" },
      { file: "src/mail/old order.ts", line: 40, column: 12, what: 'compares with "GBP"' },
    ],
  },
};

const accepted: Finding = {
  rule: "value-widened",
  severity: "error",
  message: 'enum value "GBP" added',
  file: "order_paid/v1.json",
  pointer: "/properties/currency/enum/2",
  range: { line: 5, column: 42, endLine: 5, endColumn: 47 },
  fingerprint: "3333333333333333",
  review: {
    event: "order_paid",
    version: "v1",
    breaks: [
      {
        direction: "forward",
        verdict: "refuted",
        witness: { currency: "GBP" },
        failures: [{ pointer: "/currency", message: 'must be one of "EUR","USD"' }],
      },
    ],
    services: [],
    uses: [],
    accepted: { reason: "nobody reads it before May", until: "2027-06-30" },
  },
};

const harmless: Finding = {
  rule: "property-added",
  severity: "info",
  message: 'property "placedAt" added',
  file: "order_paid/v1.json",
  pointer: "/properties/placedAt",
  range: { line: 6, column: 5, endLine: 6, endColumn: 15 },
  fingerprint: "4444444444444444",
  review: { event: "order_paid", version: "v1", breaks: [], rollout: "any-order", services: [], uses: [] },
};

/** Every text that a schema, a file name or a person can write is {@link hostile}. */
export const evil: Finding = {
  ...refuted,
  message: hostile,
  help: hostile,
  file: `order_paid/a b#c?%:|\`@x,\u202e.json`,
  fingerprint: "5555555555555555",
  review: {
    event: hostile,
    version: "v1",
    breaks: [
      {
        direction: "backward",
        verdict: "refuted",
        witness: JSON.parse(JSON.stringify({ [hostile]: hostile, "": ["```", hostile] })),
        failures: [
          { pointer: "/", message: hostile },
          { pointer: "", message: hostile },
        ],
      },
      { direction: "forward", verdict: "unknown", reason: hostile },
      { direction: "wire", verdict: "refuted", reason: hostile },
    ],
    services: [hostile],
    uses: [{ file: `src/${hostile}`, line: 1, column: 1, what: hostile }],
  },
};

/** A review of findings, or of all kinds of them. */
export function reviewOf(
  findings: readonly Finding[] = [gone, refuted, accepted, harmless, unknown],
): Report {
  return {
    command: "review",
    version: "1.2.3",
    findings,
    rules,
    folder: "../schemas",
    repositoryFolder: "services/orders/schemas",
    base: { name: "origin/main", commit: "abc1234def5678900000000000000000000000ff" },
    counts: { events: 12, versions: 20, changedFiles: 2 },
    failOn: "error",
    failed: findings.some(({ severity, review }) => severity === "error" && !review?.accepted),
    textOf: (file, side) => texts[side].get(file),
  };
}

/** A lint report: one rule's finding, one of the loader, which has neither rule nor fingerprint. */
export function lintReport(): Report {
  const { base: _, ...rest } = reviewOf([
    { rule: "contract-file", severity: "warning", message: "This file is not known.", file: "notes.json" },
    {
      rule: "title-missing",
      severity: "warning",
      message: "The property has no title.",
      file: "order_paid/v1.json",
      pointer: "/properties/orderId",
      range: { line: 4, column: 16, endLine: 4, endColumn: 52 },
      help: "Add a title.",
      fingerprint: "6666666666666666",
    },
  ]);
  return { ...rest, command: "lint", folder: "schemas", failOn: "warning", failed: true };
}

/** What is compared with golden files. */
export const cases: Readonly<Record<string, Report>> = {
  review: {
    ...reviewOf(),
    links: {
      new: "https://git.example/acme/shop/blob/head/",
      old: "https://git.example/acme/shop/blob/abc1234/",
    },
  },
  hostile: reviewOf([evil, { ...evil, severity: "info", review: { breaks: [], services: [], uses: [] } }]),
  accepted: reviewOf([
    {
      ...evil,
      review: { ...accepted.review, breaks: [], services: [], uses: [], accepted: { reason: hostile } },
    },
  ]),
  lint: lintReport(),
  clean: reviewOf([]),
};
