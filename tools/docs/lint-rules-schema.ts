import type { LintRule } from "../../src/lint/lint-rule.js";

/** What is listed of a rule. */
type Listed = Pick<LintRule, "id" | "title" | "on" | "severity">;

/** The text of contract.schema.json with a line for each rule of `lint`, so that editors complete and explain them. */
export function lintRulesSchema(text: string, rules: readonly Listed[]): string {
  const lines = rules.map(({ id, title, on, severity }) => {
    const description = `${title}. ${on ? `Default ${severity}.` : "Off by default."}`;
    return `"${id}": { "$ref": "#/definitions/lintLevel", "description": ${JSON.stringify(description)} }`;
  });
  const list = /("rules": \{\n[^{}]*"properties": \{\n)( *)[\s\S]*?(\n *\},\n *"additionalProperties")/;
  if (!list.test(text)) throw new Error("contract.schema.json does not list the rules of lint.");
  return text.replace(list, (_, before: string, indent: string, after: string) => {
    return `${before}${lines.map((line) => `${indent}${line}`).join(",\n")}${after}`;
  });
}
