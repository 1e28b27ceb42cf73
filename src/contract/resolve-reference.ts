import { nearestWord } from "./nearest-word.js";
import { splitPointer, valueAt } from "./pointer.js";
import { pathScheme, placeAt, type Registry, type Target } from "./registry.js";
import type { Said } from "./source-file.js";
import { withoutFragment } from "./walk-schema.js";

/** Where a reference leads, or why it leads nowhere. */
export type Resolution = { readonly target: Target } | { readonly problem: Said };

/**
 * Resolves a `$ref` against its base URI (JSON Schema Core, chapter 8.2.3): by `$id`, else by path below the schemas
 * folder, then by JSON Pointer or anchor. Nothing is ever fetched: all files are in the registry already.
 */
export function resolveReference(registry: Registry, reference: string, base: string): Resolution {
  if (leavesFolder(reference, base))
    return problem("ref-outside", `${quoted(reference)} leaves the schemas folder.`, move);
  if (!URL.canParse(reference, base)) {
    return problem(
      "ref-unresolved",
      `${quoted(reference)} is no URI reference against the base ${quoted(base)}.`,
    );
  }
  const uri = new URL(reference, base).href;
  const resource = withoutFragment(uri);
  const found = registry.resources.get(resource) ?? registry.resources.get(`${resource}#`) ?? [];
  const [target] = found;
  if (!target) return missingResource(registry, reference, resource, base);
  if (found.length > 1) return ambiguous(reference, found);
  return resolveFragment(registry, target, reference, resource, uri.slice(resource.length + 1));
}

function resolveFragment(
  registry: Registry,
  resource: Target,
  reference: string,
  uri: string,
  fragment: string,
): Resolution {
  if (fragment === "") return { target: resource };
  const name = decode(fragment);
  if (!name.startsWith("/")) {
    const found =
      registry.anchors.get(`${uri}#${name}`) ?? registry.anchors.get(`${resource.place.base}#${name}`) ?? [];
    const [target] = found;
    if (!target) {
      const anchors = [...registry.anchors.keys()]
        .filter((key) => key.startsWith(`${uri}#`))
        .map((key) => key.slice(uri.length + 1));
      return problem(
        "ref-unresolved",
        `${quoted(reference)}: no schema there has the anchor ${quoted(name)}.`,
        near(name, anchors),
      );
    }
    return found.length > 1 ? ambiguous(reference, found) : { target };
  }
  const place = placeAt(resource, name);
  if (valueAt(resource.source.value, place.pointer) === undefined) {
    const parent = valueAt(resource.source.value, place.pointer.slice(0, place.pointer.lastIndexOf("/")));
    const segment = splitPointer(name).at(-1) ?? "";
    const siblings = typeof parent === "object" && parent !== null ? Object.keys(parent) : [];
    return problem(
      "ref-unresolved",
      `${quoted(reference)}: ${resource.source.path} has nothing at ${quoted(name)}.`,
      near(segment, siblings),
    );
  }
  return { target: { source: resource.source, place } };
}

function missingResource(registry: Registry, reference: string, resource: string, base: string): Resolution {
  const known = [...registry.resources.keys()];
  if (resource.startsWith(pathScheme)) {
    const path = decode(resource.slice(pathScheme.length));
    const paths = known
      .filter((uri) => uri.startsWith(pathScheme))
      .map((uri) => decode(uri.slice(pathScheme.length)));
    return problem(
      "ref-unresolved",
      `${quoted(reference)}: there is no file ${quoted(path)} in the schemas folder.`,
      near(path, paths),
    );
  }
  if (URL.canParse(reference)) {
    const meant = near(resource, known);
    return problem(
      "ref-remote",
      `${quoted(reference)} is no $id in the schemas folder, and rabbitgen never fetches a remote schema.`,
      meant ?? bringIn,
    );
  }
  return problem(
    "ref-unresolved",
    `${quoted(reference)} resolves against the $id here to ${quoted(resource)}, which no file declares (base ${quoted(base)}).`,
    "Give the file that is meant this $id, or remove the $id here so that references go by path.",
  );
}

function near(word: string, known: readonly string[]): string | undefined {
  const meant = nearestWord(word, known);
  return meant === undefined ? undefined : `Did you mean ${quoted(meant)}?`;
}

function ambiguous(reference: string, found: readonly Target[]): Resolution {
  const places = found.map(({ source, place }) => `${source.path}#${place.pointer}`).join(" and ");
  return problem(
    "ref-ambiguous",
    `${quoted(reference)} is declared more than once: ${places}.`,
    "Make each $id unique.",
  );
}

/** True when a relative path climbs above the schemas folder; URL resolution itself would stop at the top silently. */
function leavesFolder(reference: string, base: string): boolean {
  if (!base.startsWith(pathScheme) || /^(?:[a-z][a-z0-9+.-]*:|[/#?])/i.test(reference)) return false;
  let depth = base.slice(pathScheme.length).split("/").length - 1;
  for (const segment of withoutFragment(reference).split(/[/\\]/)) {
    if (decode(segment) === "..") depth -= 1;
    else if (segment !== "." && segment !== "") depth += 1;
    if (depth < 0) return true;
  }
  return false;
}

function problem(rule: string, message: string, help?: string): Resolution {
  return { problem: { rule, severity: "error", message, ...(help === undefined ? {} : { help }) } };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text);
}

const move = "References stay inside the schemas folder: move the file to a folder in it that starts with _.";
const bringIn =
  "Copy the schema into a folder that starts with _, keep its $id there, and the same reference will find it.";
