import { createRequire } from "node:module";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import type { Finding } from "../../src/findings/finding.js";
import { approvals } from "../../src/report/approvals.js";
import { json } from "../../src/report/json.js";
import type { Report, Reporter } from "../../src/report/report.js";
import { cases, evil, lintReport, refuted, reviewOf } from "./report-fixture.js";

const require = createRequire(import.meta.url);
const ajv = new Ajv({ allErrors: true });
const findingsSchema = ajv.compile(require("rabbitgen/findings.schema.json"));
const reviewSchema = ajv.compile(require("rabbitgen/review.schema.json"));
const written = (reporter: Reporter, report: Report): unknown =>
  JSON.parse(reporter(report, { color: false }));

test.each(Object.entries(cases))("the %s report as JSON is what its schema says", (_, report) => {
  findingsSchema(written(json, report));
  expect(findingsSchema.errors).toBeNull();
});

test.each([
  ["an unknown severity", { severity: "fatal" }],
  ["a line 0", { range: { line: 0, column: 1, endLine: 1, endColumn: 1 } }],
  ["a fingerprint of another length", { fingerprint: "abc" }],
  [
    "an unknown direction",
    { review: { ...refuted.review, breaks: [{ direction: "up", verdict: "refuted" }] } },
  ],
])("the schema of findings rejects %s", (_, wrong) => {
  const finding = { ...refuted, ...wrong } as unknown as Finding;
  expect(findingsSchema(written(json, reviewOf([finding])))).toBe(false);
});

test("keys come in one order, whatever the order in the finding", () => {
  const turned = Object.fromEntries(Object.entries(refuted).reverse()) as unknown as Finding;
  expect(json(reviewOf([turned]), { color: false })).toBe(json(reviewOf([refuted]), { color: false }));
  expect(Object.keys(written(json, reviewOf()) as object)).toEqual([
    "$schema",
    "command",
    "version",
    "base",
    "counts",
    "failed",
    "findings",
  ]);
});

test.each(Object.entries(cases))("the approvals of the %s report are a review.json", (_, report) => {
  reviewSchema(written(approvals, report));
  expect(reviewSchema.errors).toBeNull();
});

test("approvals are for what fails: neither warnings nor what is accepted, each once", () => {
  const { accept } = written(approvals, reviewOf([...reviewOf().findings, refuted])) as Approvals;
  expect(accept.map(({ fingerprint }) => fingerprint)).toEqual(["2222222222222222", "0123456789abcdef"]);
  expect(accept[1]?.finding).toBe("order_paid v1: minLength 5 added");
});

test("with warnings that fail, lint's are there, but not what could not be loaded", () => {
  const { accept } = written(approvals, lintReport()) as Approvals;
  expect(accept.map(({ fingerprint }) => fingerprint)).toEqual(["6666666666666666"]);
});

interface Approvals {
  readonly accept: readonly { readonly fingerprint: string; readonly finding: string }[];
}

test.each([
  ["an empty reason", { fingerprint: "0123456789abcdef", reason: "" }],
  ["a short fingerprint", { fingerprint: "0123", reason: "fine" }],
  ["no reason", { fingerprint: "0123456789abcdef" }],
  ["a date in words", { fingerprint: "0123456789abcdef", reason: "fine", until: "May" }],
  ["a member that it does not know", { fingerprint: "0123456789abcdef", reason: "fine", rule: "x" }],
])("the schema of review.json rejects %s", (_, entry) => {
  expect(reviewSchema({ accept: [entry] })).toBe(false);
});

test("the schema of review.json takes what a person may write", () => {
  const entry = {
    fingerprint: "0123456789abcdef",
    finding: evil.message,
    reason: "fine",
    until: "2027-06-30",
  };
  expect(reviewSchema({ $schema: "x", accept: [entry] })).toBe(true);
  expect(reviewSchema({})).toBe(true);
});
