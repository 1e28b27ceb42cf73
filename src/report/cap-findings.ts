import { visible } from "../code/visible.js";
import type { Finding } from "../findings/finding.js";
import { pathIn } from "../findings/place-text.js";
import { count } from "./words.js";

/** How many findings of one rule in one file are shown to people; one cause often leads to thousands. */
const mostAlike = 50;
/** How many findings are shown to people in total. */
const mostTogether = 1000;

/** The findings to show to people, and a line for each rule and file with omitted findings. */
export function capFindings(
  findings: readonly Finding[],
  folder: string,
): { readonly shown: readonly Finding[]; readonly rest: readonly string[] } {
  const alike = new Map<string, number>();
  const left = new Map<string, number>();
  const shown: Finding[] = [];
  for (const finding of findings) {
    const key = `${finding.rule} in ${pathIn(folder, finding.file)}`;
    const number = (alike.get(key) ?? 0) + 1;
    alike.set(key, number);
    if (number <= mostAlike && shown.length < mostTogether) shown.push(finding);
    else left.set(key, (left.get(key) ?? 0) + 1);
  }
  const lines = [...left].map(([key, more]) => `${count(more, "more finding")} of ${visible(key)}`);
  if (lines.length <= mostAlike) return { shown, rest: lines };
  const others = [...left.values()].slice(mostAlike).reduce((sum, more) => sum + more, 0);
  return { shown, rest: [...lines.slice(0, mostAlike), `${count(others, "more finding")} in other files`] };
}
