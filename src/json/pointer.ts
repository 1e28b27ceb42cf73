import { isObject, type Json, member } from "./json.js";

/** Appends one segment to a JSON Pointer, escaped as RFC 6901 says. */
export function joinPointer(pointer: string, segment: string | number): string {
  return `${pointer}/${String(segment).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** The segments of a JSON Pointer, unescaped; `""` has none. */
export function splitPointer(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The value that a JSON Pointer names, or `undefined` when there is none. */
export function valueAt(root: Json, pointer: string): Json | undefined {
  let value: Json | undefined = root;
  for (const segment of splitPointer(pointer)) {
    if (Array.isArray(value)) {
      value = /^(?:0|[1-9]\d*)$/.test(segment) ? value[Number(segment)] : undefined;
    } else {
      value = isObject(value) ? member(value, segment) : undefined;
    }
    if (value === undefined) return undefined;
  }
  return value;
}
