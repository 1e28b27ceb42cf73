import { valueAt } from "../json/pointer.js";
import { customDialects } from "./custom-dialects.js";
import { headersPointer, headersTarget } from "./headers-schema.js";
import type { SourceFile } from "./source-file.js";
import { readVocabulary } from "./vocabulary.js";

/** The files with what their folder has beyond the standard: drafts of its own, annotations and formats. */
export function withConventions(
  sources: Map<string, SourceFile>,
  paths: readonly string[],
  eventSettings: readonly string[],
): ReadonlyMap<string, SourceFile> {
  const settings = sources.get("contract.json");
  const declaring = eventSettings.flatMap((path) => sources.get(path) ?? []).filter(headersTarget);
  const headers = declaring.map((source) => ({
    ...source,
    value: valueAt(source.value, headersPointer) ?? true,
  }));
  const files = paths.flatMap((path) => sources.get(path) ?? []);
  const dialects = customDialects(settings, [...files, ...headers]);
  const schemas = [...files, ...declaring];
  const vocabulary = readVocabulary(settings);
  if (dialects === undefined && vocabulary === undefined) return sources;
  const more = { ...(dialects && { dialects }), ...(vocabulary && { vocabulary }) };
  return new Map([...sources, ...schemas.map((source) => [source.path, { ...source, ...more }] as const)]);
}
