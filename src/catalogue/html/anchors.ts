import { escapeUnits, replaceUnsafe } from "../../code/unsafe-characters.js";

/** The `id` of a place in a version's payload; that of a version is its label. White space is not allowed in one (HTML Standard, 3.2.6). */
export function placeId(label: string, path: string): string {
  return replaceUnsafe(`${label}:${path}`, escapeUnits).replace(/\s/g, "_");
}

/** The link to an `id` of a page. */
export function fragment(id: string): string {
  return `#${encodeURIComponent(id)}`;
}
