/** A path as part of a URI: every segment encoded, so that no name acts as a scheme, a query or a fragment. */
export function encodePath(path: string): string {
  return path
    .replace(/\p{Surrogate}/gu, "\ufffd")
    .split("/")
    .map((segment) => encodeURIComponent(segment).replace(/[!'()*]/g, hexadecimal))
    .join("/");
}

/** What `encodeURIComponent` leaves, but Markdown or a shell would read. */
function hexadecimal(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
