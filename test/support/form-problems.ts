import type { RuleDoc } from "../../src/rules/rule.js";

const longestTitle = 60;

/** What is wrong with the form of a rule's texts, each in one sentence; the texts of all rules have one form. */
export function formProblems({ id, title, why, fix }: RuleDoc): readonly string[] {
  const sentences = (name: string, text: string) => [
    ...(/^[A-Z]/.test(text) ? [] : [`${id}: ${name} must start with a capital letter: ${text}`]),
    ...(text.endsWith(".") ? [] : [`${id}: ${name} must end with a full stop: ${text}`]),
  ];
  return [
    ...(/^[a-z]+(?:-[a-z]+)*$/.test(id) ? [] : [`${id}: the id must be lowercase words joined by hyphens`]),
    ...(/^[A-Z]/.test(title) ? [] : [`${id}: title must start with a capital letter: ${title}`]),
    ...(title.endsWith(".") ? [`${id}: title must not end with a full stop: ${title}`] : []),
    ...(title.length > longestTitle
      ? [`${id}: title must have at most ${longestTitle} characters, and has ${title.length}: ${title}`]
      : []),
    ...sentences("why", why),
    ...sentences("fix", fix),
  ];
}
