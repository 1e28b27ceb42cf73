import { visible } from "../code/visible.js";
import { shorten } from "./shorten.js";

/** Longer texts are cut (in characters), so that one finding cannot fill a comment. */
const longest = 600;

/**
 * Untrusted text inside a line of GitHub's Markdown or HTML, never at the start of the line: it is shown literally, and
 * cannot create markup, a link, a mention or a reference to an issue.
 */
export function escapeMarkdown(text: string): string {
  return asText(shorten(visible(text), longest));
}

/** The same for text of any length. */
export function escapeWhole(text: string): string {
  return asText(visible(text));
}

/** The same as code; GitHub finds no mentions and references there, so the text can be copied literally. */
export function codeSpan(text: string): string {
  return asCode(shorten(visible(text), longest));
}

/** The same for text of any length. */
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

/**
 * Address detection in the source (GFM, 6.9) does not recognize entities, and copying gives the original characters.
 */
function asCode(seen: string): string {
  const markup = escapeMarkup(seen)
    .replaceAll("://", "&#58;//")
    .replace(/\bwww\./gi, (start) => `${start.slice(0, -1)}&#46;`);
  return `<code>${markup}</code>`;
}

/**
 * Entities are never markup, in Markdown or HTML. Line-start markup cannot occur, since the text never starts a line.
 */
function escapeMarkup(text: string): string {
  return text.replace(
    /[\\`*{}[\]<>&|~$@#^]|(?<![a-z\d])_|_(?![a-z\d])/gi,
    (unit) => `&#${unit.charCodeAt(0)};`,
  );
}

/** A zero-width space: splits what GitHub would turn into a link. */
const unlinked = "&#8203;";

/** A code block that no line of its content can end. */
export function fencedBlock(language: string, lines: readonly string[]): string {
  const runs = lines.flatMap((line) => line.match(/`+/g) ?? []).map((run) => run.length);
  const fence = "`".repeat(Math.max(2, ...runs) + 1);
  return [`${fence}${language}`, ...lines, fence].join("\n");
}

/** A collapsible section. `summary` is markup; the blank lines make `body` Markdown again. */
export function collapsed(summary: string, body: readonly string[]): string {
  return [`<details>\n<summary>${summary}</summary>`, ...body, "</details>"].join("\n\n");
}
