import { expect, test } from "vitest";
import type { Finding, ReviewDetails } from "../../src/findings/finding.js";
import { wantedByFindings } from "../../src/uses/wanted-by-findings.js";

const found = (rule: string, review: Partial<ReviewDetails>): Finding => ({
  rule,
  severity: "error",
  message: "",
  file: "_shared/code.json",
  review: { breaks: [], services: [], uses: [], ...review },
});

test("a finding that several versions share is looked for in each, whatever their events are called", () => {
  const finding = found("property-removed", {
    event: "order_paid",
    version: "v1",
    also: ["order_paid v2", "order paid v1"],
    target: { kind: "property", path: ["code"] },
  });
  expect([...wantedByFindings([finding]).values()]).toEqual([
    { kind: "property", event: "order_paid", versions: ["v1"], path: ["code"] },
    { kind: "property", event: "order_paid", versions: ["v2"], path: ["code"] },
    { kind: "property", event: "order paid", versions: ["v1"], path: ["code"] },
  ]);
});

test("a finding about whole events names each of them without a version", () => {
  const finding = found("event-removed", { event: "one", also: ["order paid"], target: { kind: "event" } });
  expect([...wantedByFindings([finding]).values()]).toEqual([
    { kind: "event", event: "one" },
    { kind: "event", event: "order paid" },
  ]);
});
