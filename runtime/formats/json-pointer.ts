/** `json-pointer` of RFC 6901, section 3, as a string, not as a URI fragment. */
export function isJsonPointer(text: string): boolean {
  return !/^[^/]|~(?![01])/.test(text);
}

/** `relative-json-pointer` of draft-bhutton-relative-json-pointer-00, with its index manipulation (`0-1/name`). */
export function isRelativeJsonPointer(text: string): boolean {
  const origin = /^(?:0|[1-9][0-9]*)(?:[+-][1-9][0-9]*)?/.exec(text)?.[0];
  if (origin === undefined) return false;
  const rest = text.slice(origin.length);
  return rest === "#" || isJsonPointer(rest);
}
