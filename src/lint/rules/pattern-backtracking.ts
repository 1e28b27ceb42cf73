import type { AST } from "@eslint-community/regexpp";
import type { Report } from "scslre";
import { unicodePattern } from "../../contract/unicode-pattern.js";
import { loadPackage } from "../../machine/load-package.js";
import type { RuleHit } from "../../rules/rule-hit.js";
import type { LintRule } from "../lint-rule.js";
import { keywordOf, keywordPlace, namesUnder, schemasOf } from "../placed-schema.js";

/** Patterns that one hostile or broken message can keep busy for minutes. */
export const patternBacktracking: LintRule = {
  id: "pattern-backtracking",
  category: "wire",
  on: true,
  severity: "warning",
  title: "A pattern with catastrophic backtracking",
  why: "A single string that almost matches keeps a consumer busy for seconds to years; meanwhile its connection is lost, and the message is delivered to the next consumer. maxLength does not help, because all keywords are checked.",
  fix: "Rewrite the pattern so that each character can match in only one way.",
  examples: {
    invalid: [
      { "order_paid/v1.json": { properties: { sku: { type: "string", pattern: "^(\\w+\\s?)*$" } } } },
      { "order_paid/v1.json": { properties: { sku: { type: "string", pattern: "^[a-z]+[a-z0-9]+$" } } } },
      { "order_paid/v1.json": { properties: { sku: { type: "string", pattern: "^(?:[a-z]+){9}$" } } } },
      { "order_paid/v1.json": { patternProperties: { "^(x+x+)+y$": { type: "string" } } } },
    ],
    valid: [
      { "order_paid/v1.json": { properties: { sku: { type: "string", pattern: "^\\w+(?:\\s\\w+)*$" } } } },
      { "order_paid/v1.json": { properties: { sku: { type: "string", pattern: "^[A-Z]{3}-\\d+$" } } } },
    ],
  },
  *judge(subject) {
    const judged = new Map<string, RuleHit | undefined>();
    const judge = (pattern: string): RuleHit | undefined => {
      if (!judged.has(pattern)) judged.set(pattern, judgePattern(pattern));
      return judged.get(pattern);
    };
    for (const placed of schemasOf(subject)) {
      const pattern = keywordOf(placed, "pattern");
      const judgement = typeof pattern === "string" ? judge(pattern) : undefined;
      if (judgement) yield { ...keywordPlace(placed, "pattern"), ...judgement };
      for (const name of namesUnder(placed, "patternProperties")) {
        const judgement = judge(name);
        if (judgement)
          yield { ...keywordPlace(placed, "patternProperties", name), part: "key", ...judgement };
      }
    }
  },
};

/** The analysis takes time with the third power of what repeats: at most some tenths of a second with these. */
const longest = 1000;
const mostQuantifiers = 12;

/**
 * Larger patterns are not analyzed, and neither are patterns without an unbounded part beside or inside a repetition.
 */
function judgePattern(pattern: string): RuleHit | undefined {
  const bare = pattern.replace(/\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]/g, "c");
  const endless = bare.match(/[*+]|\{\d+,\}/g)?.length ?? 0;
  if (endless === 0 || (endless === 1 && !/\)[*+{]/.test(bare))) return undefined;
  if (endless > mostQuantifiers || pattern.length > longest) return undefined;
  const source = unicodePattern(pattern);
  if (source === undefined) return undefined;
  const reports = analyse(source);
  const report = reports.find(({ exponential }) => exponential) ?? reports[0];
  if (report === undefined) return undefined;
  const character = JSON.stringify(report.character.pick);
  const growth = report.exponential
    ? `can take time that doubles with each additional ${character} of a string`
    : `can take time that grows with the square of the length of a run of ${character}, or faster`;
  const fixed = report.fix()?.source;
  const better = fixed !== undefined && analyse(fixed).length === 0;
  return {
    subject: [pattern, report.exponential],
    message: `The pattern ${JSON.stringify(pattern)} ${growth}, because of ${partsOf(report)}.`,
    ...(better ? { help: `An equivalent pattern: ${JSON.stringify(fixed)}` } : {}),
  };
}

function partsOf(report: Exclude<Report, { type: "Move" }>): string {
  const text = ({ raw }: AST.Quantifier): string => JSON.stringify(raw);
  return report.type === "Self"
    ? `${text(report.quant)} inside ${text(report.parentQuant)}`
    : `${text(report.startQuant)} before ${text(report.endQuant)}`;
}

/** Loaded when the first pattern needs it: loading takes about 0.1 s. That a search begins anywhere is not reported. */
function analyse(source: string): Exclude<Report, { type: "Move" }>[] {
  const scslre = loadPackage("scslre") as typeof import("scslre");
  const { reports } = scslre.analyse(
    { source, flags: "u" },
    { reportTypes: { Move: false }, maxReports: 20 },
  );
  return reports.filter((report) => report.type !== "Move");
}
