import { expect, test } from "vitest";
import { countContract } from "../broker-contract/report.js";
import { subjects } from "../broker-contract/subjects.js";
import { differences } from "../broker-contract/support/differences.js";

test("the contract has at least 150 cases, each with a name of its own", () => {
  expect(countContract().cases).toBeGreaterThanOrEqual(150);
  const names = Object.entries(subjects).flatMap(([subject, cases]) =>
    Object.keys(cases).map((name) => `${subject}: ${name}`),
  );
  expect(new Set(names).size).toBe(names.length);
});

test("each difference is stated once", () => {
  const stated = differences.map(({ what }) => what);
  expect(new Set(stated).size).toBe(stated.length);
});
