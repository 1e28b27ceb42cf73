import { printExample, printFolder } from "./print-example.js";
import type { ExampleFiles, ExampleFolder, OutsideCategory, RuleDoc } from "./rule.js";

/** A rule as shown in the documentation. */
export interface DocumentedRule extends RuleDoc {
  /** Where it applies: "load" means every command that reads schemas, "broker" the commands that ask a running broker. */
  readonly command: "lint" | "review" | "load" | OutsideCategory;
  /** Whether it is on by default: only rules of `lint` can be off. */
  readonly on: boolean;
  /** Examples that it reports, and examples that it accepts: a folder, or a folder before and after; none where no folder can show it. */
  readonly invalid: readonly RuleExample[];
  readonly valid: readonly RuleExample[];
}

/** A folder, or for reviews the folder before and after. */
export type RuleExample = ExampleFiles | { readonly old: ExampleFolder; readonly new: ExampleFolder };

/** All rules in a short list, by command and category. */
export function printRules(rules: readonly DocumentedRule[]): string {
  const width = Math.max(...rules.map(({ id }) => id.length));
  const blocks = [...new Set(rules.map(groupOf))].map((group) => [
    group,
    ...rules
      .filter((rule) => groupOf(rule) === group)
      .map((rule) => `  ${rule.id.padEnd(width)}  ${levelOf(rule).padEnd(13)}  ${rule.title}`),
  ]);
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

/** One rule with its complete documentation. */
export function printRule(rule: DocumentedRule): string {
  const example = (title: string, all: readonly RuleExample[]): string[] =>
    all.length === 0
      ? []
      : ["", `${title}:`, all.map((each) => exampleText(each).replaceAll(/^(?=.)/gm, "  ")).join("\n\n")];
  return `${[
    `${rule.id}  (${rule.command}, ${rule.category}, ${levelInWords(rule)})`,
    `${rule.title}.`,
    "",
    ...severities(rule).map((each) => `Severity: ${each}`),
    `Why: ${rule.why}`,
    `Fix: ${rule.fix}`,
    ...example("Invalid", rule.invalid),
    ...example("Valid", rule.valid),
  ].join("\n")}\n`;
}

/** The documentation of all rules as one page. */
export function printRulesPage(rules: readonly DocumentedRule[]): string {
  const sections = Object.entries(headings).flatMap(([command, heading]) => {
    const own = rules.filter((rule) => rule.command === command);
    return own.length === 0 ? [] : [`## ${heading}`, ...own.map(section)];
  });
  const intro =
    "For everyone who meets a finding. This page explains each rule: why it exists, what to do, and what it finds.";
  const about =
    "`rabbitgen rules <id>` prints a rule with all examples; each example is also a test. Configure rules of `lint` in `contract.json`, under `lint`; " +
    "approve findings of `lint` and `review` in `review.json`. Rules for reading the schemas apply to every command and cannot be turned off.";
  return `${["# Rules", intro, about, ...sections].join("\n\n")}\n`;
}

const headings: Readonly<Record<DocumentedRule["command"], string>> = {
  lint: "`rabbitgen lint`",
  review: "`rabbitgen review`",
  load: "Every command that reads schemas",
  broker: "`rabbitgen topology --against-broker` and `rabbitgen queues`",
  import: "`rabbitgen import asyncapi`",
};

function section(rule: DocumentedRule): string {
  const fenced = (title: string, [first]: readonly RuleExample[]): string[] =>
    first === undefined ? [] : [`${title}:`, `\`\`\`text\n${exampleText(first)}\n\`\`\``];
  return [
    `### ${rule.id}`,
    `${rule.title}. *${rule.category}, ${levelInWords(rule)}*`,
    ...severities(rule).map((each) => `**Severity.** ${each}`),
    rule.why,
    `**What to do.** ${rule.fix}`,
    ...fenced("Invalid", rule.invalid),
    ...fenced("Valid", rule.valid),
  ].join("\n\n");
}

function exampleText(example: RuleExample): string {
  if ("folder" in example) return printExample(example);
  return `before: ${printFolder(example.old)}\nafter:  ${printFolder(example.new)}`;
}

/** A rule whose findings differ in severity, in one sentence. */
function severities({ severity, otherSeverities = {} }: DocumentedRule): readonly string[] {
  const others = Object.entries(otherSeverities).map(([other, when]) => `${other} ${when}`);
  return others.length === 0 ? [] : [`${[severity, ...others].join("; ")}.`];
}

/** The level in a list, where a column has little room. */
function levelOf({ on, severity }: DocumentedRule): string {
  return on ? severity : `off (${severity})`;
}

function levelInWords({ on, severity }: DocumentedRule): string {
  return on ? severity : `off by default; severity ${severity}`;
}

function groupOf({ command, category }: DocumentedRule): string {
  return `${command}: ${category}`;
}
