import { isObject, type Json } from "../json/json.js";
import { splitPointer, valueAt } from "../json/pointer.js";

/**
 * Events that are as rich as a valid one and broken as a least one is: where that fails, the valid one gets what is
 * there; what is nearest to the place comes first.
 */
export function* spliced(
  rich: Json,
  least: Json,
  pointer: string,
  missing: string | undefined,
): Generator<Json> {
  const segments = splitPointer(pointer);
  const at = valueAt(rich, pointer);
  if (missing !== undefined && isObject(at) && Object.hasOwn(at, missing)) {
    const rest = Object.entries(at).filter(([name]) => name !== missing);
    yield replaced(rich, segments, Object.fromEntries(rest));
  }
  for (let depth = segments.length; depth > 0; depth -= 1) {
    const path = segments.slice(0, depth);
    const where = pointer
      .split("/")
      .slice(0, depth + 1)
      .join("/");
    const value = valueAt(least, where);
    if (value === undefined) continue;
    const old = valueAt(rich, where);
    if (isObject(old) && isObject(value)) yield replaced(rich, path, merged(old, value));
    yield replaced(rich, path, value);
  }
  if (isObject(rich) && isObject(least)) yield merged(rich, least);
}

/** What the one object has, and what only the other has. */
function merged(rich: { readonly [name: string]: Json }, least: { readonly [name: string]: Json }): Json {
  const further = Object.entries(least).filter(([name]) => !Object.hasOwn(rich, name));
  return Object.fromEntries([...Object.entries(rich), ...further]);
}

function replaced(value: Json, [step, ...rest]: readonly string[], by: Json): Json {
  if (step === undefined) return by;
  if (Array.isArray(value)) {
    const index = Math.min(Number(step), value.length);
    return Object.assign([...value], { [index]: replaced((value[index] ?? null) as Json, rest, by) });
  }
  if (!isObject(value)) return value;
  const has = Object.hasOwn(value, step);
  const inner = replaced((has ? value[step] : null) as Json, rest, by);
  if (!has) return Object.fromEntries([...Object.entries(value), [step, inner]]);
  return Object.fromEntries(Object.entries(value).map(([name, old]) => [name, name === step ? inner : old]));
}
