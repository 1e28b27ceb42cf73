import { compareLoaded, type SchemaComparison } from "../compare.js";
import type { CompareOptions as Questions } from "../compat/compare.js";
import type { EventVersion } from "../contract/contract.js";
import type { LoadedSchema } from "../contract/load-schema.js";
import { closureOf } from "../contract/schema-closure.js";
import { haveSameFormats } from "../contract/vocabulary.js";
import type { Side } from "./review-rule.js";

/** Whether a version and all that it refers to is written in the same words on both sides. */
export function isUntouched(old: Side, before: EventVersion, now: Side, after: EventVersion): boolean {
  if (before.source.text !== after.source.text) return false;
  if (!haveSameFormats(before.source.vocabulary, after.source.vocabulary)) return false;
  const files = (side: Side, { location }: EventVersion): ReadonlySet<string> => {
    const { definitions } = side.contract;
    const reached = closureOf(location, definitions);
    return new Set([...reached].flatMap((each) => definitions.get(each)?.path ?? []));
  };
  const [left, right] = [files(old, before), files(now, after)];
  if (left.size !== right.size) return false;
  return [...left].every(
    (file) => right.has(file) && old.sources.get(file)?.text === now.sources.get(file)?.text,
  );
}

/** Compares two versions, of one side or of two. */
export function compareVersions(
  old: Side,
  before: EventVersion,
  now: Side,
  after: EventVersion,
  questions: Questions,
): SchemaComparison {
  const valuesOf = (side: Side) => (file: string) => side.sources.get(file)?.value;
  return compareLoaded(loaded(old, before), loaded(now, after), questions, {
    old: valuesOf(old),
    new: valuesOf(now),
  });
}

function loaded({ contract }: Side, { source, location, writer }: EventVersion): LoadedSchema {
  return { source, location, definitions: contract.definitions, writer };
}
