import { compareLoaded, type IdentifiedComparison } from "../compat/compare.js";
import type { QuestionOptions as Questions } from "../compat/compare-schemas.js";
import type { EventSchema } from "../contract/contract.js";
import type { LoadedSchema } from "../contract/load-schema.js";
import { closureOf } from "../contract/schema-closure.js";
import { haveSameFormats } from "../contract/vocabulary.js";
import { valueAt } from "../json/pointer.js";
import type { Side } from "./review-rule.js";

/** Whether a schema and everything that it references has the same text on both sides. */
export function isUntouched(old: Side, before: EventSchema, now: Side, after: EventSchema): boolean {
  if (written(before) !== written(after)) return false;
  if (!haveSameFormats(before.source.vocabulary, after.source.vocabulary)) return false;
  const files = (side: Side, { location }: EventSchema): ReadonlySet<string> => {
    const { definitions } = side.contract;
    const reached = closureOf(location, definitions);
    return new Set([...reached].flatMap((each) => definitions.get(each)?.path ?? []));
  };
  const [left, right] = [files(old, before), files(now, after)];
  if (left.size !== right.size) return false;
  return [...left].every(
    (file) =>
      right.has(file) &&
      (file === after.source.path || old.sources.get(file)?.text === now.sources.get(file)?.text),
  );
}

/** The text of a version; for a schema inside a settings file, its part of that file. */
function written({ source, location }: EventSchema): string {
  const pointer = location.slice(location.indexOf("#") + 1);
  return pointer === "" ? source.text : JSON.stringify(valueAt(source.value, pointer));
}

/** Compares two schemas, of one side or of two. */
export function compareVersions(
  old: Side,
  before: EventSchema,
  now: Side,
  after: EventSchema,
  questions: Questions,
): IdentifiedComparison {
  const valuesOf = (side: Side) => (file: string) => side.sources.get(file)?.value;
  return compareLoaded(loaded(old, before), loaded(now, after), questions, {
    old: valuesOf(old),
    new: valuesOf(now),
  });
}

/** A contract's schema in the form that comparisons use. */
export function loaded({ contract }: Side, { source, location, writer }: EventSchema): LoadedSchema {
  return { source, location, definitions: contract.definitions, writer };
}
