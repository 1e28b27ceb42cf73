import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { countContract, renderReport, replaceReport } from "../broker-contract/report.js";
import { subjects } from "../broker-contract/subjects.js";
import { differences } from "../broker-contract/support/differences.js";
import { repository } from "../support/repository.js";

test("docs/how-to/embedded-broker.md has the counts and the differences of the contract", () => {
  const page = readFileSync(join(repository, "docs/how-to/embedded-broker.md"), "utf8");
  expect(page, "run: npm run contract:report -- --write").toBe(replaceReport(page, renderReport()));
});

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
