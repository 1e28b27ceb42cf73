import { isObject, type Json } from "../../json/json.js";

/** Values that are tried for one witness at most, and the longest witness (characters) that is shortened. */
const TRIES = 200;
const LONGEST = 20_000;

/**
 * A witness no deeper than needed: parts of it are replaced by what is inside of them, as long as it stays a witness. In
 * a recursive schema what is found first may go through more levels than it has to.
 */
export function shortenWitness(witness: Json, isWitness: (value: Json) => boolean): Json {
  if (depthOf(witness) < 3 || JSON.stringify(witness).length > LONGEST) return witness;
  let best = witness;
  let tries = 0;
  for (let isShorter = true; isShorter; ) {
    isShorter = false;
    for (const next of shorterOnes(best)) {
      tries += 1;
      if (tries > TRIES) return best;
      if (!isWitness(next)) continue;
      best = next;
      isShorter = true;
      break;
    }
  }
  return best;
}

type Path = readonly (string | number)[];

/** The value with one part of it replaced by something inside that part: outer parts first, and the least first. */
function* shorterOnes(value: Json): Generator<Json> {
  const places = [...partsOf(value, [])];
  for (const [path, part] of places) {
    const inside = [...partsOf(part, [])].slice(1).map(([, inner]) => inner);
    const sorted = inside.map((inner) => [JSON.stringify(inner).length, inner] as const);
    for (const [, inner] of sorted.sort(([one], [other]) => one - other)) yield replaced(value, path, inner);
  }
}

/** The objects and arrays of a value, itself first, outer ones before inner ones. */
function* partsOf(value: Json, path: Path): Generator<readonly [Path, Json]> {
  const pending: (readonly [Path, Json])[] = [[path, value]];
  // an array that grows while it is walked visits what was added
  for (const [at, part] of pending) {
    if (typeof part !== "object" || part === null) continue;
    yield [at, part];
    const entries: readonly (readonly [string | number, Json])[] = Array.isArray(part)
      ? [...part.entries()]
      : Object.entries(part as Record<string, Json>);
    for (const [key, inner] of entries) pending.push([[...at, key], inner]);
  }
}

function replaced(value: Json, [step, ...rest]: Path, by: Json): Json {
  if (step === undefined) return by;
  if (Array.isArray(value))
    return value.map((item, index) => (index === step ? replaced(item as Json, rest, by) : (item as Json)));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, name === step ? replaced(inner, rest, by) : inner]),
  );
}

function depthOf(value: Json): number {
  let depth = 0;
  let level: readonly Json[] = [value];
  while (level.length > 0) {
    level = level.flatMap((each) =>
      Array.isArray(each) ? (each as Json[]) : isObject(each) ? Object.values(each) : [],
    );
    depth += 1;
  }
  return depth;
}
