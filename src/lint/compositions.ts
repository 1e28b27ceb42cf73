import { isObject, type Json } from "../json/json.js";
import { joinPointer } from "../json/pointer.js";
import { type Claim, claimsOf, placedAt, referenced } from "./claim.js";
import { conjuncts, impliedType } from "./conjuncts.js";
import { evaluationOf } from "./evaluation.js";
import type { LintSubject } from "./lint-rule.js";
import { isInPlace, keywordOf, type PlacedSchema } from "./placed-schema.js";
import { provableSchemas } from "./provable-schemas.js";
import { closingSchemas, holdersOf, surroundingClaims } from "./surrounding-claims.js";

/** A schema of an object of which more than one schema says something, or that closes itself in more than one way. */
export interface Composition {
  readonly placed: PlacedSchema;
  /** Schemas that each value is valid under. */
  readonly conjuncts: ReadonlySet<PlacedSchema>;
  /** Those of them that are written in place, and not elsewhere for others, too. */
  readonly own: ReadonlySet<PlacedSchema>;
  /** All that may say something of the same value, alternatives and what is around them included. */
  readonly parts: ReadonlySet<PlacedSchema>;
  /** The fewest claims that say all. */
  readonly whole: () => readonly Claim[];
  /** The same, with one claim for each thing that is said. */
  readonly single: () => readonly Claim[];
}

/** Schemas that are looked into for one. */
const MOST = 200;

const known = new WeakMap<LintSubject, readonly Composition[]>();

/** The compositions of a contract, each at the schema that holds all of its parts by `allOf`. */
export function compositionsOf(subject: LintSubject): readonly Composition[] {
  const found =
    known.get(subject) ?? provableSchemas(subject).flatMap((placed) => composition(subject, placed) ?? []);
  known.set(subject, found);
  return found;
}

function composition(subject: LintSubject, placed: PlacedSchema): Composition | undefined {
  if (!placed.demands || placed.holder?.keyword === "allOf" || !composes(placed)) return undefined;
  if (onlyRefers(placed)) return undefined;
  const parents = [...holdersOf(placed)].map(({ parent }) => parent);
  // other alternatives of its parent do not restrict the values that this one receives
  const parts = new Set([
    ...partsInPlace(subject, placed),
    ...parents.flatMap((each) => [...conjuncts(subject, each)]),
  ]);
  if (parts.size === 1 && !["propertyNames", "patternProperties"].some((keyword) => has(placed, keyword))) {
    return undefined;
  }
  const type = (): readonly Claim[] => {
    const implied = impliedType(subject, placed);
    return implied === undefined ? [] : [implied];
  };
  const around = (): readonly Claim[] => [
    ...closingSchemas(subject, placed),
    ...surroundingClaims(subject, placed),
  ];
  const whole = (): readonly Claim[] => [
    ...around(),
    { node: evaluationOf(subject).nodeOf(placed), valid: true, placed, path: [] },
    ...type(),
  ];
  const single = (): readonly Claim[] => [...around(), ...claimsOf(subject, placed), ...type()];
  return {
    placed,
    conjuncts: conjuncts(subject, placed),
    own: conjuncts(subject, placed, "in place"),
    parts,
    whole,
    single,
  };
}

function has(placed: PlacedSchema, keyword: string): boolean {
  return keywordOf(placed, keyword) !== undefined;
}

const composing = ["$ref", "allOf", "anyOf", "oneOf", "if", "not", "dependentSchemas", "dependencies"];

function composes(placed: PlacedSchema): boolean {
  if (isInPlace(placed)) return has(placed, "properties") || has(placed, "allOf") || has(placed, "$ref");
  return [...composing, "propertyNames", "patternProperties"].some((keyword) => has(placed, keyword));
}

function onlyRefers(placed: PlacedSchema): boolean {
  const keywords = ["$ref", "properties", "additionalProperties", "required", ...composing].filter(
    (keyword) => has(placed, keyword),
  );
  return keywords.length === 1 && keywords[0] === "$ref";
}

/** A schema and all that applies to the same value because of it. */
function partsInPlace(subject: LintSubject, placed: PlacedSchema): ReadonlySet<PlacedSchema> {
  const found = new Set([placed]);
  const add = (from: PlacedSchema, ...path: readonly (string | number)[]): void => {
    const pointer = path.reduce<string>(joinPointer, from.pointer);
    const inner = placedAt(subject, `${from.source.path}#${pointer}`);
    if (inner !== undefined) found.add(inner);
  };
  // a set that grows while it is walked visits what was added
  for (const each of found) {
    if (found.size > MOST) break;
    const target = referenced(subject, each);
    if (target !== undefined) found.add(target);
    for (const keyword of ["allOf", "anyOf", "oneOf"]) {
      const entries = keywordOf(each, keyword);
      for (const index of Array.isArray(entries) ? entries.keys() : []) add(each, keyword, index);
    }
    for (const keyword of ["not", "if", "then", "else"]) if (has(each, keyword)) add(each, keyword);
    for (const keyword of ["dependentSchemas", "dependencies"]) {
      const entries = keywordOf(each, keyword);
      for (const name of isObject(entries) ? Object.keys(entries) : []) add(each, keyword, name);
    }
  }
  return found;
}

/** What a schema says of a property under `properties`. */
export function propertyOf(placed: PlacedSchema, name: string): Json | undefined {
  const properties = keywordOf(placed, "properties");
  return isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
}
