import { appendTo } from "../../code/append-to.js";
import { annotationKeywords } from "../../contract/annotation-keywords.js";
import type { Schema, SchemaMap } from "../../contract/schema.js";
import type { Change } from "./change.js";
import type { Identify } from "./pair-branches.js";
import { at, changeAt, type Sides } from "./placed.js";

/**
 * Properties that are gone, by the names of those that are new and say the same: likely renamed. Only where no other
 * one of the gone or the new says that, too, and where more than a type shows it: a schema that says more, a name of
 * which a word is kept, or that nothing else comes or goes. One string of several that go has nothing to do with one of
 * several that come.
 */
export function renamedProperties(
  from: SchemaMap,
  to: SchemaMap,
  [identifyOld, identifyNew]: readonly [Identify, Identify],
): ReadonlyMap<string, string> {
  const gone = byMeaning(from, to, identifyOld);
  const fresh = byMeaning(to, from, identifyNew);
  const renamed = new Map<string, string>();
  for (const [meaning, [old, ...twins]] of gone) {
    const [now, ...others] = fresh.get(meaning) ?? [];
    if (old === undefined || now === undefined || twins.length > 0 || others.length > 0) continue;
    const isAlone = gone.size === 1 && fresh.size === 1;
    if (isEvident(from[old] ?? true, [old, now], isAlone)) renamed.set(old, now);
  }
  return renamed;
}

/** The names that the first map has alone, by what their schemas say. */
function byMeaning(map: SchemaMap, other: SchemaMap, identify: Identify): ReadonlyMap<unknown, string[]> {
  const found = new Map<unknown, string[]>();
  for (const [name, schema] of Object.entries(map)) {
    if (Object.hasOwn(other, name)) continue;
    appendTo(found, identify(schema), name);
  }
  return found;
}

/** Any two properties that allow everything say the same, and most strings say no more than that they are strings. */
function isEvident(schema: Schema, [old, now]: readonly [string, string], isAlone: boolean): boolean {
  if (typeof schema === "boolean") return false;
  const keywords = Object.keys(schema).filter((keyword) => !annotationKeywords.has(keyword));
  if (keywords.length === 0) return false;
  if (isAlone || keywords.some((keyword) => keyword !== "type")) return true;
  const words = new Set(wordsOf(old));
  return wordsOf(now).some((word) => words.has(word));
}

/** `paymentMethod`, `payment_method` and `payment-method` are two words. */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word !== "");
}

/** A property that got another name. */
export function renameChange(
  sides: Sides,
  [from, to]: readonly [SchemaMap, SchemaMap],
  [old, now]: readonly [string, string],
  [, textOfNew]: readonly [old: Identify, now: Identify],
): Change {
  const title = `property ${JSON.stringify(old)} removed, perhaps renamed to ${JSON.stringify(now)}`;
  const { payload } = sides.old;
  const target =
    payload === undefined ? {} : { target: { kind: "property", path: [...payload, old] } as const };
  const change = changeAt(
    sides,
    ["properties"],
    { kind: "property-renamed", title, detail: [old, now, textOfNew(to[now] ?? true)], ...target },
    {
      undo: () => exchanged(to, now, old, from[old] ?? true),
      redo: () => exchanged(from, old, now, to[now] ?? true),
    },
  );
  return { ...change, old: at(change.old, old), new: at(change.new, now) };
}

function exchanged(map: SchemaMap, name: string, by: string, schema: Schema): SchemaMap {
  const kept = Object.entries(map).filter(([each]) => each !== name);
  return Object.fromEntries([...kept, [by, schema]]);
}
