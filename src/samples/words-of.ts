const known = new Map<string, readonly string[]>();
/** Names that are kept. */
const MOST_KEPT = 10_000;

/** The words of a property's name, in lower case, however it is written: `orderId`, `order_id`, `order-id`, `OrderID`. */
export function wordsOf(name: string): readonly string[] {
  const words = known.get(name) ?? splitWords(name);
  if (known.size > MOST_KEPT) known.clear();
  known.set(name, words);
  return words;
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
