import { ruleCatalog } from "../../src/project/rule-catalog.js";

/** How many rules of `lint` each category has, and which of them are on unless `contract.json` says otherwise. */
export function lintRulesTable(): string {
  const rules = ruleCatalog().filter(({ command }) => command === "lint");
  const categories = [...new Set(rules.map(({ category }) => category))];
  const ids = (category: string, on: boolean): string =>
    rules
      .filter((rule) => rule.category === category && rule.on === on)
      .map(({ id }) => `[\`${id}\`](../reference/rules.md#${id})`)
      .join(", ");
  return [
    `There are ${rules.length} rules in ${categories.length} categories:`,
    "",
    "| category | on by default | off by default |",
    "| --- | --- | --- |",
    ...categories.map((category) => `| ${category} | ${ids(category, true)} | ${ids(category, false)} |`),
  ].join("\n");
}
