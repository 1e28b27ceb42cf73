import { idOf, near, quoted, refProblem } from "./missing-place.js";
import type { Registry, Target } from "./registry.js";
import type { Diagnosis } from "./source-file.js";
import { pathOfUri, pathScheme, pathUri, uriKey } from "./uri-key.js";
import { withoutFragment } from "./walk-schema.js";

/** Why a reference finds no schema; `undefined` when the file is there and has been reported as unreadable. */
export function missingResource(
  registry: Registry,
  reference: string,
  resource: string,
  from: Target,
): Diagnosis | undefined {
  const isPath = resource.startsWith(pathScheme);
  const path = pathOfUri(resource);
  if (isPath && isUnreadable(registry, path)) return undefined;
  const moved = movedBase(registry, reference, resource, from);
  if (moved !== undefined) return moved;
  if (isPath) return missingFile(registry, reference, resource, path, from);
  if (URL.canParse(reference)) {
    return {
      ...refProblem(
        `No file in the schemas folder has the $id ${quoted(withoutFragment(reference))}, and rabbitgen never fetches remote schemas.`,
        near(resource, [...registry.resources.keys()]) ?? bringIn,
        resource,
      ),
      rule: "ref-remote",
    };
  }
  return refProblem(
    `${quoted(reference)} resolves to ${quoted(resource)}, which no file declares (base ${quoted(from.place.base)}).`,
    undefined,
    resource,
  );
}

/** A file that could not be read, or one in a folder that could not. */
function isUnreadable({ unreadable }: Registry, path: string): boolean {
  for (let at = path; at !== ""; at = at.slice(0, Math.max(0, at.lastIndexOf("/")))) {
    if (unreadable.has(at)) return true;
  }
  return false;
}

/** A relative reference under a schema whose `$id` changes the base URI, so that it no longer goes by path. */
function movedBase(
  registry: Registry,
  reference: string,
  resource: string,
  from: Target,
): Diagnosis | undefined {
  const { source, place } = from;
  if (URL.canParse(reference) || uriKey(place.base) === pathUri(source.path)) return undefined;
  const holder = (registry.resources.get(uriKey(place.base)) ?? []).find(
    (each) => each.source === source && place.pointer.startsWith(each.place.pointer),
  );
  if (holder === undefined) return undefined;
  const shown = resource.startsWith(pathScheme) ? pathOfUri(resource) : resource;
  const file = URL.canParse(reference, pathUri(source.path))
    ? uriKey(withoutFragment(new URL(reference, pathUri(source.path)).href))
    : "";
  return refProblem(
    `${quoted(reference)} resolves to ${quoted(shown)}, which no file declares: the $id ${quoted(idOf(holder))} at ${quoted(`${source.path}#${holder.place.pointer}`)} changes the base of every reference inside it.`,
    registry.resources.has(file)
      ? `Remove that $id so that references resolve by path (to ${quoted(pathOfUri(file))}), or reference the intended schema by its $id.`
      : "Give the intended schema this $id, or remove the $id so that references resolve by path.",
    resource,
  );
}

/** A path below the schemas folder under which there is no schema file. */
function missingFile(
  registry: Registry,
  reference: string,
  resource: string,
  path: string,
  { source }: Target,
): Diagnosis {
  const message = `${quoted(reference)}: file ${quoted(path)} not found in the schemas folder.`;
  const say = (why: string | undefined, help?: string): Diagnosis =>
    refProblem(why === undefined ? message : `${message} ${why}`, help, resource);
  const pathTo = (other: string): string => `Write ${quoted(relativeReference(source.path, other))}.`;
  if (resource.includes("?"))
    return say('In a URI, "?" starts the query.', 'Write "?" in a file name as %3F.');
  if (registry.paths.has(path)) {
    const what = `${quoted(reference)}: ${path} is not a schema file, so it cannot be referenced.`;
    return refProblem(what, "Move the schema to a folder that starts with _.", resource);
  }
  const withEnding = [".json", ".yaml", ".yml"].find((ending) => registry.paths.has(path + ending));
  if (withEnding !== undefined) return say(`The file extension is missing.`, pathTo(path + withEnding));
  const flat = flatId(registry, withoutFragment(reference));
  if (flat !== undefined) {
    return say(
      `The $id ${quoted(idOf(flat))} of ${flat.source.path} is relative, so it is resolved against that file's folder.`,
      `${pathTo(flat.source.path)} Or give both an absolute $id, such as "https://example.com/${idOf(flat)}".`,
    );
  }
  const lower = path.toLowerCase();
  const paths = [...registry.paths];
  const otherCase = paths.find((each) => each.toLowerCase() === lower);
  if (otherCase !== undefined) {
    return say(`File names are case-sensitive; the file is named ${quoted(otherCase)}.`, pathTo(otherCase));
  }
  const name = path.slice(path.lastIndexOf("/"));
  const elsewhere = paths.filter((each) => `/${each}`.endsWith(name.startsWith("/") ? name : `/${name}`));
  const [only] = elsewhere;
  if (elsewhere.length === 1 && only !== undefined)
    return say(undefined, `Did you mean ${quoted(relativeReference(source.path, only))}?`);
  return say(undefined, near(path, paths));
}

/** A schema whose `$id` is written exactly so: a bare word, which only its author takes for a name. */
function flatId(registry: Registry, id: string): Target | undefined {
  if (id === "") return undefined;
  return [...registry.resources.values()].flat().find((target) => idOf(target) === id);
}

/** How a schema refers from one file to another, both below the schemas folder. */
function relativeReference(from: string, to: string): string {
  const [here, there] = [from.split("/").slice(0, -1), to.split("/")];
  let common = 0;
  while (common < here.length && here[common] === there[common]) common += 1;
  const steps = [...here.slice(common).map(() => ".."), ...there.slice(common)];
  return steps.map((step) => encodeURI(step).replace(/[?#]/g, encodeURIComponent)).join("/");
}

const bringIn =
  "Copy the schema, with its $id, into a folder that starts with _; the reference then resolves to it.";
