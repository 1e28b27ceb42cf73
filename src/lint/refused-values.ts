import { isValid } from "../compat/prove/evaluate.js";
import type { Json } from "../json/json.js";
import { joinPointer } from "../json/pointer.js";
import { type Claim, itemsOf, placedAt } from "./claim.js";
import { type Composition, compositionsOf, propertyOf } from "./compositions.js";
import { claimPlaces, contradicting } from "./contradiction.js";
import { evaluationOf } from "./evaluation.js";
import type { LintSubject } from "./lint-rule.js";
import { keywordOf, namesUnder, type PlacedSchema } from "./placed-schema.js";
import { proofOf } from "./proof.js";
import { provableSchemas } from "./provable-schemas.js";
import { hasProperty, surroundingClaims } from "./surrounding-claims.js";

/** A value of an enum that its own schema takes and what is around that refuses. */
export interface RefusedValue {
  readonly placed: PlacedSchema;
  readonly index: number;
  /** What refuses it. */
  readonly places: readonly string[];
}

/** Values that are tried of one enum. */
const MOST_VALUES = 64;

/** The values of enums that are refused by the rest of the schema; none of an enum of which all are. */
export function* refusedValues(subject: LintSubject): Generator<RefusedValue> {
  for (const placed of provableSchemas(subject)) yield* refusedAround(subject, placed);
  for (const composition of compositionsOf(subject)) {
    for (const declaring of composition.own) {
      for (const name of namesUnder(declaring, "properties")) {
        yield* refusedInside(subject, composition, declaring, name);
      }
    }
  }
}

function valuesOf(placed: PlacedSchema): readonly Json[] {
  const values = keywordOf(placed, "enum");
  return Array.isArray(values) && values.length > 1 && values.length <= MOST_VALUES ? (values as Json[]) : [];
}

/** Of an enum beside other schemas of the same value. */
function* refusedAround(subject: LintSubject, placed: PlacedSchema): Generator<RefusedValue> {
  const values = valuesOf(placed);
  if (values.length === 0 || !placed.demands) return;
  const claims = proofOf(subject, placed).within(() => surroundingClaims(subject, placed)) ?? [];
  if (claims.length === 0) return;
  const refusing = (value: Json): readonly Claim[] =>
    claims.filter(({ node, valid }) => isValid(node, value) !== valid);
  yield* someOf(subject, placed, values, refusing);
}

/** Of the enum of a property about which more than one schema says something. */
function* refusedInside(
  subject: LintSubject,
  composition: Composition,
  declaring: PlacedSchema,
  name: string,
): Generator<RefusedValue> {
  const pointer = ["properties", name].reduce<string>(joinPointer, declaring.pointer);
  const placed = placedAt(subject, `${declaring.source.path}#${pointer}`);
  const values = placed === undefined ? [] : valuesOf(placed);
  const others = [...composition.parts].filter((part) => propertyOf(part, name) !== undefined);
  if (placed === undefined || values.length === 0 || others.length < 2) return;
  const proof = proofOf(subject, placed);
  yield* someOf(subject, placed, values, (value) => {
    const has = (): readonly Claim[] => [hasProperty(subject, name, value)];
    if (!proof.isEmpty(() => itemsOf([...composition.whole(), ...has()]))) return [];
    const claims = proof.within(() => [...composition.single(), ...has()]) ?? [];
    return contradicting(subject, claims, placed);
  });
}

function* someOf(
  subject: LintSubject,
  placed: PlacedSchema,
  values: readonly Json[],
  refusing: (value: Json) => readonly Claim[],
): Generator<RefusedValue> {
  const refused = values.flatMap((value, index) => {
    if (!evaluationOf(subject).accepts(placed, value)) return [];
    const claims = refusing(value);
    const own = `#${placed.pointer}"`;
    return claims.length === 0
      ? []
      : [{ placed, index, places: claimPlaces(claims, placed).filter((place) => !place.endsWith(own)) }];
  });
  if (refused.length < values.length) yield* refused;
}
