import pc from "picocolors";
import { appendTo } from "../code/append-to.js";
import type { Finding } from "../findings/finding.js";
import { pathIn } from "../findings/place-text.js";
import type { Report, Reporter } from "./report.js";
import { reviewLines } from "./review-lines.js";
import { fails } from "./select-findings.js";
import { shortDetails, summarize, until } from "./summarize.js";
import { type Element, printXml } from "./xml.js";

/** JUnit XML: a test case for each finding, in a suite for each event or file; one passing case if there are none. */
export const junit: Reporter = (report) => {
  const suites = new Map<string, Finding[]>();
  for (const finding of report.findings) {
    appendTo(suites, suiteOf(finding, report), finding);
  }
  const name = `rabbitgen ${report.command}`;
  const clean: Element = {
    name: "testsuite",
    attributes: { name, tests: 1, failures: 0, errors: 0, skipped: 0 },
    children: [{ name: "testcase", attributes: { classname: name, name: summarize(report) } }],
  };
  const children = [...suites].map(([suite, findings]) => testSuite(suite, findings, report));
  const totals =
    suites.size === 0 ? { tests: 1, failures: 0, errors: 0, skipped: 0 } : count(report.findings, report);
  return printXml({
    name: "testsuites",
    attributes: { name, ...totals },
    children: suites.size === 0 ? [clean] : children,
  });
};

function suiteOf({ file, review }: Finding, { repositoryFolder }: Report): string {
  return review?.event ?? pathIn(repositoryFolder, file);
}

function testSuite(name: string, findings: readonly Finding[], report: Report): Element {
  return {
    name: "testsuite",
    attributes: { name, ...count(findings, report) },
    children: findings.map((finding) => testCase(name, finding, report)),
  };
}

function count(findings: readonly Finding[], report: Report): Record<string, number> {
  return {
    tests: findings.length,
    failures: findings.filter((finding) => fails(finding, report)).length,
    errors: 0,
    skipped: findings.filter(({ review }) => review?.accepted !== undefined).length,
  };
}

function testCase(suite: string, finding: Finding, report: Report): Element {
  const { rule, file, range, message, review } = finding;
  return {
    name: "testcase",
    attributes: {
      classname: [suite, review?.version].filter((word) => word !== undefined).join(" "),
      name: `${rule}: ${message}`,
      file: pathIn(report.repositoryFolder, file),
      line: review?.gone === true ? undefined : range?.line,
    },
    children: [outcome(finding, report)],
  };
}

function outcome(finding: Finding, report: Report): Element {
  const { severity, message, review } = finding;
  const accepted = review?.accepted;
  if (accepted !== undefined)
    return { name: "skipped", attributes: { message: `accepted: ${accepted.reason}${until(accepted)}` } };
  const text = reviewLines(finding, report, { paint: pc.createColors(false), hasUsesAbove: false }).join(
    "\n",
  );
  if (!fails(finding, report)) return { name: "system-out", children: [text] };
  const words = [message, ...shortDetails(finding)].join("; ");
  return { name: "failure", attributes: { type: severity, message: words }, children: [text] };
}
