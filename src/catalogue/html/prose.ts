import type { Fact } from "../payload-node.js";
import { type Content, h, type Markup } from "./markup.js";

/** Text of several lines: a blank line ends a paragraph, and line ends stay. */
export function prose(text: string | undefined): Content {
  if (text === undefined) return undefined;
  const paragraphs = text.split(/\n[^\S\n]*\n+/).filter((each) => each.trim() !== "");
  return paragraphs.map((each) => h("p", { class: "prose", dir: "auto" }, each.trim()));
}

/** A name of the contract. */
export function code(text: string): Markup {
  return h("code", {}, text);
}

/** A block of code; the button that copies it is the script's. */
export function codeBlock(text: string, { label }: { readonly label: string }): Markup {
  return h("pre", { class: "code", tabindex: "0", role: "region", "aria-label": label }, h("code", {}, text));
}

/** Items with commas between them. */
export function commas(items: readonly Content[]): Content {
  return items.flatMap((item, index) => (index === 0 ? [item] : [", ", item]));
}

/** Rules in words, with dots between them. */
export function factsOf(facts: readonly Fact[]): Content {
  return facts.flatMap(({ name, values }, index) => [
    index === 0 ? "" : " · ",
    name,
    values.length === 0 ? "" : " ",
    commas(values.map(code)),
  ]);
}
