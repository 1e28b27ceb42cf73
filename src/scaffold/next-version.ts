import { editDocument } from "../contract/edit-document.js";
import { parseSource } from "../contract/parse-source.js";
import { isObject, member } from "../json/json.js";

/** A version file's text as the next version: the same, except that an `$id` must not be claimed twice. */
export function nextVersion(path: string, text: string, from: string, to: string): string {
  const { source } = parseSource(path, text);
  const id = isObject(source?.value) ? member(source.value, "$id") : undefined;
  if (typeof id !== "string" || source === undefined) return text;
  const renamed = withLabel(id, from, to);
  if (renamed === undefined) return editDocument(path, text, ["$id"], undefined);
  // The value alone is replaced, so that all else stays as it is written.
  const { text: written, spanOf } = source.written;
  const { start, end } = spanOf("/$id", "value");
  return `${written.slice(0, start)}${JSON.stringify(renamed)}${written.slice(end)}`;
}

/** The `$id` of the next version: its last mention of the label replaced; `undefined` when it does not mention it. */
function withLabel(id: string, from: string, to: string): string | undefined {
  const isWord = (unit: string | undefined): boolean => unit !== undefined && /[\w]/.test(unit);
  for (let at = id.lastIndexOf(from); at !== -1; at = at === 0 ? -1 : id.lastIndexOf(from, at - 1)) {
    if (isWord(id[at - 1]) || isWord(id[at + from.length])) continue;
    return `${id.slice(0, at)}${to}${id.slice(at + from.length)}`;
  }
  return undefined;
}
