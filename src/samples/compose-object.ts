import { membersAt } from "../compat/prove/evaluate.js";
import type { Node, Part } from "../compat/prove/node.js";
import type { Json, JsonObject } from "../json/json.js";
import type { Composing, Task } from "./composing.js";
import { goalOfNodes } from "./goal-of-nodes.js";
import { mostOf } from "./limits.js";
import { memberPlace, type SamplePlace } from "./sample-place.js";
import { spread } from "./spread.js";
import { singular } from "./words-of.js";

type Entry = readonly [name: string, value: Json];

/** One in this many samples lacks an optional property. */
const ABSENT_IN = 5;
/** Properties of names that no keyword says, where schemas describe such. */
const FRESH = 2;

/** An object with what it must have, and most of what else its schemas declare. */
export function composeObject(base: JsonObject, task: Task, composing: Composing): JsonObject {
  const { goal, inside, isLean } = task;
  const wanted = isLean ? Object.keys(base) : wantedNames(base, task, composing);
  const entries = wanted.flatMap((name): Entry[] => {
    const value = memberValue(name, base, task, composing);
    return value === undefined ? [] : [[name, value]];
  });
  const fresh = isLean || wanted.length > 0 ? [] : freshMembers(task, composing);
  const ordered = inOrder([...entries, ...fresh], declaredNames(inside));
  const all = Object.fromEntries(ordered);
  if (composing.meets(goal, all)) return all;
  return oneByOne(base, ordered, task, composing);
}

/** Where not all of it goes together, what does, one after the other; twice, since one property may need a later one. */
function oneByOne(
  base: JsonObject,
  entries: readonly Entry[],
  { goal, inside }: Task,
  composing: Composing,
): JsonObject {
  let current = base;
  let left = entries;
  for (let isNew = true; isNew && left.length > 0; ) {
    const refused: Entry[] = [];
    for (const entry of left) {
      const next = Object.fromEntries([
        ...Object.entries(current).filter(([name]) => name !== entry[0]),
        entry,
      ]);
      if (composing.meets(goal, next)) current = next;
      else refused.push(entry);
    }
    isNew = refused.length < left.length;
    left = refused;
  }
  return Object.fromEntries(inOrder(Object.entries(current), declaredNames(inside)));
}

function wantedNames(base: JsonObject, { inside, place }: Task, composing: Composing): readonly string[] {
  const optional = declaredNames(inside).filter((name) => isWanted(memberPlace(place, name), composing));
  const most = mostOf(inside, "maxProperties");
  const wanted = new Set(
    [...Object.keys(base), ...optional].slice(0, Math.max(most, Object.keys(base).length)),
  );
  // a set that grows while it is walked visits what was added
  for (const name of wanted) for (const needed of neededWith(name, inside)) wanted.add(needed);
  return [...wanted];
}

function isWanted(place: SamplePlace, { draw }: Composing): boolean {
  const { seed, sample, key } = draw(place, "present");
  return sample === 0 || spread({ seed, sample: sample - 1, key }, ABSENT_IN) !== 0;
}

/** Properties that an object needs beside this one. */
function neededWith(name: string, inside: readonly Node[]): readonly string[] {
  return partsOf(inside).flatMap((part) =>
    part.kind === "dependent" && part.name === name
      ? part.node.parts.flatMap((each) => (each.kind === "required" ? each.names : []))
      : [],
  );
}

function declaredNames(inside: readonly Node[]): readonly string[] {
  const names = partsOf(inside).flatMap((part) =>
    part.kind === "members" ? [...part.properties.keys()] : [],
  );
  return [...new Set(names)];
}

/** The value that an object gets by this name, or the one that the engine found; `undefined` where it can have none. */
function memberValue(
  name: string,
  base: JsonObject,
  { inside, place }: Task,
  { compose, finder }: Composing,
): Json | undefined {
  const found = Object.hasOwn(base, name) ? base[name] : undefined;
  const described = partsOf(inside).flatMap((part) =>
    part.kind === "members" ? membersAt(part, name, finder.budget) : [],
  );
  const rest = inside.flatMap(({ unevaluatedProperties }) => unevaluatedProperties ?? []);
  const composed = compose(goalOfNodes(described.length > 0 ? described : rest), memberPlace(place, name));
  return composed.kind === "instance" ? composed.value : found;
}

/** Members for a map: their names are as patterns and `propertyNames` say, else numbered by what the map is called. */
function freshMembers(task: Task, composing: Composing): readonly Entry[] {
  const { inside, place } = task;
  const { table } = composing.finder;
  const parts = partsOf(inside);
  const maps = parts.filter((part) => part.kind === "members");
  const names = parts.flatMap((part) => (part.kind === "propertyNames" ? [part.node] : []));
  const patterns = maps.flatMap((each) => [...each.patterns.keys()]);
  const isMap = maps.some(({ additional }) => additional !== undefined && additional !== table.anything);
  const rest = inside.flatMap(({ unevaluatedProperties }) => unevaluatedProperties ?? []);
  if (patterns.length === 0 && !isMap && !rest.some((node) => node !== table.anything)) return [];
  const most = Math.min(FRESH, mostOf(inside, "maxProperties"));
  const found = new Map<string, Json>();
  for (let count = 0; count < most; count += 1) {
    const [pattern] = patterns.slice(count % Math.max(patterns.length, 1));
    const kind = pattern === undefined ? [] : [table.of([{ kind: "pattern", pattern }])];
    const text = table.of([{ kind: "type", set: { types: new Set(["string"]), whole: false } }]);
    const called = { ...memberPlace(place, `name ${count}`), name: singular(place.name) };
    const name =
      kind.length + names.length === 0
        ? instanceName(place, count)
        : composing.compose(goalOfNodes([...kind, ...names, text]), called);
    const key = typeof name === "string" ? name : name.kind === "instance" ? `${name.value}` : undefined;
    if (key === undefined || found.has(key)) continue;
    const value = memberValue(key, {}, task, composing);
    if (value !== undefined) found.set(key, value);
  }
  return [...found];
}

function instanceName({ name }: SamplePlace, count: number): string {
  return `${singular(name)}${count + 1}`;
}

function partsOf(nodes: readonly Node[]): readonly Part[] {
  return nodes.flatMap(({ parts }) => parts);
}

/** Members in the order in which a schema declares them, others behind. */
function inOrder(entries: readonly Entry[], names: readonly string[]): readonly Entry[] {
  const ranks = new Map(names.map((name, index) => [name, index]));
  const rank = ([name]: Entry): number => ranks.get(name) ?? names.length;
  return [...entries].sort((one, other) => rank(one) - rank(other));
}
