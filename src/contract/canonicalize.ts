import type { Finding } from "../findings/finding.js";
import { isObject, type Json, type JsonObject, member } from "../json/json.js";
import { joinPointer } from "../json/pointer.js";
import { conversions, copies, type Entry, type SchemaInProgress } from "./canonical-keywords.js";
import { type Dialect, keywords, refHidesSiblings } from "./dialect.js";
import type { Registry, Target } from "./registry.js";
import { resolveReference } from "./resolve-reference.js";
import type { Location, Schema, SchemaObject } from "./schema.js";
import { unknownKeyword } from "./schema-findings.js";
import { type Diagnosis, findingAt } from "./source-file.js";
import type { Vocabulary } from "./vocabulary-words.js";
import { enterSchema } from "./walk-schema.js";

/** What canonicalizing gathers besides the schema: what it refers to, and what is wrong with it. */
export interface Canonicalization {
  readonly registry: Registry;
  readonly findings: Finding[];
  /** Called for each reference, with the place that it leads to. */
  readonly refer: (target: Target) => Location;
  /** Called for each `$dynamicRef` and `$recursiveRef` that names a dynamic anchor, with the anchor's name. */
  readonly referDynamically: (from: Target, anchor: string) => void;
  /** Called for a reference into a file that could not be read. */
  readonly referUnread: (from: Target, path: string) => void;
  /**
   * Whether a schema keeps what its author wrote for readers and other tools: `readOnly`, `$comment`, `x-…`. Default false,
   * since nothing that validates or compares has a use for it.
   */
  readonly keepAnnotations?: boolean;
}

/** The canonical form of the schema at a place; see {@link Schema}. Malformed keywords are left out, not reported. */
export function canonicalize(value: Json, target: Target, context: Canonicalization): Schema {
  if (typeof value === "boolean") return value;
  if (!isObject(value)) return true;
  const place = enterSchema(value, target.place);
  return new Canonicalizer(value, { source: target.source, place }, context).schema();
}

/** One schema object on its way; a class because every step needs the same four things. */
class Canonicalizer implements SchemaInProgress {
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
      if (!annotations.has(keyword) && !keywords[this.#dialect].has(keyword)) this.#reportUnknown(keyword);
      else if (annotations.has(keyword) || !hidden) entries.push(...this.#entriesOf(keyword));
      if (this.#context.keepAnnotations) entries.push(...keptAnnotation(keyword, this.#value));
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
      const resolution = resolveReference(this.#context.registry, reference, this.#at);
      if ("problem" in resolution) {
        if (resolution.problem) this.report(keyword, resolution.problem);
        if (resolution.unread !== undefined) this.#context.referUnread(this.#at, resolution.unread);
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

  get vocabulary(): Vocabulary | undefined {
    return this.#at.source.vocabulary;
  }

  get usesUnevaluatedItems(): boolean {
    return this.#at.source.text.includes('"unevaluatedItems"');
  }

  report(
    keyword: string,
    diagnosis: Diagnosis,
    part: "key" | "value" = "value",
    ...rest: readonly string[]
  ): void {
    const pointer = [keyword, ...rest].reduce<string>(joinPointer, this.#at.place.pointer);
    this.#context.findings.push(findingAt(this.#at.source, pointer, diagnosis, part));
  }

  #reportUnknown(keyword: string): void {
    const diagnosis = unknownKeyword(keyword, this.#value, this.#dialect, this.vocabulary?.annotations);
    if (diagnosis) this.report(keyword, diagnosis, "key");
  }
}

/** The name under which `$recursiveAnchor: true` takes part in the dynamic scope; no `$dynamicAnchor` can be empty. */
const recursiveAnchor = "";

/** Keywords that check nothing, and so may be used in a draft older than themselves. */
export const annotations: ReadonlySet<string> = new Set(
  "title description default examples deprecated $comment readOnly writeOnly contentMediaType contentEncoding $defs".split(
    " ",
  ),
);

/** Every keyword of any draft: one that another draft does not have would mean something in the canonical form. */
const meaningful: ReadonlySet<string> = new Set(Object.values(keywords).flatMap((each) => [...each]));
const plainAnnotations: ReadonlySet<string> = new Set(
  "$comment readOnly writeOnly contentMediaType contentEncoding".split(" "),
);

/** A keyword that checks nothing in any draft, as it is written. */
function keptAnnotation(keyword: string, schema: JsonObject): Entry[] {
  if (keyword === "__proto__" || (meaningful.has(keyword) && !plainAnnotations.has(keyword))) return [];
  return [[keyword as keyof SchemaObject, member(schema, keyword)]];
}

/** Puts the entries into one object; lists that two keywords of the file contribute to are joined. */
function fold(entries: readonly Entry[]): SchemaObject {
  const folded: { -readonly [keyword in keyof SchemaObject]?: unknown } = {};
  for (const [keyword, value] of entries) {
    const joined = keyword === "allOf" && folded.allOf !== undefined;
    folded[keyword] = joined ? [...(folded.allOf as Schema[]), ...(value as Schema[])] : value;
  }
  return folded as SchemaObject;
}
