import { cutWords } from "../cut-words.js";
import { anyType, type PayloadNode } from "../payload-node.js";
import { fragment, placeId } from "./anchors.js";
import { type Content, h, type Markup } from "./markup.js";
import { code, commas, factsOf, prose } from "./prose.js";

/** A payload as a tree that opens and closes; `scope` makes the ids of its places unique on the page. */
export function payloadList(node: PayloadNode, scope: string): Markup {
  return h("ul", { class: "tree" }, place(node, scope, 0));
}

function place(node: PayloadNode, scope: string, depth: number): Markup {
  const id = placeId(scope, node.path);
  const head = headOf(node);
  const details = detailsOf(node, scope);
  const inside = [
    details,
    node.children.length === 0
      ? undefined
      : h(
          "ul",
          {},
          node.children.map((each) => place(each, scope, depth + 1)),
        ),
  ];
  const anchor = h("a", { class: "anchor", href: fragment(id), "aria-label": `Link to ${node.label}` }, "#");
  if (node.children.length === 0) return h("li", { id }, anchor, h("div", { class: "place" }, head), details);
  return h(
    "li",
    { id },
    anchor,
    h("details", { open: depth < 2 }, h("summary", { class: "place" }, head), inside),
  );
}

function headOf(node: PayloadNode): Content {
  const { kind, label, type, isRequired, isDeprecated } = node;
  const isName = kind === "property" || kind === "name-pattern";
  const words = kind === "name-pattern" ? "properties named like " : "";
  return [
    words,
    isName ? h("code", { class: "name" }, label) : h("span", { class: "name" }, label),
    " ",
    kind === "condition" && type === anyType ? undefined : h("span", { class: "type" }, type),
    isRequired && kind === "property" ? [" ", h("span", { class: "required" }, "required")] : undefined,
    isDeprecated ? [" ", h("span", { class: "deprecated" }, "deprecated")] : undefined,
  ];
}

function detailsOf(
  { title, description, facts, examples, sameAs, more, kind }: PayloadNode,
  scope: string,
): Content {
  const shown = [
    kind === "message" || title === undefined ? undefined : h("p", { class: "title", dir: "auto" }, title),
    kind === "message" ? undefined : prose(description),
    facts.length === 0 ? undefined : h("p", { class: "facts" }, factsOf(facts)),
    examples.length === 0
      ? undefined
      : h(
          "p",
          { class: "facts" },
          "for example ",
          commas(examples.map((each) => code(JSON.stringify(each)))),
        ),
    sameAs === undefined
      ? undefined
      : h(
          "p",
          { class: "facts" },
          "the same as ",
          h("a", { href: fragment(placeId(scope, sameAs)) }, sameAs === "" ? "the message" : sameAs),
        ),
    more === undefined ? undefined : h("p", { class: "facts" }, cutWords(more)),
  ].filter((each) => each !== undefined);
  return shown.length === 0 ? undefined : h("div", { class: "about" }, shown);
}
