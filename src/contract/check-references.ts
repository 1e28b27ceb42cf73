import type { Finding } from "../finding.js";
import type { Definitions } from "./collect-definitions.js";
import { valueAt } from "./pointer.js";
import type { Registry, Target } from "./registry.js";
import { inPlaceSubschemas, type Location, type Schema } from "./schema.js";
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

/** More schemas than this for one value, and checking a message takes seconds. */
const mostInPlace = 100_000;

/**
 * Definitions that each refer twice to the next double the work with every step: a few dozen and a single message is
 * never answered. Such a schema is refused here, since no limit could help while it is being checked.
 */
export function explodingReferences({ definitions, targets }: Definitions): Finding[] {
  const known = new Map<Location, number>();
  const at = (location: Location): number => {
    const weight = known.get(location) ?? weigh(definitions.get(location)?.schema ?? true);
    known.set(location, weight);
    return weight;
  };
  const weigh = (schema: Schema): number => {
    if (typeof schema === "boolean") return 1;
    const inner = [...inPlaceSubschemas(schema)].map(([, each]) => weigh(each));
    return inner.reduce((sum, weight) => sum + weight, schema.$ref === undefined ? 1 : at(schema.$ref) + 1);
  };
  const heavy = [...definitions.keys()].filter((location) => at(location) > mostInPlace);
  // Those that only refer to a heavy one need no mention of their own.
  const least = heavy.sort((a, b) => at(a) - at(b))[0];
  const target = least === undefined ? undefined : targets.get(least);
  if (!target) return [];
  return [
    findingAt(target.source, target.place.pointer, {
      rule: "ref-explosion",
      severity: "error",
      message: `Through its references this schema applies more than ${mostInPlace} schemas to one value.`,
      help: "Refer to each definition once.",
    }),
  ];
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
