import { annotationKeywords } from "../contract/annotation-keywords.js";
import { type Applicator, applicators } from "../contract/dialect.js";
import { inPlaceSubschemas, type Location, type Schema, type SchemaObject } from "../contract/schema.js";
import { type AjvSchema, type BranchValue, isBranch, maxNested, type Within } from "./ajv-schema.js";
import { EvaluatedParts } from "./evaluated-parts.js";
import type { FunctionTarget } from "./function-target.js";
import {
  branchKeyword,
  collectKeyword,
  countKeyword,
  uniqueKeyword,
  withinKeyword,
} from "./keyword-names.js";
import { bothTracked, type Tracked, tracksItems } from "./tracked.js";

/** Keywords of which an empty list leaves nothing to choose: ajv (8.20) refuses to compile one. */
const choices = ["enum", "type", "anyOf", "oneOf"] as const;

/** What a writer asks of the program that its schemas become a part of. */
export interface ValidatorProgram {
  readonly resolve: (location: Location) => Schema;
  readonly definition: (location: Location, tracked: Tracked) => FunctionTarget;
  readonly part: (schema: SchemaObject, tracked: Tracked) => FunctionTarget;
  /** Whether a subschema gets a function of its own, so that equal ones can share it. */
  readonly isShared: (schema: SchemaObject) => boolean;
}

/** The position of a subschema in the code of its function. */
interface Level {
  readonly depth: number;
  /** True inside `not` and `if`, where ajv nests the code of each keyword in that of the one before. */
  readonly nests: boolean;
}

/** ajv recurses about fourteen frames per level: deeper parts are functions of their own. */
const maxDepth = 24;

/**
 * ajv's time for one function grows with the square of its length: longer lists are split into functions of this many.
 */
const mostTogether = 40;

/**
 * Writes schemas for ajv. Those that are asked what they evaluate get our own keywords: ajv's tracking (8.20) refuses
 * valid values and throws in many combinations (ajv-validator/ajv#1909, #2483, #2559, #2639; others are not reported).
 */
export class SchemaWriter {
  readonly #program: ValidatorProgram;
  readonly #evaluated: EvaluatedParts;

  constructor(program: ValidatorProgram) {
    this.#program = program;
    this.#evaluated = new EvaluatedParts(program.resolve);
  }

  /** The schema of a function. */
  write({ schema, tracked }: FunctionTarget): AjvSchema {
    const written = this.#whole(schema, tracked, { depth: 0, nests: false });
    if (tracked !== "nothing") return { [collectKeyword]: written };
    return typeof written === "boolean" ? { allOf: [written] } : written;
  }

  #inner(schema: Schema, tracked: Tracked, level: Level): AjvSchema {
    if (typeof schema === "boolean") return schema;
    const { part, isShared } = this.#program;
    const apart =
      level.depth >= maxDepth ||
      (level.nests && breadth(schema) > maxNested) ||
      (tracked === "nothing" && isShared(schema));
    return apart ? { $ref: part(schema, tracked) } : this.#whole(schema, tracked, level);
  }

  #whole(schema: Schema, tracked: Tracked, level: Level): AjvSchema {
    if (typeof schema === "boolean") return schema;
    if (choices.some((keyword) => schema[keyword]?.length === 0)) return false;
    const { unevaluatedProperties, unevaluatedItems, ...rest } = schema;
    const asked = {
      ...(unevaluatedProperties === undefined || unevaluatedProperties === true
        ? {}
        : { unevaluatedProperties }),
      ...(unevaluatedItems === undefined || unevaluatedItems === true ? {} : { unevaluatedItems }),
    };
    const keywords = Object.keys(asked);
    if (keywords.length === 0) return this.#keywords(rest, tracked, level);
    const own = keywords.length === 2 ? "both" : keywords[0] === "unevaluatedItems" ? "items" : "names";
    const joint = bothTracked(tracked, own);
    const byValue = this.#evaluated.byValue(rest, joint);
    const inner = byValue ? joint : "nothing";
    const within: Within = {
      schema: this.#keywords(rest, inner, level),
      certain: this.#evaluated.certain(rest, own),
      byValue,
      joins: byValue && tracked !== "nothing",
    };
    return { [withinKeyword]: within, ...this.#keywords(asked, "nothing", level) };
  }

  #keywords(schema: SchemaObject, tracked: Tracked, level: Level): Readonly<Record<string, unknown>> {
    const { patternProperties = {}, additionalProperties } = schema;
    if (Object.keys(patternProperties).length > maxNested && additionalProperties !== undefined)
      return this.#manyPatterns(schema, tracked, level);
    const entries = Object.entries(schema).flatMap(([keyword, value]) => {
      if (annotationKeywords.has(keyword)) return [];
      if (keyword === "uniqueItems") return value === true ? [[uniqueKeyword, true] as const] : [];
      return [[keyword, this.#value(keyword, value, tracked, level)] as const];
    });
    const written: Record<string, unknown> = Object.fromEntries(entries);
    if (schema.contains !== undefined && tracksItems(tracked)) written[countKeyword] = true;
    // ajv (8.20, ajv-validator/ajv#2639) leaves out an `if` whose `then` and `else` accept everything, although it may evaluate something
    // biome-ignore lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema
    if (isBranch(written["if"])) written["then"] = { allOf: [written["then"] ?? true] };
    return written;
  }

  /** ajv (8.20) makes one expression of all patterns; V8 cannot parse it when there are too many (not reported upstream). */
  #manyPatterns(schema: SchemaObject, tracked: Tracked, level: Level): Readonly<Record<string, unknown>> {
    const { additionalProperties: unevaluatedProperties = true, ...rest } = schema;
    const { properties = {}, patternProperties = {} } = rest;
    const names = this.#evaluated.certain({ properties, patternProperties }, "names");
    const within: Within = { schema: true, certain: names, byValue: false, joins: false };
    const { allOf = [], ...written } = this.#keywords(rest, tracked, level);
    const additional = this.#keywords({ unevaluatedProperties }, "nothing", level);
    return {
      ...written,
      allOf: [...(allOf as readonly AjvSchema[]), { [withinKeyword]: within, ...additional }],
    };
  }

  #value(keyword: string, value: unknown, tracked: Tracked, { depth, nests }: Level): unknown {
    if (keyword === "$ref") return this.#called(value as Location, tracked);
    // A lone type as text: ajv then needs no copy of the schema in its output to report it.
    if (keyword === "type") return (value as readonly string[]).length === 1 ? (value as string[])[0] : value;
    if (keyword === "allOf" && (value as readonly Schema[]).length > mostTogether)
      return this.#inFunctions(value as readonly Schema[], tracked);
    const level = { depth: depth + 1, nests: nests || keyword === "not" || keyword === "if" };
    const change = (inner: Schema): AjvSchema => {
      if (keyword === "allOf") return this.#inner(inner, this.#byValue(inner, tracked), level);
      if (branchKeywords.has(keyword)) return this.#branch(inner, tracked, level);
      return this.#inner(inner, "nothing", level);
    };
    return mapValue(subschemaKeywords[keyword], value, change);
  }

  /** All of a long list, by a few functions. */
  #inFunctions(all: readonly Schema[], tracked: Tracked): AjvSchema[] {
    const starts = Array.from(
      { length: Math.ceil(all.length / mostTogether) },
      (_, index) => index * mostTogether,
    );
    return starts.map((start) => {
      const some: SchemaObject = { allOf: all.slice(start, start + mostTogether) };
      return { $ref: this.#program.part(some, this.#byValue(some, tracked)) };
    });
  }

  #branch(schema: Schema, tracked: Tracked, level: Level): AjvSchema {
    if (!this.#evaluated.any(schema, tracked)) return this.#inner(schema, "nothing", level);
    const branch: BranchValue = {
      schema: this.#inner(schema, this.#byValue(schema, tracked), level),
      certain: this.#evaluated.certain(schema, tracked),
    };
    return { [branchKeyword]: branch };
  }

  #called(location: Location, tracked: Tracked): FunctionTarget {
    const { resolve, definition } = this.#program;
    return definition(location, this.#byValue(resolve(location), tracked));
  }

  /** What a subschema has to track: nothing where what it evaluates is certain. */
  #byValue(schema: Schema, tracked: Tracked): Tracked {
    if (tracked === "nothing") return tracked;
    return this.#evaluated.byValue(schema, tracked) ? tracked : "nothing";
  }
}

const branchKeywords: ReadonlySet<string> = new Set([
  "anyOf",
  "oneOf",
  "if",
  "then",
  "else",
  "dependentSchemas",
]);
const subschemaKeywords: Readonly<Record<string, Applicator>> = applicators["2020-12"];

function mapValue(
  kind: Applicator | undefined,
  value: unknown,
  change: (inner: Schema) => AjvSchema,
): unknown {
  if (kind === "one") return change(value as Schema);
  if (kind === "many") return (value as readonly Schema[]).map(change);
  if (kind !== "map") return value;
  const members = Object.entries(value as Readonly<Record<string, Schema>>);
  return Object.fromEntries(members.map(([name, inner]) => [name, change(inner)]));
}

/** How many blocks of code ajv would nest for a schema, without those of its subschemas. */
function breadth(schema: SchemaObject): number {
  const members = [schema.properties, schema.patternProperties, schema.dependentRequired];
  const inside = [...inPlaceSubschemas(schema), ...(schema.prefixItems ?? [])].length;
  return members.reduce((sum, each) => sum + Object.keys(each ?? {}).length, inside);
}
