import type { Location } from "../contract/schema.js";

/** The longest name that is made; what tells longer ones apart is a number. */
const longest = 80;

/**
 * Names for definitions in one document, by location: `money` for `_shared/money.json`, `ids.orderId` for a definition
 * inside `_shared/ids.json`. They have letters, digits, `.`, `_` and `-` only, so they can be used unchanged in a
 * reference and in AsyncAPI's components.
 */
export function definitionNames(locations: Iterable<Location>): ReadonlyMap<Location, string> {
  const names = new Map<Location, string>();
  const taken = new Set<string>();
  for (const location of locations) {
    const wanted = nameOf(location).slice(0, longest) || "definition";
    let name = wanted;
    // compared without case, since a name becomes a file's where the document is imported
    for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${wanted}-${number}`;
    taken.add(name.toLowerCase());
    names.set(location, name);
  }
  return names;
}

/** The closed form has definitions without a place of their own (`part 3`) beside those that have one (`closed …`). */
function nameOf(location: Location): string {
  const place = /^(?:closed )?(.*?)(?:\.(?:json|ya?ml))#(.*)$/s.exec(location);
  if (place === null) return plain(location);
  const [, path = "", pointer = ""] = place;
  const folders = path
    .split("/")
    .filter((segment, index, all) => index === all.length - 1 || !/^_/.test(segment));
  const steps = pointer.split("/").filter((step) => !["", "$defs", "definitions"].includes(step));
  return [...folders, ...steps].map(plain).join(".");
}

function plain(text: string): string {
  return text.replace(/[^A-Za-z0-9._-]+/g, "_");
}
