import type { Schema, SchemaMap } from "../contract/schema.js";
import type { Change } from "./change.js";
import { at, changeAt, type Sides } from "./placed.js";

/**
 * Properties that are gone, by the names of those that are new and say the same: likely renamed. Only where no other
 * one of the gone or the new says that, too, so that nothing is guessed.
 */
export function renamedProperties(
  from: SchemaMap,
  to: SchemaMap,
  isSame: (left: Schema, right: Schema) => boolean,
): ReadonlyMap<string, string> {
  const gone = Object.entries(from).filter(([name]) => !Object.hasOwn(to, name));
  const fresh = Object.entries(to).filter(([name]) => !Object.hasOwn(from, name));
  const renamed = new Map<string, string>();
  for (const [name, schema] of gone) {
    const twins = gone.filter(([, other]) => isSame(schema, other));
    const [only, ...others] = fresh.filter(([, other]) => isSame(schema, other));
    if (twins.length === 1 && only !== undefined && others.length === 0 && saysSomething(schema))
      renamed.set(name, only[0]);
  }
  return renamed;
}

/** A property that got another name. */
export function renameChange(
  sides: Sides,
  [from, to]: readonly [SchemaMap, SchemaMap],
  [old, now]: readonly [string, string],
): Change {
  const title = `property ${JSON.stringify(old)} is called ${JSON.stringify(now)} now`;
  const { payload } = sides.old;
  const target =
    payload === undefined ? {} : { target: { kind: "property", path: [...payload, old] } as const };
  const change = changeAt(
    sides,
    ["properties"],
    { kind: "property-renamed", title, ...target },
    {
      undo: exchanged(to, now, old, from[old] ?? true),
      redo: exchanged(from, old, now, to[now] ?? true),
    },
  );
  return { ...change, old: at(change.old, old), new: at(change.new, now) };
}

/** Any two properties that allow everything say the same. */
function saysSomething(schema: Schema): boolean {
  return typeof schema === "object" && Object.keys(schema).length > 0;
}

function exchanged(map: SchemaMap, name: string, by: string, schema: Schema): SchemaMap {
  const kept = Object.entries(map).filter(([each]) => each !== name);
  return Object.fromEntries([...kept, [by, schema]]);
}
