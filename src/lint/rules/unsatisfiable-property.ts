import { appendTo } from "../../code/append-to.js";
import { valid } from "../../compat/prove/atom.js";
import { joinPointer } from "../../json/pointer.js";
import { type Claim, itemsOf, placedAt } from "../claim.js";
import { type Composition, compositionsOf, propertyOf } from "../compositions.js";
import { claimPlaces, contradicting, enumerated } from "../contradiction.js";
import { refusesAll } from "../empty-schemas.js";
import { evaluationOf } from "../evaluation.js";
import type { LintHit, LintRule, LintSubject } from "../lint-rule.js";
import { hitPlaceOf, keywordOf, keywordPlace, namesUnder, type PlacedSchema } from "../placed-schema.js";
import { proofOf } from "../proof.js";
import { hasProperty } from "../surrounding-claims.js";

/** Properties that are described and can never be there, by proof. */
export const unsatisfiableProperty: LintRule = {
  id: "unsatisfiable-property",
  category: "style",
  on: true,
  severity: "warning",
  title: "A declared property that can never be sent",
  why: "Another part of the schema rejects every message that contains it; usually a closed base schema rejects what an extension under allOf adds.",
  fix: "Remove additionalProperties from the base and close the whole with unevaluatedProperties, or correct the contradicting schemas.",
  examples: {
    invalid: [
      {
        "_shared/base.json": { type: "object", properties: { id: {} }, additionalProperties: false },
        "order_paid/v1.json": {
          allOf: [{ $ref: "../_shared/base.json" }, { properties: { total: { type: "integer" } } }],
        },
      },
      {
        "order_paid/v1.json": {
          type: "object",
          properties: { total: { type: "integer" } },
          allOf: [{ properties: { total: { type: "string" } } }],
        },
      },
    ],
    valid: [
      {
        "_shared/base.json": { type: "object", properties: { id: {} } },
        "order_paid/v1.json": {
          allOf: [{ $ref: "../_shared/base.json" }, { properties: { total: { type: "integer" } } }],
          unevaluatedProperties: false,
        },
      },
      {
        "_shared/base.json": {
          type: "object",
          properties: { id: {}, total: {} },
          additionalProperties: false,
        },
        "order_paid/v1.json": {
          allOf: [{ $ref: "../_shared/base.json" }, { properties: { total: { type: "integer" } } }],
        },
      },
      {
        "_shared/base.json": { type: "object", properties: { id: {}, total: {} } },
        "order_paid/v1.json": {
          allOf: [{ $ref: "../_shared/base.json" }, { properties: { total: false } }],
        },
      },
    ],
  },
  *judge(subject) {
    const all = compositionsOf(subject).flatMap((composition) => refusedProperties(subject, composition));
    for (const refused of all) if (!isFoundBefore(refused, all)) yield problemOf(refused);
  },
};

/** Properties of one schema that the composition refuses. */
interface Refused {
  readonly composition: Composition;
  readonly declaring: PlacedSchema;
  readonly names: readonly string[];
  readonly places: readonly string[];
}

/** Names that are asked one by one. */
const MOST_NAMES = 64;

function refusedProperties(subject: LintSubject, composition: Composition): readonly Refused[] {
  const isDoubtful = doubtsOf(composition);
  const doubtful = [...composition.conjuncts].map((declaring) => ({
    declaring,
    names: namesUnder(declaring, "properties").filter((name) => isDoubtful(declaring, name)),
  }));
  const names = new Set(doubtful.flatMap((each) => each.names));
  if (names.size === 0) return [];
  const proof = proofOf(subject, composition.placed);
  const { table } = evaluationOf(subject);
  const required = (): readonly ReturnType<typeof valid>[] => [
    ...itemsOf(composition.whole()),
    valid(table.of([{ kind: "required", names: [...names].sort() }])),
    valid(table.of([{ kind: "type", set: { types: new Set(["object" as const]), whole: false } }])),
  ];
  if (proof.find(required).kind === "instance") return [];
  if (proof.find(() => itemsOf(composition.whole())).kind !== "instance") return [];
  const refused = [...names]
    .slice(0, MOST_NAMES)
    .filter((name) =>
      proof.isEmpty(() => [...itemsOf(composition.whole()), ...itemsOf([hasProperty(subject, name)])]),
    );
  if (refused.length === 0) return [];
  const shownAt = new Map<string, PlacedSchema>();
  for (const { declaring, names: declared } of doubtful)
    for (const name of declared)
      if (!shownAt.has(name) || composition.own.has(declaring)) shownAt.set(name, declaring);
  const isEmpty = (name: string): boolean =>
    doubtful.some((each) => each.names.includes(name) && isEmptyAlone(subject, each.declaring, name));
  return doubtful.flatMap(({ declaring }) => {
    const own = refused.filter((name) => shownAt.get(name) === declaring && !isEmpty(name));
    const byPlaces = new Map<string, Refused>();
    for (const name of own) {
      const claims = proof.within(() => [...composition.single(), hasProperty(subject, name)]) ?? [];
      const core = contradicting(subject, claims, composition.placed);
      if (core.every(isOnPurpose)) continue;
      const described = `#${["properties", name].reduce<string>(joinPointer, declaring.pointer)}"`;
      const places = claimPlaces(core, composition.placed).filter((place) => !place.endsWith(described));
      const key = places.join("\n");
      const before = byPlaces.get(key)?.names ?? [];
      byPlaces.set(key, { composition, declaring, names: [...before, name], places });
    }
    return [...byPlaces.values()];
  });
}

/** Whether something else may refuse a property that a schema declares, unless it is refused on purpose. */
type IsDoubtful = (declaring: PlacedSchema, name: string) => boolean;

/** Looks at each part once: there may be hundreds, and as many that declare something. */
function doubtsOf({ parts }: Composition): IsDoubtful {
  const restrictingParts: PlacedSchema[] = [];
  const describing = new Map<string, PlacedSchema[]>();
  const refused = new Set<string>();
  for (const part of parts) {
    if (restricting.some((keyword) => says(part, keyword))) restrictingParts.push(part);
    for (const name of namesUnder(part, "properties")) {
      appendTo(describing, name, part);
      if (refusesAll(propertyOf(part, name))) refused.add(name);
    }
  }
  return (declaring, name) => {
    if (refused.has(name)) return false;
    if (["propertyNames", "patternProperties"].some((keyword) => says(declaring, keyword))) return true;
    const isAnother = (part: PlacedSchema): boolean => part !== declaring;
    return restrictingParts.some(isAnother) || (describing.get(name) ?? []).some(isAnother);
  };
}

const restricting = [
  "additionalProperties",
  "unevaluatedProperties",
  "propertyNames",
  "patternProperties",
  "maxProperties",
  "not",
];

function says(part: PlacedSchema, keyword: string): boolean {
  const value = keywordOf(part, keyword);
  return value !== undefined && value !== true;
}

/** Whether the property's own schema takes nothing, which is found there. */
function isEmptyAlone(subject: LintSubject, declaring: PlacedSchema, name: string): boolean {
  const pointer = ["properties", name].reduce<string>(joinPointer, declaring.pointer);
  const property = placedAt(subject, `${declaring.source.path}#${pointer}`);
  return (
    property !== undefined &&
    proofOf(subject, declaring).isEmpty(() => [valid(evaluationOf(subject).nodeOf(property))])
  );
}

/** What is so already in a part of the composition is not found again where that is used. */
function isFoundBefore(refused: Refused, all: readonly Refused[]): boolean {
  return all.some(
    (other) =>
      other !== refused &&
      other.declaring === refused.declaring &&
      other.composition.placed !== refused.composition.placed &&
      refused.composition.conjuncts.has(other.composition.placed) &&
      refused.names.every((name) => other.names.includes(name)),
  );
}

/** What is written to keep a property out: `not`, or the condition of a branch for messages without it. */
function isOnPurpose({ placed, path: [keyword], isCondition = false }: Claim): boolean {
  return placed === undefined || isCondition || keyword === "not" || keyword === "if";
}

function problemOf({ composition, declaring, names, places }: Refused): LintHit {
  const { placed } = composition;
  const [first = ""] = names;
  const quoted = enumerated(names.map((name) => JSON.stringify(name)));
  const what = names.length === 1 ? `The property ${quoted}` : `The properties ${quoted}`;
  const because = places.length === 0 ? "" : `, because of ${enumerated(places)}`;
  return {
    ...(composition.own.has(declaring)
      ? { ...keywordPlace(declaring, "properties", first), part: "key" }
      : hitPlaceOf(placed)),
    message: `${what} can never be sent${because}.`,
  };
}
