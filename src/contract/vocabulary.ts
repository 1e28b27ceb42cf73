import { isObject, type JsonObject, member } from "../json/json.js";
import type { SourceFile } from "./source-file.js";
import { standardFormats } from "./standard-formats.js";
import type { CustomFormat, Vocabulary } from "./vocabulary-words.js";

/** The vocabulary of a `contract.json`; `undefined` where it names none. Malformed entries are left out, not reported. */
export function readVocabulary(settings: SourceFile | undefined): Vocabulary | undefined {
  const value: JsonObject = isObject(settings?.value) ? settings.value : {};
  const [annotations, formats] = [member(value, "annotations"), member(value, "formats")];
  if (annotations === undefined && formats === undefined) return undefined;
  return {
    annotations: new Set(
      (Array.isArray(annotations) ? annotations : []).filter(
        (each): each is string => typeof each === "string",
      ),
    ),
    formats: new Map(
      Object.entries(isObject(formats) ? formats : {})
        .filter(([name]) => !standardFormats.has(name))
        .map(([name, format]) => [name, formatOf(isObject(format) ? format : {})]),
    ),
  };
}

function formatOf(format: JsonObject): CustomFormat {
  const pattern = member(format, "pattern");
  return typeof pattern === "string" ? { pattern } : {};
}

/** Whether two folders mean the same by the names of formats. */
export function haveSameFormats(one: Vocabulary | undefined, other: Vocabulary | undefined): boolean {
  const text = (vocabulary: Vocabulary | undefined): string =>
    JSON.stringify([...(vocabulary?.formats ?? [])].sort());
  return text(one) === text(other);
}
