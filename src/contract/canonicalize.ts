import type { Finding } from "../finding.js";
import { type Dialect, dialects, keywords, refHidesSiblings } from "./dialect.js";
import { standardFormats } from "./formats.js";
import { isObject, type Json, type JsonObject, member } from "./json.js";
import { nearestWord } from "./nearest-word.js";
import { joinPointer } from "./pointer.js";
import type { Registry, Target } from "./registry.js";
import { resolveReference } from "./resolve-reference.js";
import type { JsonType, Location, Schema, SchemaObject } from "./schema.js";
import { findingAt, type Said } from "./source-file.js";
import { unicodePattern } from "./unicode-pattern.js";
import { enterSchema } from "./walk-schema.js";

/** What canonicalizing gathers besides the schema: what it refers to, and what is wrong with it. */
export interface Canonicalization {
  readonly registry: Registry;
  readonly findings: Finding[];
  /** Called for each reference, with the place that it leads to. */
  readonly refer: (target: Target) => Location;
  /** Called for each `$dynamicRef` and `$recursiveRef` that names a dynamic anchor, with the anchor's name. */
  readonly referDynamically: (from: Target, anchor: string) => void;
}

/** The canonical form of the schema at a place; see {@link Schema}. Malformed keywords are left out, not reported. */
export function canonicalize(value: Json, target: Target, context: Canonicalization): Schema {
  if (typeof value === "boolean") return value;
  if (!isObject(value)) return true;
  const place = enterSchema(value, target.place);
  return new Canonicalizer(value, { source: target.source, place }, context).schema();
}

type Entry = readonly [keyword: keyof SchemaObject, value: unknown];

/** One schema object on its way; a class because every step needs the same four things. */
class Canonicalizer {
  readonly #value: JsonObject;
  readonly #at: Target;
  readonly #context: Canonicalization;
  readonly #dialect: Dialect;

  constructor(value: JsonObject, at: Target, context: Canonicalization) {
    this.#value = value;
    this.#at = at;
    this.#context = context;
    this.#dialect = at.place.dialect;
  }

  schema(): SchemaObject {
    const entries: Entry[] = [...this.#references()];
    const hidden = refHidesSiblings(this.#dialect) && typeof this.#get("$ref") === "string";
    for (const keyword of Object.keys(this.#value)) {
      if (annotations.has(keyword)) entries.push(...this.#entriesOf(keyword));
      else if (!keywords[this.#dialect].has(keyword)) this.#reportUnknown(keyword);
      else if (!hidden) entries.push(...this.#entriesOf(keyword));
    }
    return fold(entries);
  }

  #get(keyword: string): Json | undefined {
    return keywords[this.#dialect].has(keyword) ? member(this.#value, keyword) : undefined;
  }

  #entriesOf(keyword: string): Entry[] {
    const value = member(this.#value, keyword);
    if (value === undefined) return [];
    const convert = conversions[keyword];
    if (convert) return convert(value, this, keyword);
    const copied = copies[keyword];
    return copied?.(value) ? [[keyword as keyof SchemaObject, value]] : [];
  }

  *#references(): Generator<Entry> {
    for (const keyword of ["$ref", "$dynamicRef", "$recursiveRef"] as const) {
      const reference = this.#get(keyword);
      if (typeof reference !== "string") continue;
      const resolution = resolveReference(this.#context.registry, reference, this.#at.place.base);
      if ("problem" in resolution) {
        this.report(keyword, resolution.problem);
        continue;
      }
      const anchor = this.#dynamicAnchor(keyword, reference, resolution.target);
      if (anchor !== undefined) this.#context.referDynamically(this.#at, anchor);
      const location = this.#context.refer(resolution.target);
      if (keyword === "$ref") yield ["$ref", location];
      else yield ["allOf", [{ $ref: location }]];
    }
  }

  /** The name that the dynamic scope may bind elsewhere, or `undefined` when the reference is an ordinary one. */
  #dynamicAnchor(keyword: string, reference: string, { place }: Target): string | undefined {
    const { dynamicAnchors, recursiveAnchors } = this.#context.registry;
    if (keyword === "$recursiveRef") return recursiveAnchors.has(place.base) ? recursiveAnchor : undefined;
    const name = reference.slice(reference.indexOf("#") + 1);
    return keyword === "$dynamicRef" && dynamicAnchors.has(`${place.base}#${name}`) ? name : undefined;
  }

  sub(value: Json, ...segments: readonly (string | number)[]): Schema {
    const pointer = segments.reduce<string>(joinPointer, this.#at.place.pointer);
    const { source, place } = this.#at;
    return canonicalize(value, { source, place: { ...place, pointer } }, this.#context);
  }

  get(keyword: string): Json | undefined {
    return this.#get(keyword);
  }

  get dialect(): Dialect {
    return this.#dialect;
  }

  get usesUnevaluatedItems(): boolean {
    return this.#at.source.text.includes('"unevaluatedItems"');
  }

  report(keyword: string, said: Said, part: "key" | "value" = "value", ...rest: readonly string[]): void {
    const pointer = [keyword, ...rest].reduce<string>(joinPointer, this.#at.place.pointer);
    this.#context.findings.push(findingAt(this.#at.source, pointer, said, part));
  }

  #reportUnknown(keyword: string): void {
    const said = saidOfUnknown(keyword, this.#dialect);
    if (said) this.report(keyword, said, "key");
  }
}

/** The name under which `$recursiveAnchor: true` takes part in the dynamic scope; no `$dynamicAnchor` can be empty. */
export const recursiveAnchor = "";

type Convert = (value: Json, at: Canonicalizer, keyword: string) => Entry[];

const one: Convert = (value, at, keyword) => [[keyword as keyof SchemaObject, at.sub(value, keyword)]];
const many: Convert = (value, at, keyword) =>
  Array.isArray(value) && value.length > 0
    ? [[keyword as keyof SchemaObject, value.map((item, index) => at.sub(item as Json, keyword, index))]]
    : [];
const map: Convert = (value, at, keyword) =>
  isObject(value)
    ? [[keyword as keyof SchemaObject, mapObject(value, (item, name) => at.sub(item, keyword, name))]]
    : [];

/** Keywords whose canonical form differs from what stands in the file, or that hold subschemas. */
const conversions: Readonly<Record<string, Convert>> = {
  type: (value) => {
    const types = typeof value === "string" ? [value] : Array.isArray(value) ? value : [];
    const known = types.filter((type): type is JsonType => jsonTypes.has(type as string));
    return known.length > 0 ? [["type", known]] : [];
  },
  properties: (value, at, keyword) => {
    if (isObject(value) && Object.hasOwn(value, "__proto__"))
      at.report(keyword, prototypeName, "key", "__proto__");
    return map(value, at, keyword);
  },
  required: (value, at) => {
    if (!isNames(value)) return [];
    if (value.includes("__proto__")) at.report("required", prototypeName);
    return [["required", value]];
  },
  patternProperties: (value, at, keyword) => {
    if (!isObject(value)) return [];
    const entries = Object.entries(value).flatMap(([pattern, item]) => {
      const unicode = unicodePattern(pattern);
      if (unicode === undefined) at.report(keyword, badPattern(pattern), "key", pattern);
      return unicode === undefined ? [] : [[unicode, at.sub(item, keyword, pattern)] as const];
    });
    return [["patternProperties", Object.fromEntries(entries)]];
  },
  pattern: (value, at) => {
    if (typeof value !== "string") return [];
    const unicode = unicodePattern(value);
    if (unicode === undefined) at.report("pattern", badPattern(value));
    return unicode === undefined ? [] : [["pattern", unicode]];
  },
  format: (value, at) => {
    if (typeof value !== "string") return [];
    if (standardFormats.has(value)) return [["format", value]];
    at.report("format", unknownFormat(value));
    return [];
  },
  items: (value, at) => {
    if (!Array.isArray(value)) return [["items", at.sub(value, "items")]];
    const rest = at.get("additionalItems");
    return [
      ...many(value, at, "items").map(([, items]) => ["prefixItems", items] as const),
      ...(rest === undefined ? [] : [["items", at.sub(rest, "additionalItems")] as const]),
    ];
  },
  contains: (value, at) => {
    const contains = at.sub(value, "contains");
    if (at.dialect !== "2019-09" || !at.usesUnevaluatedItems) return [["contains", contains]];
    const { minContains, maxContains } = Object.fromEntries(
      ["minContains", "maxContains"].map((name) => [name, at.get(name)]),
    );
    const bounds = Object.fromEntries(
      Object.entries({ minContains, maxContains }).filter(([, bound]) => isCount(bound)),
    );
    // In 2019-09 `contains` evaluates no item for `unevaluatedItems`; `not` keeps the assertion and drops that effect.
    return [["allOf", [{ not: { not: { contains, ...bounds } } }]]];
  },
  enum: (value) => {
    if (!Array.isArray(value)) return [];
    return value.length > 0 ? [["enum", value]] : [["allOf", [false]]];
  },
  // A branch that is not there accepts, and what the condition evaluated still counts (Core, 11.3); say so.
  if: (value, at) => [
    ["if", at.sub(value, "if")],
    ...(at.get("then") === undefined ? [["then", true] as const] : []),
    ...(at.get("else") === undefined ? [["else", true] as const] : []),
  ],
  dependencies: (value, at) => {
    const entries = isObject(value) ? Object.entries(value) : [];
    const names = entries.filter(([, item]) => isNames(item));
    const schemas = entries.filter(([, item]) => !Array.isArray(item));
    const made = schemas.map(([name, item]) => [name, at.sub(item, "dependencies", name)]);
    return [
      ...(names.length > 0 ? [["dependentRequired", Object.fromEntries(names)] as const] : []),
      ...(made.length > 0 ? [["dependentSchemas", Object.fromEntries(made)] as const] : []),
    ];
  },
  dependentRequired: (value) =>
    isObject(value)
      ? [["dependentRequired", Object.fromEntries(Object.entries(value).filter(([, item]) => isNames(item)))]]
      : [],
  minimum: (value, at) =>
    isNumber(value) ? [[at.get("exclusiveMinimum") === true ? "exclusiveMinimum" : "minimum", value]] : [],
  maximum: (value, at) =>
    isNumber(value) ? [[at.get("exclusiveMaximum") === true ? "exclusiveMaximum" : "maximum", value]] : [],
  prefixItems: many,
  allOf: many,
  anyOf: many,
  oneOf: many,
  not: one,
  // biome-ignore lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema
  then: one,
  else: one,
  additionalProperties: one,
  propertyNames: one,
  unevaluatedItems: one,
  unevaluatedProperties: one,
  dependentSchemas: map,
};

/** Keywords that are copied as they stand when their value has the right shape. */
const copies: Readonly<Record<string, (value: Json) => boolean>> = {
  const: () => true,
  multipleOf: (value) => isNumber(value) && (value as number) > 0,
  exclusiveMaximum: isNumber,
  exclusiveMinimum: isNumber,
  maxLength: isCount,
  minLength: isCount,
  maxItems: isCount,
  minItems: isCount,
  minContains: isCount,
  maxContains: isCount,
  maxProperties: isCount,
  minProperties: isCount,
  uniqueItems: (value) => value === true,
  title: isText,
  description: isText,
  default: () => true,
  examples: (value) => Array.isArray(value),
  deprecated: (value) => value === true,
};

/** Keywords that check nothing, and so may be used in a draft older than themselves. */
const annotations: ReadonlySet<string> = new Set(
  "title description default examples deprecated $comment readOnly writeOnly contentMediaType contentEncoding $defs".split(
    " ",
  ),
);
const jsonTypes: ReadonlySet<string> = new Set([
  "null",
  "boolean",
  "number",
  "integer",
  "string",
  "array",
  "object",
]);

/** Puts the entries into one object; lists that two keywords of the file contribute to are joined. */
function fold(entries: readonly Entry[]): SchemaObject {
  const folded: { -readonly [keyword in keyof SchemaObject]?: unknown } = {};
  for (const [keyword, value] of entries) {
    const joined = keyword === "allOf" && folded.allOf !== undefined;
    folded[keyword] = joined ? [...(folded.allOf as Schema[]), ...(value as Schema[])] : value;
  }
  return folded as SchemaObject;
}

/** Maps an object's own members into a new one; safe for a member called `__proto__`. */
function mapObject<Value>(
  object: JsonObject,
  map: (value: Json, name: string) => Value,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, map(value, name)]));
}

function isNumber(value: Json | undefined): boolean {
  return typeof value === "number";
}

function isCount(value: Json | undefined): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}

function isText(value: Json): boolean {
  return typeof value === "string";
}

function isNames(value: Json): value is readonly string[] {
  return Array.isArray(value) && value.every((name) => typeof name === "string");
}

const prototypeName: Said = {
  rule: "property-proto",
  severity: "error",
  message: 'A property called "__proto__" cannot be carried safely by JavaScript objects.',
  help: "Rename the property.",
};

function badPattern(pattern: string): Said {
  return {
    rule: "pattern-invalid",
    severity: "error",
    message: `${JSON.stringify(pattern)} is no regular expression of ECMA-262, which JSON Schema uses: ${complaint(pattern)}.`,
    help: "(?i), \\A, \\Z, possessive quantifiers and POSIX classes of other languages do not exist there.",
  };
}

/** What the engine says of a pattern, without its own repetition of the pattern. */
function complaint(pattern: string): string {
  try {
    new RegExp(pattern, "u");
    return "it cannot be used";
  } catch (error) {
    return (
      String((error as Error).message)
        .split("/u: ")
        .at(-1)
        ?.toLowerCase() ?? "it cannot be used"
    );
  }
}

function unknownFormat(format: string): Said {
  const near = nearestWord(format, standardFormats);
  return {
    rule: "format-unknown",
    severity: "warning",
    message: `The format ${JSON.stringify(format)} is not defined by JSON Schema, so it checks nothing.`,
    ...(near === undefined ? {} : { help: `Did you mean ${JSON.stringify(near)}?` }),
  };
}

/** An unknown keyword is an annotation (Core, chapter 6.5); it is told only when it looks like a mistake. */
function saidOfUnknown(keyword: string, dialect: Dialect): Said | undefined {
  const others = dialects.filter((other) => keywords[other].has(keyword));
  if (others.length > 0) {
    return {
      rule: "keyword-of-other-draft",
      severity: "warning",
      message: `The keyword "${keyword}" belongs to ${others.join(", ")}; this schema is ${dialect}, which ignores it.`,
      help: "Change $schema, or use this draft's own keyword.",
    };
  }
  const near = nearestWord(keyword, keywords[dialect]);
  if (near === undefined) return undefined;
  return {
    rule: "keyword-unknown",
    severity: "warning",
    message: `The keyword ${JSON.stringify(keyword)} is unknown, so it checks nothing.`,
    help: `Did you mean "${near}"?`,
  };
}
