/** A media type in parts; names in lower case, values as they stand. */
export interface MediaType {
  /** Such as `application/json`. */
  readonly essence: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const ESSENCE = new RegExp(`^[ \\t]*(${TOKEN}/${TOKEN})[ \\t]*`);
const PARAMETER = new RegExp(`;[ \\t]*(?:(${TOKEN})=(?:(${TOKEN})|"((?:[^"\\\\]|\\\\.)*)"))?[ \\t]*`, "y");

/**
 * Parses a content type (RFC 9110, 8.3.1): any order of parameters, spaces, quoted values, empty parameters.
 * `undefined` if it is malformed or gives one parameter two values.
 */
export function parseMediaType(text: string): MediaType | undefined {
  const essence = ESSENCE.exec(text);
  if (essence?.[1] === undefined) return undefined;
  const parameters = new Map<string, string>();
  for (let at = essence[0].length; at < text.length; at = PARAMETER.lastIndex) {
    PARAMETER.lastIndex = at;
    const match = PARAMETER.exec(text);
    if (match === null) return undefined;
    const name = match[1]?.toLowerCase();
    if (name === undefined) continue;
    const value = match[2] ?? (match[3] ?? "").replace(/\\(.)/g, "$1");
    if (parameters.has(name) && parameters.get(name) !== value) return undefined;
    parameters.set(name, value);
  }
  return { essence: essence[1].toLowerCase(), parameters };
}
