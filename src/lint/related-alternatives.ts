import { invalid, valid } from "../compat/prove/atom.js";
import type { Node } from "../compat/prove/node.js";
import { overlapping } from "../compat/prove/node-relation.js";
import { annotations } from "../contract/canonicalize.js";
import { isObject, type Json } from "../json/json.js";
import { joinPointer } from "../json/pointer.js";
import { type Claim, claimsOf, itemsOf, placedAt } from "./claim.js";
import { impliedType } from "./conjuncts.js";
import { evaluationOf } from "./evaluation.js";
import type { LintSubject } from "./lint-rule.js";
import { keywordOf, type PlacedSchema } from "./placed-schema.js";
import { proofOf } from "./proof.js";
import { provableSchemas } from "./provable-schemas.js";
import { surroundingClaims } from "./surrounding-claims.js";

/** Two alternatives that take the same value. */
export interface Overlap {
  readonly first: number;
  readonly second: number;
  readonly witness: Json;
}

/** An alternative that another one includes. */
export interface Redundancy {
  readonly contained: number;
  readonly by: number;
  /** A value that both take. */
  readonly witness: Json;
}

/** What is proved of the alternatives of one keyword. */
export interface JudgedAlternatives {
  readonly placed: PlacedSchema;
  readonly keyword: "oneOf" | "anyOf";
  readonly redundant: readonly Redundancy[];
  /** Of `oneOf` only, where neither of the two contains the other. */
  readonly overlaps: readonly Overlap[];
}

/** Pairs that are asked of one keyword; the rest stays open. */
const MOST_PAIRS = 400;

const known = new WeakMap<LintSubject, readonly JudgedAlternatives[]>();

/** The alternatives of each `oneOf` and `anyOf` of a contract that have something in common. */
export function relatedAlternatives(subject: LintSubject): readonly JudgedAlternatives[] {
  const found =
    known.get(subject) ??
    provableSchemas(subject).flatMap((placed) =>
      (["oneOf", "anyOf"] as const).flatMap((keyword) => {
        const list = keywordOf(placed, keyword);
        return Array.isArray(list) && list.length > 1 ? (related(subject, placed, keyword) ?? []) : [];
      }),
    );
  known.set(subject, found);
  return found;
}

function related(
  subject: LintSubject,
  placed: PlacedSchema,
  keyword: "oneOf" | "anyOf",
): JudgedAlternatives | undefined {
  const proof = proofOf(subject, placed);
  const nodes = proof.within(() => alternativeNodes(subject, placed, keyword));
  if (nodes === undefined) return undefined;
  const near = proof.within((budget) => overlapping(nodes, budget));
  if (near === undefined || near.size === 0) return undefined;
  const claims = proof.within((): readonly Claim[] => {
    const type = impliedType(subject, placed);
    return [
      ...surroundingClaims(subject, placed),
      ...claimsOf(subject, placed, { keyword }),
      ...(type === undefined ? [] : [type]),
    ];
  });
  if (claims === undefined) return undefined;
  const redundant: Redundancy[] = [];
  const overlaps: Overlap[] = [];
  let pairs = 0;
  const dead = new Set<number>();
  for (const [first, others] of near) {
    for (const second of others) {
      if (second < first || dead.has(first) || dead.has(second) || pairs >= MOST_PAIRS) continue;
      pairs += 1;
      const [one, other] = [nodes[first] as Node, nodes[second] as Node];
      const common = proof.find(() => [...itemsOf(claims), valid(one), valid(other)]);
      if (common.kind !== "instance") continue;
      const witness = common.value;
      const isInside = (inner: Node, outer: Node): boolean =>
        proof.isEmpty(() => [...itemsOf(claims), valid(inner), invalid(outer)]);
      // the later of two that are the same
      if (isInside(other, one)) redundant.push({ contained: second, by: first, witness });
      else if (isInside(one, other)) redundant.push({ contained: first, by: second, witness });
      else if (keyword === "oneOf") overlaps.push({ first, second, witness });
      const last = redundant.at(-1);
      if (last !== undefined) dead.add(last.contained);
    }
  }
  const living = overlaps.filter(({ first, second }) => !dead.has(first) && !dead.has(second));
  return { placed, keyword, redundant, overlaps: living };
}

function alternativeNodes(
  subject: LintSubject,
  placed: PlacedSchema,
  keyword: "oneOf" | "anyOf",
): readonly Node[] {
  const evaluation = evaluationOf(subject);
  const list = keywordOf(placed, keyword) as readonly Json[];
  return list.map((schema, index) => {
    const inner = alternativeAt(subject, placed, keyword, index);
    return inner ? evaluation.nodeOf(inner) : evaluation.nodeOfPart(placed, { allOf: [schema] });
  });
}

/** The alternative of an index, unless it is `true` or `false`. */
export function alternativeAt(
  subject: LintSubject,
  placed: PlacedSchema,
  keyword: "oneOf" | "anyOf",
  index: number,
): PlacedSchema | undefined {
  const pointer = [keyword, index].reduce<string>(joinPointer, placed.pointer);
  return placedAt(subject, `${placed.source.path}#${pointer}`);
}

/** What an alternative says, without what describes it. */
export function assertedKeywords(schema: Json | undefined): readonly string[] {
  return isObject(schema) ? Object.keys(schema).filter((keyword) => !annotations.has(keyword)) : [];
}
