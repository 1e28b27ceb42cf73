import { Buffer } from "node:buffer";
import { inspect } from "node:util";

/**
 * Where a text can be found in what a value leads to: own and inherited properties of any name, hidden ones and getters
 * too, items of maps and sets, bytes, and what `util.inspect` and `JSON.stringify` print. Paths, for a message.
 */
export function placesOf(text: string, value: unknown): readonly string[] {
  const places: string[] = [];
  const seen = new Set<unknown>();
  const waiting: (readonly [path: string, value: unknown])[] = [["value", value]];
  const printed = [inspect(value, { depth: 20, showHidden: true }), safely(() => JSON.stringify(value))];
  if (printed.some((each) => typeof each === "string" && each.includes(text))) places.push("printed");
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [path, each] = next;
    if (typeof each === "string" && each.includes(text)) places.push(path);
    if (each === null || (typeof each !== "object" && typeof each !== "function") || seen.has(each)) continue;
    seen.add(each);
    if (ArrayBuffer.isView(each)) {
      if (Buffer.from(each.buffer, each.byteOffset, each.byteLength).includes(text)) places.push(path);
      continue;
    }
    if (each instanceof Map || each instanceof Set) waiting.push([`${path}.items`, [...each]]);
    for (const key of keysOf(each)) {
      if (String(key).includes(text)) places.push(`${path}.${String(key)}`);
      waiting.push([`${path}.${String(key)}`, safely(() => Reflect.get(each, key))]);
    }
  }
  return places;
}

function keysOf(value: object): readonly PropertyKey[] {
  const keys = new Set<PropertyKey>();
  for (let each: object | null = value; each !== null && each !== Object.prototype; ) {
    for (const key of Reflect.ownKeys(each)) keys.add(key);
    each = Object.getPrototypeOf(each) as object | null;
  }
  keys.delete("constructor");
  return [...keys];
}

function safely(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return undefined;
  }
}
