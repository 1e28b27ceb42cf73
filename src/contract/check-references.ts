import type { Finding } from "../findings/finding.js";
import { valueAt } from "../json/pointer.js";
import { type Definitions, locationOf } from "./collect-definitions.js";
import { componentsOf } from "./components.js";
import type { Registry, Target } from "./registry.js";
import type { Location } from "./schema.js";
import { closureOf, referencesInPlace } from "./schema-closure.js";
import { findingAt } from "./source-file.js";
import { walkSchema } from "./walk-schema.js";

/** A schema that applies itself to the same value again never ends; each such circle is reported once. */
export function endlessReferences({ definitions, targets }: Definitions): Finding[] {
  const order = new Map([...definitions.keys()].map((location, index) => [location, index]));
  const next = (location: Location): ReadonlySet<Location> =>
    referencesInPlace(definitions.get(location)?.schema ?? true);
  return componentsOf(definitions.keys(), next).flatMap((component) => {
    const [least] = [...component].sort((one, other) => (order.get(one) ?? 0) - (order.get(other) ?? 0));
    const target = least === undefined ? undefined : targets.get(least);
    if (!target || least === undefined || (component.length === 1 && !next(least).has(least))) return [];
    return findingAt(target.source, target.place.pointer, {
      rule: "ref-endless",
      severity: "error",
      message: "This schema refers to itself for the same value, so validation would never end.",
      help: "Move the recursive reference into properties or items.",
    });
  });
}

/**
 * A `$dynamicRef` means the outermost schema in the path of evaluation that declares the anchor (Core, 8.2.3.2). Where
 * one version reaches a single such schema that is an ordinary reference; where it reaches several it cannot be
 * compiled, since types and validators are made once for all paths.
 */
export function ambiguousDynamics(root: Location, collected: Definitions, registry: Registry): Finding[] {
  const { definitions, targets, dynamicUses } = collected;
  if (dynamicUses.length === 0) return [];
  const reached = closureOf(root, definitions);
  const bases = new Set([...reached].flatMap((location) => basesIn(targets.get(location))));
  const candidates = new Map<string, readonly string[]>();
  const candidatesOf = (anchor: string): readonly string[] => {
    const found = candidates.get(anchor) ?? [...bases].filter((base) => declares(registry, base, anchor));
    candidates.set(anchor, found);
    return found;
  };
  return dynamicUses.flatMap(({ from, anchor }) => {
    const meant = candidatesOf(anchor);
    if (meant.length < 2 || !isInside(from, reached)) return [];
    return findingAt(from.source, from.place.pointer, {
      rule: "ref-dynamic",
      severity: "error",
      message: `This dynamic reference is ambiguous for ${root}: it could resolve to ${meant.join(" or ")}.`,
      help: "Use $ref, or give the anchors different names.",
    });
  });
}

function declares(registry: Registry, base: string, anchor: string): boolean {
  return anchor === ""
    ? registry.recursiveAnchors.has(base)
    : registry.dynamicAnchors.has(`${base}#${anchor}`);
}

/** True when the place is one of the definitions, or inside of one. */
function isInside({ source, place }: Target, reached: ReadonlySet<Location>): boolean {
  for (let pointer = place.pointer; ; pointer = pointer.slice(0, pointer.lastIndexOf("/"))) {
    if (reached.has(locationOf(source.path, pointer))) return true;
    if (pointer === "") return false;
  }
}

const knownBases = new WeakMap<Target, readonly string[]>();

/** The base URIs of a schema and of everything inside it. */
function basesIn(target: Target | undefined): readonly string[] {
  if (target === undefined) return [];
  const before = knownBases.get(target);
  if (before !== undefined) return before;
  const bases = new Set<string>();
  const { source, place } = target;
  walkSchema(valueAt(source.value, place.pointer) ?? true, place, (_schema, own) => bases.add(own.base));
  const found = [...bases];
  knownBases.set(target, found);
  return found;
}
