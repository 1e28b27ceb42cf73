import { visible } from "../code/visible.js";
import { shorten } from "./shorten.js";

/** Longer texts are cut (characters), so that one finding never fills a comment. */
const longest = 600;

/**
 * Somebody else's text within a line of GitHub's Markdown, never at its beginning, also within HTML: it is shown as it is, and is no markup,
 * link, mention of a person or reference to an issue.
 */
export function escapeMarkdown(text: string): string {
  return asText(shorten(visible(text), longest));
}

/** The same, however long the text is. */
export function escapeWhole(text: string): string {
  return asText(visible(text));
}

/** The same as code; GitHub looks for no mentions and references there, so what is copied is what was meant. */
export function codeSpan(text: string): string {
  return asCode(shorten(visible(text), longest));
}

/** The same, however long the text is. */
export function wholeCode(text: string): string {
  return asCode(visible(text));
}

function asText(seen: string): string {
  return escapeMarkup(seen)
    .replaceAll("://", `:${unlinked}//`)
    .replace(/\bwww(?=\.)/gi, `$&${unlinked}`)
    .replace(/(&#(?:64|35);)(?=[\w-])/g, `$1${unlinked}`)
    .replace(/\bgh-(?=\d)/gi, `$&${unlinked}`);
}

/** Entities are not seen by what looks for addresses in the source (GFM, 6.9), and are copied as what they stand for. */
function asCode(seen: string): string {
  const markup = escapeMarkup(seen)
    .replaceAll("://", "&#58;//")
    .replace(/\bwww\./gi, (start) => `${start.slice(0, -1)}&#46;`);
  return `<code>${markup}</code>`;
}

/** Entities are never markup, in Markdown as in HTML. What only begins a line is none here: a text never does. */
function escapeMarkup(text: string): string {
  return text.replace(
    /[\\`*{}[\]<>&|~$@#^]|(?<![a-z\d])_|_(?![a-z\d])/gi,
    (unit) => `&#${unit.charCodeAt(0)};`,
  );
}

/** A space without width: what GitHub would link is no longer one word. */
const unlinked = "&#8203;";

/** A block of code that no line of it ends. */
export function codeBlock(language: string, lines: readonly string[]): string {
  const runs = lines.flatMap((line) => line.match(/`+/g) ?? []).map((run) => run.length);
  const fence = "`".repeat(Math.max(2, ...runs) + 1);
  return [`${fence}${language}`, ...lines, fence].join("\n");
}

/** What a reader opens with a click. `summary` is markup; the blank lines make `body` Markdown again. */
export function folded(summary: string, body: readonly string[]): string {
  return [`<details>\n<summary>${summary}</summary>`, ...body, "</details>"].join("\n\n");
}
