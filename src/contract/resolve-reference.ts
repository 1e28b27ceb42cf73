import { valueAt } from "../json/pointer.js";
import { chooseTarget, type TargetChoice } from "./choose-target.js";
import { areEqual, type Follow, pairsOf } from "./equal-targets.js";
import { metaSchemaAt } from "./meta-schemas.js";
import { ambiguousReference, invalidReference, missingAnchor, missingPlace } from "./missing-place.js";
import { missingResource } from "./missing-resource.js";
import { placeAt, type Registry, type Target } from "./registry.js";
import type { Diagnosis } from "./source-file.js";
import { decodeUri, pathOfUri, pathScheme, uriKey } from "./uri-key.js";
import { withoutFragment } from "./walk-schema.js";

/**
 * Where a reference leads, or why it leads nowhere; without a problem, but with the file, where that could not be read
 * and is reported already.
 */
export type Resolution =
  | { readonly target: Target }
  | { readonly problem: Diagnosis | undefined; readonly unread?: string };

const known = new WeakMap<Registry, Map<string, Resolution>>();

/**
 * Resolves a `$ref` in the schema at a place (JSON Schema Core, chapter 8.2.3): by `$id`, else by path below the schemas
 * folder, then by JSON Pointer or anchor. A file's own schemas come before those that other files bundle under the same
 * `$id` (chapter 9.3). Nothing is ever fetched: all files are in the registry already.
 */
export function resolveReference(registry: Registry, reference: string, from: Target): Resolution {
  const answers = known.get(registry) ?? new Map<string, Resolution>();
  known.set(registry, answers);
  const key = `${from.source.path}\n${from.place.base}\n${reference}`;
  const before = answers.get(key);
  if (before !== undefined) return before;
  const follow: Follow = (inner, at, pairs) => {
    const found = resolve(registry, inner, at, (choice) => {
      for (const pair of pairsOf(choice)) pairs.push(pair);
      return true;
    });
    return "target" in found ? found.target : undefined;
  };
  let isFixed = true;
  const resolution = resolve(registry, reference, from, (choice) => {
    isFixed = !choice.dependsOnPlace;
    return areEqual(choice, follow);
  });
  if (isFixed) answers.set(key, resolution);
  return resolution;
}

/** `isClear` decides whether a reference that might mean several schemas means the chosen one. */
function resolve(
  registry: Registry,
  reference: string,
  from: Target,
  isClear: (choice: TargetChoice) => boolean,
): Resolution {
  const { base } = from.place;
  if (leavesFolder(reference, base) || !URL.canParse(reference, base)) {
    return { problem: invalidReference(reference, base) };
  }
  const uri = new URL(reference, base).href;
  const resource = withoutFragment(uri);
  const candidates = registry.resources.get(uriKey(resource)) ?? [];
  const choice = chooseTarget(candidates, from);
  const target = choice?.chosen ?? metaSchemaAt(resource);
  if (target === undefined) {
    const problem = missingResource(registry, reference, resource, from);
    return problem === undefined ? { problem, unread: pathOfUri(resource) } : { problem };
  }
  if (choice !== undefined && candidates.length > 1 && !isClear(choice)) {
    return { problem: ambiguousReference(reference, choice.pool) };
  }
  return resolveFragment(registry, target, reference, uri.slice(resource.length + 1), from);
}

function resolveFragment(
  registry: Registry,
  resource: Target,
  reference: string,
  fragment: string,
  from: Target,
): Resolution {
  if (fragment === "") return { target: resource };
  const name = decodeUri(fragment);
  if (!name.startsWith("/")) return resolveAnchor(registry, resource, reference, name);
  const place = placeAt(resource, name);
  if (valueAt(resource.source.value, place.pointer) === undefined) {
    return { problem: missingPlace(registry, resource, reference, name, from) };
  }
  return { target: { source: resource.source, place } };
}

function resolveAnchor(registry: Registry, resource: Target, reference: string, name: string): Resolution {
  const { source, place } = resource;
  const all = registry.anchors.get(`${uriKey(place.base)}#${name}`) ?? [];
  const found = all.filter((each) => each.source === source && each.place.pointer.startsWith(place.pointer));
  const [target] = found;
  if (target === undefined) return { problem: missingAnchor(registry, resource, reference, name) };
  return found.length > 1 ? { problem: ambiguousReference(reference, found) } : { target };
}

/** True when a relative path climbs above the schemas folder; URL resolution itself would stop at the top silently. */
function leavesFolder(reference: string, base: string): boolean {
  if (!base.startsWith(pathScheme) || /^(?:[a-z][a-z0-9+.-]*:|[/#?])/i.test(reference)) return false;
  let depth = base.slice(pathScheme.length).split("/").length - 1;
  for (const segment of withoutFragment(reference).split(/[/\\]/)) {
    if (decodeUri(segment) === "..") depth -= 1;
    else if (segment !== "." && segment !== "") depth += 1;
    if (depth < 0) return true;
  }
  return false;
}
