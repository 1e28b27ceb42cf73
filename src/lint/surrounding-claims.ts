import type { Json } from "../json/json.js";
import { joinPointer } from "../json/pointer.js";
import { type Claim, claimsOf, placedAt } from "./claim.js";
import { evaluationOf } from "./evaluation.js";
import type { LintSubject } from "./lint-rule.js";
import { isInPlace, keywordOf, type PlacedSchema, type SchemaHolder } from "./placed-schema.js";

/** Each schema that says more of the same value because it holds this one in place, the nearest first. */
export function* holdersOf(placed: PlacedSchema): Generator<SchemaHolder> {
  for (let at = placed; at.holder !== undefined && isInPlace(at); at = at.holder.parent) {
    if (at.holder.keyword === "not" || at.holder.keyword === "if") return;
    yield at.holder;
  }
}

/**
 * What the schemas around one assert about its value: the keywords beside those that lead to it, and their conditions.
 * Without what they do not evaluate, since what is inside of them evaluates, too.
 */
export function surroundingClaims(subject: LintSubject, placed: PlacedSchema): readonly Claim[] {
  return [...holdersOf(placed)].flatMap(({ parent, keyword, name }) => {
    const conditions = conditionsOf(subject, parent, keyword, name);
    const without = keyword === "allOf" ? { keyword, name } : { keyword };
    return [...claimsOf(subject, parent, without), ...conditions];
  });
}

/** The schemas around one that refuse what none of them evaluates, which depends on all that they say. */
export function closingSchemas(subject: LintSubject, placed: PlacedSchema): readonly Claim[] {
  return [...holdersOf(placed)].flatMap(({ parent }) => {
    const [keyword] = ["unevaluatedProperties", "unevaluatedItems"].filter(
      (each) => keywordOf(parent, each) !== undefined,
    );
    if (keyword === undefined) return [];
    return [{ node: evaluationOf(subject).nodeOf(parent), valid: true, placed: parent, path: [keyword] }];
  });
}

/** When a schema below a keyword is asked at all. */
function conditionsOf(
  subject: LintSubject,
  parent: PlacedSchema,
  keyword: string,
  name: string | undefined,
): readonly Claim[] {
  const evaluation = evaluationOf(subject);
  if (keyword === "then" || keyword === "else") {
    const condition = keywordOf(parent, "if");
    if (condition === undefined) return [];
    const inner = placedAt(subject, `${parent.source.path}#${joinPointer(parent.pointer, "if")}`);
    const node = inner
      ? evaluation.nodeOf(inner)
      : evaluation.nodeOfPart(parent, { allOf: [condition as Json] });
    return [{ node, valid: keyword === "then", placed: parent, path: ["if"], isCondition: true }];
  }
  if ((keyword === "dependentSchemas" || keyword === "dependencies") && name !== undefined) {
    return [hasProperty(subject, name)];
  }
  return [];
}

/** That an object has a property, with one of the values of a schema. */
export function hasProperty(subject: LintSubject, name: string, value?: Json): Claim {
  const { table } = evaluationOf(subject);
  const parts = [
    { kind: "type", set: { types: new Set(["object" as const]), whole: false } },
    { kind: "required", names: [name] },
    ...(value === undefined
      ? []
      : [
          {
            kind: "members",
            properties: new Map([[name, table.of([{ kind: "enum", values: [value] }])]]),
            patterns: new Map(),
            additional: undefined,
          } as const,
        ]),
  ] as const;
  return { node: table.of(parts), valid: true, path: [] };
}
