import { expect, test } from "vitest";
import { gitlab } from "../../src/report/gitlab.js";
import { lintReport, reviewOf } from "./report-fixture.js";

interface Issue {
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

const issues = (report: ReturnType<typeof reviewOf>) =>
  JSON.parse(gitlab(report, { color: false })) as Issue[];

test("a proved break is critical, an informational or accepted finding is info", () => {
  const severities = issues(reviewOf()).map(({ check_name, severity }) => `${check_name} ${severity}`);
  expect(severities).toEqual([
    "version-removed critical",
    "value-narrowed critical",
    "value-widened info",
    "property-added info",
    "value-widened minor",
  ]);
});

test("an error that is not proved to break is major", () => {
  const [first] = lintReport().findings;
  if (first === undefined) throw new Error("no finding");
  expect(issues(reviewOf([{ ...first, severity: "error" }]))[0]?.severity).toBe("major");
});

test("every issue has a path in the repository, a line and a fingerprint, also where the finding has none", () => {
  const [loader, style] = issues(lintReport());
  expect(loader?.location).toEqual({ path: "services/orders/schemas/notes.json", lines: { begin: 1 } });
  expect(loader?.fingerprint).toMatch(/^[0-9a-f]{16}$/);
  expect(style?.fingerprint).toBe("6666666666666666");
});
