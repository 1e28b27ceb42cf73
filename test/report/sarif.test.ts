import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { SchemaObject } from "ajv";
import Ajv04 from "ajv-draft-04";
import addFormats from "ajv-formats";
import { expect, test } from "vitest";
import type { Report } from "../../src/report/report.js";
import { sarif } from "../../src/report/sarif.js";
import { cases, evil, lintReport, refuted, reviewOf } from "./report-fixture.js";

// The schema of SARIF 2.1.0 (rtm.5, the text that became the standard) as Microsoft's package ships it; MIT.
const packageFolder = dirname(createRequire(import.meta.url).resolve("@microsoft/jest-sarif/package.json"));
const path = join(packageFolder, "lib/schemas/sarif-2.1.0-rtm.5.json");
const ajv = new Ajv04.default({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const isSarif = ajv.compile(JSON.parse(readFileSync(path, "utf8")) as SchemaObject);

interface Place {
  readonly id?: number;
  readonly message?: { readonly text: string };
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string; readonly uriBaseId: string };
    readonly region: Readonly<Record<string, number>>;
  };
}

interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
  readonly results: readonly {
    readonly ruleId: string;
    readonly ruleIndex: number;
    readonly level: string;
    readonly message: { readonly text: string };
    readonly locations: readonly Place[];
    readonly relatedLocations?: readonly Place[];
    readonly suppressions: readonly { readonly justification: string }[];
  }[];
}

function runOf(report: Report): Run {
  const { runs } = JSON.parse(sarif(report, { color: false })) as { runs: Run[] };
  if (runs[0] === undefined) throw new Error("no run");
  return runs[0];
}

test.each(Object.entries(cases))("the %s report is SARIF 2.1.0", (_, report) => {
  isSarif(JSON.parse(sarif(report, { color: false })));
  expect(isSarif.errors).toBeNull();
});

test("the schema is the real one: it rejects a level that SARIF does not know", () => {
  expect(isSarif(JSON.parse(sarif(reviewOf(), { color: false }).replaceAll('"note"', '"info"')))).toBe(false);
});

test("every result names its rule, and documented rules say what to do", () => {
  const { tool, results } = runOf(lintReport());
  expect(results.map(({ ruleId, ruleIndex }) => [ruleId, tool.driver.rules[ruleIndex]?.id])).toEqual([
    ["contract-file", "contract-file"],
    ["title-missing", "title-missing"],
  ]);
  expect(tool.driver.rules[1]).toMatchObject({
    help: { text: "Add a new version instead." },
    fullDescription: { text: "Messages {{such as this}} are dead-lettered." },
    defaultConfiguration: { level: "warning" },
    properties: { tags: ["documentation"] },
  });
});

test("the old place and the uses in code are related locations, with numbers of their own", () => {
  const [result] = runOf(reviewOf([refuted])).results;
  const related = result?.relatedLocations ?? [];
  expect(related.map(({ id, message }) => [id, message?.text])).toEqual([
    [1, "in origin/main"],
    [2, "reads orderId"],
  ]);
  expect(related[1]?.physicalLocation.region).toEqual({ startLine: 12, startColumn: 7 });
});

test("what is gone points to its file, and with its lines to the base", () => {
  const gone = { ...refuted, review: { breaks: [], services: [], uses: [], gone: true } };
  const [result] = runOf(reviewOf([gone])).results;
  expect(result?.locations[0]?.physicalLocation.region).toEqual({ startLine: 1 });
  expect(result?.relatedLocations?.[0]?.physicalLocation.region["startLine"]).toBe(4);
});

test("accepted findings are suppressed with their reason, all others say that they are not", () => {
  const suppressions = runOf(reviewOf()).results.map((result) => result.suppressions);
  expect(suppressions.filter((each) => each.length === 0)).toHaveLength(4);
  expect(suppressions[2]).toEqual([
    { kind: "external", status: "accepted", justification: "nobody reads it before May (until 2027-06-30)" },
  ]);
});

test("paths are encoded, so that they lead back to the file", () => {
  const uri = runOf(reviewOf([evil])).results[0]?.locations[0]?.physicalLocation.artifactLocation.uri ?? "";
  expect(uri).toMatch(/^[A-Za-z0-9._~%/-]*$/);
  expect(decodeURIComponent(uri)).toBe(`services/orders/schemas/${evil.file}`);
});

test("a text has neither placeholders nor links of its own", () => {
  const message = "{0} {a} [x](https://evil.example)";
  const [result] = runOf(reviewOf([{ ...refuted, message }])).results;
  expect(result?.message.text).toMatch(/^\{\{0\}\} \{\{a\}\} \\\[x\]\(https/);
});
