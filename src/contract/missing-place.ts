import { joinPointer, splitPointer, valueAt } from "../json/pointer.js";
import { nearestWord } from "./nearest-word.js";
import type { Registry, Target } from "./registry.js";
import type { Diagnosis } from "./source-file.js";
import { pathScheme, uriKey } from "./uri-key.js";

/** A reference that no file of the schemas folder can be meant by. */
export function invalidReference(reference: string, base: string): Diagnosis {
  if (base.startsWith(pathScheme) && URL.canParse(reference, base)) {
    return {
      rule: "ref-outside",
      severity: "error",
      message: `${quoted(reference)} points outside the schemas folder.`,
      help: "Move the file to a subfolder of the schemas folder whose name starts with _.",
      cause: reference,
    };
  }
  return refProblem(`${quoted(reference)} is not a valid URI reference (base ${quoted(base)}).`);
}

/** A JSON Pointer that leads to nothing in the file that it is about. */
export function missingPlace(
  { resources }: Registry,
  resource: Target,
  reference: string,
  pointer: string,
  from: Target,
): Diagnosis {
  const { source, place } = resource;
  const cause = `${source.path}#${place.pointer}${pointer}`;
  if (place.pointer !== "" && valueAt(source.value, pointer) !== undefined) {
    const id = idOf(resource);
    if (id === "")
      return refProblem(
        `${quoted(reference)}: in ${source.path}, "#" refers to the schema at ${quoted(place.pointer)}, which has nothing at ${quoted(pointer)}.`,
        pointer.startsWith(`${place.pointer}/`)
          ? `Write ${quoted(`#${pointer.slice(place.pointer.length)}`)}.`
          : undefined,
        cause,
      );
    return refProblem(
      `${quoted(reference)}: the schema at ${quoted(`${source.path}#${place.pointer}`)} has nothing at ${quoted(pointer)}. Its $id ${quoted(id)} makes "#" refer to that schema instead of the whole file.`,
      source === from.source && resources.get(uriKey(place.base))?.length === 1
        ? `Remove the $id, or refer to ${quoted(`${fileName(source.path)}#${pointer}`)}.`
        : "Remove the $id, or reference the file by its path.",
      cause,
    );
  }
  const missing = `${quoted(reference)}: ${source.path} has nothing at ${quoted(place.pointer + pointer)}.`;
  const meant = alternatives(pointer).find(
    (each) => valueAt(source.value, place.pointer + each) !== undefined,
  );
  if (meant !== undefined) return refProblem(missing, `Did you mean ${quoted(`#${meant}`)}?`, cause);
  const parent = valueAt(source.value, place.pointer + pointer.slice(0, pointer.lastIndexOf("/")));
  const siblings = typeof parent === "object" && parent !== null ? Object.keys(parent) : [];
  return refProblem(missing, near(splitPointer(pointer).at(-1) ?? "", siblings), cause);
}

/** An anchor that no schema of the resource has. */
export function missingAnchor(
  registry: Registry,
  { source, place }: Target,
  reference: string,
  name: string,
): Diagnosis {
  const start = `${uriKey(place.base)}#`;
  const pointers = [`/${name}`, ...alternatives(`/${name}`)];
  const pointer = pointers.find((each) => valueAt(source.value, place.pointer + each) !== undefined);
  const anchors = [...registry.anchors.keys()].filter((key) => key.startsWith(start));
  return refProblem(
    `${quoted(reference)}: anchor ${quoted(name)} not found.`,
    pointer === undefined
      ? near(
          name,
          anchors.map((key) => key.slice(start.length)),
        )
      : `Did you mean ${quoted(`#${pointer}`)}?`,
    start + name,
  );
}

/** A reference to an `$id` or anchor that schemas of different content declare. */
export function ambiguousReference(reference: string, found: readonly Target[]): Diagnosis {
  const places = found.slice(0, 5).map(({ source, place }) => `${source.path}#${place.pointer}`);
  const more = found.length > places.length ? ` and ${found.length - places.length} more` : "";
  return {
    rule: "ref-ambiguous",
    severity: "error",
    message: `${quoted(reference)} is declared more than once, with different schemas: ${places.join(" and ")}${more}.`,
    help: "Make each $id unique, or give it the same schema everywhere.",
    cause: places.join(),
  };
}

/** Where a definition most likely is, if not where the pointer says: under the other draft's keyword, or in none. */
function alternatives(pointer: string): string[] {
  const last = joinPointer("", splitPointer(pointer).at(-1) ?? "");
  const swapped = pointer.replace(/\/(definitions|\$defs)(?=\/|$)/g, (_, name) =>
    name === "$defs" ? "/definitions" : "/$defs",
  );
  return [swapped, `/$defs${pointer}`, `/definitions${pointer}`, `/$defs${last}`, `/definitions${last}`];
}

/** The `$id` that a schema has, as it is written. */
export function idOf({ source, place }: Target): string {
  const id = valueAt(source.value, `${place.pointer}/$id`) ?? valueAt(source.value, `${place.pointer}/id`);
  return typeof id === "string" ? id : "";
}

/** A suggestion of the known word that was most likely meant. */
export function near(word: string, known: readonly string[]): string | undefined {
  const meant = nearestWord(word, known);
  return meant === undefined ? undefined : `Did you mean ${quoted(meant)}?`;
}

/** A reference that leads to nothing. */
export function refProblem(message: string, help?: string, cause?: string): Diagnosis {
  return {
    rule: "ref-unresolved",
    severity: "error",
    message,
    ...(help === undefined ? {} : { help }),
    ...(cause === undefined ? {} : { cause }),
  };
}

/** Text of a schema as it is shown in a message. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text);
}

function fileName(path: string): string {
  return encodeURI(path.slice(path.lastIndexOf("/") + 1)).replace(/[?#]/g, encodeURIComponent);
}
