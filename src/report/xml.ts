import { visible } from "../code/visible.js";

/** An element with its attributes; children are elements or text, which is escaped only here. */
export interface Element {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string | number | undefined>>;
  readonly children?: readonly (Element | string)[];
}

/** A document over several lines; text keeps its own lines. */
export function printXml(root: Element): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${printElement(root, "")}\n`;
}

function printElement({ name, attributes = {}, children = [] }: Element, indent: string): string {
  const listed = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${escapeXml(visible(String(value)))}"`],
  );
  const tag = `${indent}<${name}${listed.join("")}`;
  if (children.length === 0) return `${tag}/>`;
  const [only] = children;
  if (children.length === 1 && typeof only === "string") return `${tag}>${escapeXml(only)}</${name}>`;
  const lines = children.map((child) =>
    typeof child === "string" ? escapeXml(child) : printElement(child, `${indent}  `),
  );
  return [`${tag}>`, ...lines, `${indent}</${name}>`].join("\n");
}

/** XML 1.0 cannot represent most control characters and lone surrogates. */
const illegal = /[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** A text as XML character data or attribute value. */
export function escapeXml(text: string): string {
  return text
    .replace(illegal, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
