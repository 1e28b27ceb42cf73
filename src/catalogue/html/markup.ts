import { escapeUnits, replaceUnsafe } from "../../code/unsafe-characters.js";

/** HTML that this program wrote. Only `h`, `joined` and the pictures make it, so text of a contract is never markup. */
export interface Markup {
  readonly html: string;
}

/** What an element can hold: text, which is escaped, or markup. */
export type Content = Markup | string | undefined | readonly Content[];

/** Attributes; `undefined` and `false` leave one out, `true` gives one without a value. */
export type Attributes = Readonly<Record<string, string | boolean | undefined>>;

/** Elements without an end tag (HTML Standard, 13.1.2). */
const voidElements = new Set(["meta", "link", "input", "br", "hr"]);

/** One element. */
export function h(tag: string, attributes: Attributes = {}, ...content: readonly Content[]): Markup {
  const written = Object.entries(attributes).map(([name, value]) =>
    value === undefined || value === false
      ? ""
      : value === true
        ? ` ${name}`
        : ` ${name}="${escapeText(value)}"`,
  );
  const start = `<${tag}${written.join("")}>`;
  return { html: voidElements.has(tag) ? start : `${start}${htmlOf(content)}</${tag}>` };
}

function htmlOf(content: Content): string {
  if (content === undefined) return "";
  if (typeof content === "string") return escapeText(content);
  return isList(content) ? content.map(htmlOf).join("") : content.html;
}

function isList(content: Markup | readonly Content[]): content is readonly Content[] {
  return Array.isArray(content);
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Visible ASCII without the characters of {@link entities}: most of what is written. */
const needsNoEscape = /^[ !#-%(-;=?-~]*$/;

/** Text as HTML shows it; what would hide or reorder text is shown as an escape. */
function escapeText(text: string): string {
  if (needsNoEscape.test(text)) return text;
  const seen = replaceUnsafe(text, (unit) => (unit === "\n" || unit === "\t" ? unit : escapeUnits(unit)));
  return seen.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
