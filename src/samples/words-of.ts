import { BoundedCache } from "../code/bounded-cache.js";

const known = new BoundedCache<readonly string[]>();

/** The words of a property's name, in lower case, however it is written: `orderId`, `order_id`, `order-id`, `OrderID`. */
export function wordsOf(name: string): readonly string[] {
  return known.get(name, splitWords);
}

function splitWords(name: string): readonly string[] {
  return name
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")
    .map((word) => word.toLowerCase());
}

/** What one of several things is called: `tags` are a tag each. */
export function singular(name: string): string {
  if (/ies$/i.test(name)) return name.replace(/ies$/i, "y");
  if (/(?:ss|us|is)$/i.test(name)) return name;
  if (/(?:x|ch|sh|ss)es$/i.test(name)) return name.slice(0, -2);
  return name.replace(/s$/i, "").replace(/(?:_|-)?list$/i, "");
}
