import { compareText } from "../code/compare-text.js";
import { visibleJson } from "../code/visible.js";
import { printDocument } from "../contract/edit-document.js";
import { parseSource } from "../contract/parse-source.js";
import { UsageError } from "../findings/usage-error.js";
import { isObject, type Json, type JsonObject, member } from "../json/json.js";

/** A `review.json` to which approvals were added. */
export interface MergedApprovals {
  readonly text: string;
  /** The number of entries that were not there before. */
  readonly added: number;
}

/**
 * The text of a `review.json` with its own entries and the added ones, sorted by the text of the finding. Existing
 * entries keep their formatting. `added` is the output of `reporters.approvals`. Throws `UsageError` for a file that
 * cannot be read.
 */
export function mergeApprovals(file: string, existing: string | undefined, added: string): string {
  return addApprovals(file, existing, added).text;
}

/** Merges as `mergeApprovals` does, and counts the new entries. */
export function addApprovals(file: string, existing: string | undefined, added: string): MergedApprovals {
  const { $schema, accept: more } = JSON.parse(added) as {
    readonly $schema: string;
    readonly accept: JsonObject[];
  };
  const before = existing === undefined || existing.trim() === "" ? { $schema } : read(file, existing);
  const entries = entriesOf(file, before);
  const known = new Set(entries.map((entry) => textOf(entry, "fingerprint")));
  const unknown = more.filter((entry) => !known.has(textOf(entry, "fingerprint")));
  const accept = [...entries, ...unknown].toSorted(
    (a, b) =>
      compareText(textOf(a, "finding"), textOf(b, "finding")) ||
      compareText(textOf(a, "fingerprint"), textOf(b, "fingerprint")),
  );
  const merged = { ...before, accept };
  const text = /\.ya?ml$/.test(file) ? printDocument(file, merged) : `${visibleJson(merged)}\n`;
  return { text, added: unknown.length };
}

function read(file: string, text: string): JsonObject {
  const { source } = parseSource(file, text);
  if (source !== undefined && isObject(source.value)) return source.value;
  throw new UsageError(`${file} cannot be extended: it is not an approvals file. Correct or remove it.`);
}

function entriesOf(file: string, value: JsonObject): readonly Json[] {
  const accept = member(value, "accept") ?? [];
  if (Array.isArray(accept)) return accept as readonly Json[];
  throw new UsageError(`${file} cannot be extended: "accept" must be a list. Correct or remove it.`);
}

function textOf(entry: Json, name: string): string {
  const value = isObject(entry) ? member(entry, name) : undefined;
  return typeof value === "string" ? value : "";
}
