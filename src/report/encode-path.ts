/** A path as part of a URI: every segment is encoded, so that no name acts as a scheme, a query or a fragment. */
export function encodePath(path: string): string {
  return path
    .replace(/\p{Surrogate}/gu, "\ufffd")
    .split("/")
    .map((segment) => encodeURIComponent(segment).replace(/[!'()*]/g, hexadecimal))
    .join("/");
}

/** Characters that `encodeURIComponent` keeps but Markdown or a shell would interpret. */
function hexadecimal(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
