/** The start of the URIs under which files are found by path; a scheme of our own, so that nothing can be fetched. */
export const pathScheme = "schemas:///";

/** The URI under which a file is found by path. */
export function pathUri(path: string): string {
  return `${pathScheme}${path.split("/").map(encodeURIComponent).join("/")}`;
}

/** The path below the schemas folder that such a URI means. */
export function pathOfUri(uri: string): string {
  return uri.slice(pathScheme.length).split("/").map(decodeUri).join("/");
}

/**
 * The one spelling of a URI by which it is looked up: RFC 3986 (6.2.2) lets the same name be written with or without
 * percent-encoding, and file names contain characters that some writers encode and others do not.
 */
export function uriKey(uri: string): string {
  if (uri.startsWith(pathScheme)) {
    const query = uri.indexOf("?");
    const path = query === -1 ? uri : uri.slice(0, query);
    const segments = path.slice(pathScheme.length).split("/").map(decodeUri);
    // A decoded slash stays inside its segment.
    return pathScheme + segments.map(encodeURIComponent).join("/") + (query === -1 ? "" : uri.slice(query));
  }
  return uri.replace(/%[0-9a-f]{2}/gi, (encoded) => {
    const character = String.fromCharCode(Number.parseInt(encoded.slice(1), 16));
    return /[A-Za-z0-9._~-]/.test(character) ? character : encoded.toUpperCase();
  });
}

/** Percent-encoded text in clear; unchanged if it is malformed. */
export function decodeUri(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
