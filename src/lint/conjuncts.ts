import { joinPointer } from "../json/pointer.js";
import { type Claim, placedAt, referenced } from "./claim.js";
import { evaluationOf } from "./evaluation.js";
import { typesOfKeyword } from "./keyword-types.js";
import type { LintSubject } from "./lint-rule.js";
import { keywordOf, type PlacedSchema } from "./placed-schema.js";
import { holdersOf } from "./surrounding-claims.js";

/** Schemas that are looked into for one; what holds by more of them is not known. */
export const mostConjuncts = 64;

/**
 * The schemas that every value of one has to be valid under: itself, what it combines by `allOf`, and what it refers to
 * unless only those are asked for that are written in place.
 */
export function conjuncts(
  subject: LintSubject,
  placed: PlacedSchema,
  which: "all" | "in place" = "all",
): ReadonlySet<PlacedSchema> {
  const found = new Set([placed]);
  // a set that grows while it is walked visits what was added
  for (const each of found) {
    if (found.size > mostConjuncts) break;
    const target = which === "all" ? referenced(subject, each) : undefined;
    if (target !== undefined) found.add(target);
    const entries = keywordOf(each, "allOf");
    for (const index of Array.isArray(entries) ? entries.keys() : []) {
      const pointer = ["allOf", index].reduce<string>(joinPointer, each.pointer);
      const inner = placedAt(subject, `${each.source.path}#${pointer}`);
      if (inner !== undefined) found.add(inner);
    }
  }
  return found;
}

/** Whether a schema says itself of which types its values are. */
export function namesType(placed: PlacedSchema): boolean {
  return ["type", "enum", "const"].some((keyword) => keywordOf(placed, keyword) !== undefined);
}

/**
 * The type that a schema means and does not name: keywords for objects without `"type": "object"` are not meant to say that
 * a number is valid. `undefined` where a type is named, or more than one may be meant.
 */
export function impliedType(subject: LintSubject, placed: PlacedSchema): Claim | undefined {
  const parents = [...holdersOf(placed)].map(({ parent }) => parent);
  if ([placed, ...parents].some(namesType)) return undefined;
  const all = new Set([placed, ...parents].flatMap((each) => [...conjuncts(subject, each)]));
  const meant = new Set<string>();
  for (const each of all) {
    if (namesType(each)) return undefined;
    for (const keyword of Object.keys(each.schema)) {
      const [type] = keywordOf(each, keyword) === undefined ? [] : (typesOfKeyword.get(keyword) ?? []);
      if (type !== undefined) meant.add(type);
    }
  }
  const [type] = meant;
  if (type === undefined || meant.size > 1) return undefined;
  const set = { types: new Set([type as "object"]), whole: false };
  return { node: evaluationOf(subject).table.of([{ kind: "type", set }]), valid: true, path: [] };
}
