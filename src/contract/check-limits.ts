import type { Finding } from "../findings/finding.js";
import { endlessReferences } from "./check-references.js";
import type { Definitions } from "./collect-definitions.js";
import { inReferenceOrder } from "./reference-order.js";
import { inPlaceSubschemas, type Location, type Schema } from "./schema.js";
import { oversizedVersions } from "./schema-size.js";
import { findingAt } from "./source-file.js";

/** More schemas than this for one value, and checking a message takes seconds. */
export const mostInPlace = 100_000;

/** More references than this, one after the other for one value, and the stack of a validator may overflow. */
export const longestChain = 3_000;

/** What is wrong with the way in which the sound references of some versions lead from schema to schema. */
export function referenceFindings(versions: readonly Location[], collected: Definitions): Finding[] {
  // First, since what follows takes a while for the largest.
  const oversized = oversizedVersions(versions, collected);
  if (oversized.length > 0) return oversized;
  const endless = endlessReferences(collected);
  return endless.length > 0 ? endless : explodingReferences(collected);
}

/**
 * Definitions that each refer twice to the next double the work with every step: a few dozen and a single message is
 * never answered. Such a schema is refused here, since no limit could help while it is being checked. So is a chain of
 * references without an end in sight. References must end in place.
 */
function explodingReferences(collected: Definitions): Finding[] {
  const resolve = (location: Location): Schema => collected.definitions.get(location)?.schema ?? true;
  const weight = inReferenceOrder<number>(resolve, function weigh(schema, at): number {
    if (typeof schema === "boolean") return 1;
    const own = schema.$ref === undefined ? 1 : at(schema.$ref) + 1;
    return inPlaceSubschemas(schema).reduce((sum, [, inner]) => sum + weigh(inner, at), own);
  });
  const heavy = beyond(
    collected,
    weight,
    mostInPlace,
    `Through references, this schema applies more than ${mostInPlace} schemas to one value.`,
  );
  if (heavy.length > 0) return heavy;
  const chain = inReferenceOrder<number>(resolve, function measure(schema, at): number {
    if (typeof schema === "boolean") return 0;
    const own = schema.$ref === undefined ? 0 : at(schema.$ref) + 1;
    return inPlaceSubschemas(schema).reduce((most, [, inner]) => Math.max(most, measure(inner, at)), own);
  });
  return beyond(
    collected,
    chain,
    longestChain,
    `This is a chain of more than ${longestChain} references for one value.`,
  );
}

/** The definition that is least beyond a limit: those that only refer to it need no mention of their own. */
function beyond(
  { definitions, targets }: Definitions,
  measure: (schema: Schema) => number,
  most: number,
  message: string,
): Finding[] {
  const [least] = [...definitions]
    .map(([location, { schema }]) => [location, measure(schema)] as const)
    .filter(([, size]) => size > most)
    .sort(([, one], [, other]) => one - other);
  const target = least && targets.get(least[0]);
  if (!target) return [];
  const help = "Reference each definition once.";
  return [
    findingAt(target.source, target.place.pointer, {
      rule: "ref-explosion",
      severity: "error",
      message,
      help,
    }),
  ];
}
