import { valid } from "../compat/prove/atom.js";
import { annotations } from "../contract/canonicalize.js";
import { isObject, type Json, type JsonObject } from "../json/json.js";
import { splitPointer } from "../json/pointer.js";
import { type Claim, claimsOf, itemsOf } from "./claim.js";
import { impliedType } from "./conjuncts.js";
import { evaluationOf } from "./evaluation.js";
import type { LintSubject } from "./lint-rule.js";
import { mayBeEmpty } from "./may-be-empty.js";
import { keywordOf, type PlacedSchema } from "./placed-schema.js";
import { proofOf } from "./proof.js";
import { provableSchemas } from "./provable-schemas.js";
import { holdersOf, surroundingClaims } from "./surrounding-claims.js";

/** A schema that no value is valid under. */
export interface EmptySchema {
  readonly placed: PlacedSchema;
  /** Whether it is so wherever it is used, and not only together with what is around it. */
  readonly isAlone: boolean;
  /** What it says, and what is said around it, of which something contradicts something else. */
  readonly claims: () => readonly Claim[];
}

/** The schemas of a contract that no value is valid under. */
export interface EmptySchemas {
  /** On its own, wherever it is used. */
  readonly alone: ReadonlySet<PlacedSchema>;
  /** Those that explain the others, each where it is nearest to its cause. */
  readonly causes: readonly EmptySchema[];
}

const known = new WeakMap<LintSubject, EmptySchemas>();

/** Finds schemas under which no value is valid, alone or together with the schemas around them. */
export function emptySchemas(subject: LintSubject): EmptySchemas {
  const found = known.get(subject) ?? findEmpty(subject);
  known.set(subject, found);
  return found;
}

function findEmpty(subject: LintSubject): EmptySchemas {
  const schemas = provableSchemas(subject);
  const evaluation = evaluationOf(subject);
  const typeOf = (placed: PlacedSchema): readonly Claim[] => {
    const implied = impliedType(subject, placed);
    return implied === undefined ? [] : [implied];
  };
  const alone = schemas.filter(
    (placed) =>
      mayBeEmpty(subject, placed) &&
      proofOf(subject, placed).isEmpty(() => [valid(evaluation.nodeOf(placed)), ...itemsOf(typeOf(placed))]),
  );
  const empty = new Set(alone);
  const causes: EmptySchema[] = alone
    .filter((placed) => !isExplained(subject, placed, alone))
    .map((placed) => ({
      placed,
      isAlone: true,
      claims: () => [...claimsOf(subject, placed), ...typeOf(placed)],
    }));
  for (const placed of schemas) {
    const [holder] = holdersOf(placed);
    if (holder === undefined || holder.keyword === "allOf" || empty.has(placed)) continue;
    if ([...holdersOf(placed)].some(({ parent }) => empty.has(parent))) continue;
    const around = (): readonly Claim[] => [...surroundingClaims(subject, placed), ...typeOf(placed)];
    const together = (): readonly Claim[] => [...claimsOf(subject, placed), ...around()];
    if (!saysMore(holder.parent, holder.keyword) && [...holdersOf(placed)].length === 1) continue;
    if (!proofOf(subject, placed).isEmpty(() => [valid(evaluation.nodeOf(placed)), ...itemsOf(around())]))
      continue;
    // nothing comes to a branch whose condition is never true, which is found as that
    if (proofOf(subject, placed).find(() => itemsOf(around())).kind !== "instance") continue;
    empty.add(placed);
    causes.push({ placed, isAlone: false, claims: together });
  }
  return { alone: new Set(alone), causes };
}

/** Whether a schema says more than one keyword of it, and what type its values have. */
function saysMore(placed: PlacedSchema, keyword: string): boolean {
  const quiet = new Set([keyword, "$schema", "$id", "id", "definitions"]);
  return Object.keys(placed.schema).some(
    (other) => !quiet.has(other) && !annotations.has(other) && keywordOf(placed, other) !== undefined,
  );
}

/**
 * Whether a schema is empty since one inside of it, or one that it refers to, is. It is not, when accepting everything
 * there leaves it empty, as of one of several alternatives, or when only a condition is never true.
 */
function isExplained(subject: LintSubject, placed: PlacedSchema, all: readonly PlacedSchema[]): boolean {
  const demanding = all.filter((other) => other !== placed && (other.demands || !placed.demands));
  const inner = demanding.filter((other) => isInside(other, placed));
  const isReferred = demanding.some(
    (other) =>
      !inner.includes(other) &&
      leadsTo(subject, placed, other) &&
      (!leadsTo(subject, other, placed) || all.indexOf(other) < all.indexOf(placed)),
  );
  if (isReferred || inner.length === 0) return isReferred;
  const opened = withoutSchemas(
    placed.schema,
    inner.map(({ pointer }) => splitPointer(pointer.slice(placed.pointer.length))),
  );
  return !proofOf(subject, placed).isEmpty(() => {
    const { $id: _, id: __, $schema: ___, ...rest } = opened;
    return [valid(evaluationOf(subject).nodeOfPart(placed, rest))];
  });
}

function isInside({ source, pointer }: PlacedSchema, outer: PlacedSchema): boolean {
  return source === outer.source && pointer.startsWith(`${outer.pointer}/`);
}

/** A schema with `true` at these places. */
function withoutSchemas(schema: JsonObject, paths: readonly (readonly string[])[]): JsonObject {
  const opened = (value: Json, left: readonly (readonly string[])[]): Json => {
    if (left.length === 0) return value;
    if (left.some((path) => path.length === 0)) return true;
    const below = (name: string): readonly (readonly string[])[] =>
      left.flatMap(([first, ...rest]) => (first === name ? [rest] : []));
    if (Array.isArray(value)) return value.map((item, index) => opened(item as Json, below(`${index}`)));
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, opened(item, below(name))]));
  };
  return opened(schema, paths) as JsonObject;
}

function leadsTo(subject: LintSubject, from: PlacedSchema, to: PlacedSchema): boolean {
  const own = `${from.source.path}#${from.pointer}`;
  const target = `${to.source.path}#${to.pointer}`;
  return [own, ...evaluationOf(subject).reachedFrom(from)].some(
    (location) => target === location || target.startsWith(`${location}/`),
  );
}

/** Whether a schema says on purpose that nothing is valid: `{ "not": {} }`. */
export function refusesAll(schema: Json | undefined): boolean {
  if (schema === false) return true;
  if (!isObject(schema)) return false;
  const keywords = Object.keys(schema).filter((keyword) => !annotations.has(keyword));
  const { not } = schema;
  return keywords.length === 1 && (not === true || (isObject(not) && Object.keys(not).length === 0));
}
