import type { NodeItem } from "../compat/prove/atom.js";
import type { Node } from "../compat/prove/node.js";
import { annotations } from "../contract/canonicalize.js";
import { isObject, type Json, type JsonObject } from "../json/json.js";
import { joinPointer } from "../json/pointer.js";
import { evaluationOf } from "./evaluation.js";
import type { LintSubject } from "./lint-rule.js";
import { keywordOf, type PlacedSchema, schemasOf } from "./placed-schema.js";

/** One thing that a schema says of a value, and where it says it. */
export interface Claim {
  readonly node: Node;
  /** False for the condition of an `else`: the value must not be valid under it. */
  readonly valid: boolean;
  /** Where it is written; absent for what a question assumes. */
  readonly placed?: PlacedSchema;
  /** Below the schema, to the keyword that says it. */
  readonly path: readonly string[];
  /** True for a condition under which the rest is asked at all. */
  readonly isCondition?: boolean;
  /** Its parts, where one of them may be more exact than the whole. */
  readonly parts?: () => readonly Claim[];
}

/** What a question asks of a value by these claims. */
export function itemsOf(claims: readonly Claim[]): readonly NodeItem[] {
  return claims.map(({ node, valid }) => ({ kind: "node", node, valid }));
}

/** Keywords that say one thing together; the first of them that a schema has stands for all. */
const together: readonly (readonly string[])[] = [
  ["additionalProperties", "patternProperties", "properties"],
  ["additionalItems", "items", "prefixItems"],
  ["contains", "minContains", "maxContains"],
  ["if", "then", "else"],
  ["minimum", "exclusiveMinimum"],
  ["maximum", "exclusiveMaximum"],
];
const unevaluated = ["unevaluatedProperties", "unevaluatedItems"];

/** What a schema says, one thing each, without a keyword, or without one entry of a keyword. */
export function claimsOf(subject: LintSubject, placed: PlacedSchema, without?: Without): readonly Claim[] {
  const lists = known.get(placed) ?? new Map<string, readonly Claim[]>();
  known.set(placed, lists);
  const key = without === undefined ? "" : JSON.stringify([without.keyword, without.name]);
  const claims = lists.get(key) ?? newClaims(subject, placed, without);
  lists.set(key, claims);
  return claims;
}

/** What is left out: a keyword, or the entry of `allOf` that has this index. */
interface Without {
  readonly keyword: string;
  readonly name?: string | undefined;
}

const known = new WeakMap<PlacedSchema, Map<string, readonly Claim[]>>();

function newClaims(
  subject: LintSubject,
  placed: PlacedSchema,
  without: Without | undefined,
): readonly Claim[] {
  const keywords = Object.keys(placed.schema).filter(
    (keyword) => !annotations.has(keyword) && keywordOf(placed, keyword) !== undefined,
  );
  const left = new Set(keywords);
  const claims: Claim[] = [];
  const add = (path: readonly string[], part: JsonObject, parts?: () => readonly Claim[]): void => {
    const node = evaluationOf(subject).nodeOfPart(placed, part);
    claims.push({ node, valid: true, placed, path, ...(parts && { parts }) });
  };
  const take = (keyword: string): Readonly<Record<string, Json>> => {
    left.delete(keyword);
    return { [keyword]: keywordOf(placed, keyword) as Json };
  };
  const isWithout = (keyword: string): boolean =>
    without?.keyword === keyword && (without.name === undefined || keyword !== "allOf");
  // what is evaluated depends on all that the schema says
  for (const keyword of unevaluated) {
    if (!left.delete(keyword) || without !== undefined) continue;
    add([keyword], placed.schema);
  }
  for (const group of together) {
    const members = group.filter((keyword) => left.has(keyword));
    const [first] = members;
    if (first === undefined) continue;
    const part = Object.assign({}, ...members.map(take)) as JsonObject;
    if (!members.some(isWithout)) add([first], part, () => eachProperty(subject, placed, part));
  }
  for (const keyword of [...left]) {
    const part = take(keyword);
    if (isWithout(keyword)) continue;
    const value = part[keyword];
    if (keyword === "allOf" && Array.isArray(value)) {
      for (const [index, entry] of value.entries()) {
        if (without?.keyword === "allOf" && without.name === `${index}`) continue;
        const pointer = [keyword, `${index}`].reduce<string>(joinPointer, placed.pointer);
        add([keyword, `${index}`], { allOf: [entry as Json] }, () =>
          ofPlaced(subject, placed.source.path, pointer),
        );
      }
    } else if (keyword === "$ref") add([keyword], part, () => ofReference(subject, placed));
    else add([keyword], part);
  }
  return claims;
}

/** What a schema says of each property on its own. */
function eachProperty(subject: LintSubject, placed: PlacedSchema, part: JsonObject): readonly Claim[] {
  const properties = part["properties"];
  if (!isObject(properties)) return [];
  return Object.entries(properties).map(([name, schema]) => ({
    node: evaluationOf(subject).nodeOfPart(placed, { properties: { [name]: schema } }),
    valid: true,
    placed,
    path: ["properties", name],
  }));
}

function ofReference(subject: LintSubject, placed: PlacedSchema): readonly Claim[] {
  const target = referenced(subject, placed);
  return target === undefined ? [] : claimsOf(subject, target);
}

function ofPlaced(subject: LintSubject, path: string, pointer: string): readonly Claim[] {
  const inner = placedAt(subject, `${path}#${pointer}`);
  return inner === undefined ? [] : claimsOf(subject, inner);
}

/** The schema that the `$ref` of another one leads to. */
export function referenced(subject: LintSubject, placed: PlacedSchema): PlacedSchema | undefined {
  if (keywordOf(placed, "$ref") === undefined) return undefined;
  const location = evaluationOf(subject).referenceOf(placed);
  return location === undefined ? undefined : placedAt(subject, location);
}

const places = new WeakMap<LintSubject, ReadonlyMap<string, PlacedSchema>>();

/** The schema object at a place, `path#pointer`. */
export function placedAt(subject: LintSubject, location: string): PlacedSchema | undefined {
  const all =
    places.get(subject) ??
    new Map(schemasOf(subject).map((placed) => [`${placed.source.path}#${placed.pointer}`, placed]));
  places.set(subject, all);
  return all.get(location);
}
