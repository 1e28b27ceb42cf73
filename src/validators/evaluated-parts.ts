import type { Evaluates } from "../../runtime/validate/values.js";
import { inPlaceSubschemas, type Location, type Schema, type SchemaObject } from "../contract/schema.js";
import { type Tracked, tracksItems, tracksNames } from "./tracked.js";

type Resolve = (location: Location) => Schema;

/**
 * What schemas evaluate of the values that they accept. Answers are kept, so that what a long chain of schemas leads to
 * is walked once: references must always lead to the same schemas.
 */
export class EvaluatedParts {
  readonly #resolve: Resolve;
  readonly #evaluating = new Map<Tracked, Answers>();
  readonly #byValue = new Map<Tracked, Answers>();

  constructor(resolve: Resolve) {
    this.#resolve = resolve;
  }

  /** What a schema evaluates of each value that it accepts, whichever of its branches are valid. */
  certain(schema: Schema, tracked: Tracked): Evaluates {
    const names = new Set<string>();
    const patterns = new Set<string>();
    let [allNames, allItems, items] = [false, false, 0];
    for (const each of schemasInPlace(schema, this.#resolve, isCertain)) {
      if (tracksNames(tracked)) {
        for (const name of Object.keys(each.properties ?? {})) names.add(name);
        for (const pattern of Object.keys(each.patternProperties ?? {})) patterns.add(pattern);
        allNames ||= each.additionalProperties !== undefined || each.unevaluatedProperties !== undefined;
      }
      if (tracksItems(tracked)) {
        items = Math.max(items, each.prefixItems?.length ?? 0);
        allItems ||= each.items !== undefined || each.unevaluatedItems !== undefined;
      }
    }
    return {
      ...(allNames ? { allNames } : {}),
      ...(names.size > 0 && !allNames ? { names: [...names] } : {}),
      ...(patterns.size > 0 && !allNames ? { patterns: [...patterns] } : {}),
      ...(allItems ? { allItems } : {}),
      ...(items > 0 && !allItems ? { items } : {}),
    };
  }

  /** True when it depends on the value what a schema evaluates: by its branches, or by `contains`. */
  byValue(schema: Schema, tracked: Tracked): boolean {
    return this.#leadsTo(schema, isCertain, answersOf(this.#byValue, tracked), (each) => {
      if (tracksItems(tracked) && each.contains !== undefined) return true;
      return inPlaceSubschemas(each).some(
        ([keyword, branch]) => keyword !== "allOf" && keyword !== "not" && this.any(branch, tracked),
      );
    });
  }

  /** True when a schema evaluates anything of some value. */
  any(schema: Schema, tracked: Tracked): boolean {
    const keywords = [
      ...(tracksNames(tracked) ? nameKeywords : []),
      ...(tracksItems(tracked) ? itemKeywords : []),
    ];
    return this.#leadsTo(schema, isAnnotating, answersOf(this.#evaluating, tracked), (each) =>
      keywords.some((keyword) => each[keyword] !== undefined),
    );
  }

  /** Whether a schema, or any that it leads to by the chosen keywords, is such as is looked for. */
  #leadsTo(
    schema: Schema,
    follow: Follow,
    known: Answers,
    isSuch: (schema: SchemaObject) => boolean,
  ): boolean {
    const ledToBy: LedToBy = new Map([[schema, undefined]]);
    const isOpen = (keyword: keyof SchemaObject, from: SchemaObject): boolean =>
      known.get(from) === undefined && follow(keyword, from);
    for (const each of schemasInPlace(schema, this.#resolve, isOpen, ledToBy)) {
      const answer = known.get(each) ?? isSuch(each);
      if (!answer) continue;
      for (let on: Schema | undefined = each; on !== undefined; on = ledToBy.get(on)) known.set(on, true);
      return true;
    }
    for (const each of ledToBy.keys()) known.set(each, false);
    return false;
  }
}

/** What is known of schemas. */
type Answers = Map<Schema, boolean>;

/** What was reached, with the schema that led there. */
type LedToBy = Map<Schema, Schema | undefined>;

/** Whether a keyword of a schema is followed. */
type Follow = (keyword: keyof SchemaObject, from: SchemaObject) => boolean;

function answersOf(byTracked: Map<Tracked, Answers>, tracked: Tracked): Answers {
  const answers = byTracked.get(tracked) ?? new Map<Schema, boolean>();
  byTracked.set(tracked, answers);
  return answers;
}

const nameKeywords = [
  "properties",
  "patternProperties",
  "additionalProperties",
  "unevaluatedProperties",
] as const;
const itemKeywords = ["prefixItems", "items", "contains", "unevaluatedItems"] as const;

function isCertain(keyword: keyof SchemaObject): boolean {
  return keyword === "allOf" || keyword === "$ref";
}

/** `not` drops what is inside (Core, 7.7.1.4). */
function isAnnotating(keyword: keyof SchemaObject): boolean {
  return keyword !== "not";
}

/** A schema and all that applies to the same value, through references and the chosen keywords, each once. */
function* schemasInPlace(
  schema: Schema,
  resolve: Resolve,
  follow: Follow,
  ledToBy: LedToBy = new Map([[schema, undefined]]),
): Generator<SchemaObject> {
  // a map that grows while it is walked visits what was added
  for (const each of ledToBy.keys()) {
    if (typeof each === "boolean") continue;
    yield each;
    const reach = (part: Schema): void => {
      if (!ledToBy.has(part)) ledToBy.set(part, each);
    };
    if (each.$ref !== undefined && follow("$ref", each)) reach(resolve(each.$ref));
    for (const [keyword, inner] of inPlaceSubschemas(each)) if (follow(keyword, each)) reach(inner);
  }
}
