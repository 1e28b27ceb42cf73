import type { Finding } from "../finding.js";
import type { Definitions } from "./collect-definitions.js";
import { valueAt } from "./pointer.js";
import type { Registry, Target } from "./registry.js";
import type { Location } from "./schema.js";
import { closureOf, referencesInPlace } from "./schema-closure.js";
import { findingAt } from "./source-file.js";
import { walkSchema } from "./walk-schema.js";

/** A schema that applies itself to the same value again never ends; each such circle is told once. */
export function endlessReferences({ definitions, targets }: Definitions): Finding[] {
  const findings: Finding[] = [];
  const told = new Set<Location>();
  for (const [location, definition] of definitions) {
    if (told.has(location)) continue;
    const next = [...referencesInPlace(definition.schema)];
    const circle = next.flatMap((start) => [...closureOf(start, definitions, referencesInPlace)]);
    const target = targets.get(location);
    if (!circle.includes(location) || !target) continue;
    for (const each of circle) told.add(each);
    findings.push(
      findingAt(target.source, target.place.pointer, {
        rule: "ref-endless",
        severity: "error",
        message: "This schema refers to itself for the same value, so checking a message would never end.",
        help: "A recursive schema recurs inside properties or items.",
      }),
    );
  }
  return findings;
}

/**
 * A `$dynamicRef` means the outermost schema in the path of evaluation that declares the anchor (Core, 8.2.3.2). Where
 * one version reaches a single such schema that is an ordinary reference; where it reaches several it cannot be
 * compiled, since types and validators are made once for all paths.
 */
export function ambiguousDynamics(root: Location, collected: Definitions, registry: Registry): Finding[] {
  const { definitions, targets, dynamicUses } = collected;
  if (dynamicUses.length === 0) return [];
  const reached = [...closureOf(root, definitions)].flatMap((location) => targets.get(location) ?? []);
  const bases = new Set(reached.flatMap((target) => [...basesIn(target)]));
  const declares = (base: string, anchor: string): boolean =>
    anchor === "" ? registry.recursiveAnchors.has(base) : registry.dynamicAnchors.has(`${base}#${anchor}`);
  return dynamicUses.flatMap(({ from, anchor }) => {
    const used = reached.some(
      ({ source, place }) => source === from.source && from.place.pointer.startsWith(place.pointer),
    );
    const candidates = [...bases].filter((base) => declares(base, anchor));
    if (!used || candidates.length < 2) return [];
    return findingAt(from.source, from.place.pointer, {
      rule: "ref-dynamic",
      severity: "error",
      message: `This dynamic reference has more than one possible target for ${root}: ${candidates.join(" and ")}.`,
      help: "Use $ref, or give the anchors different names.",
    });
  });
}

function basesIn({ source, place }: Target): Set<string> {
  const bases = new Set<string>();
  walkSchema(valueAt(source.value, place.pointer) ?? true, place, (_schema, own) => bases.add(own.base));
  return bases;
}
