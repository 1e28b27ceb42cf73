import { compareText } from "../code/compare-text.js";
import { annotations } from "../contract/canonicalize.js";
import { type Dialect, keywords, refHidesSiblings } from "../contract/dialect.js";
import { headersTarget } from "../contract/headers-schema.js";
import { placeAt, rootPlace, type Target } from "../contract/registry.js";
import type { SourceFile } from "../contract/source-file.js";
import { type SchemaPlace, walkSchema } from "../contract/walk-schema.js";
import { isObject, type Json, type JsonObject, member } from "../json/json.js";
import { joinPointer, splitPointer, valueAt } from "../json/pointer.js";

import type { HitPlace } from "../rules/rule-hit.js";
import type { LintSubject } from "./lint-rule.js";

/** One schema object of a file, as it is written there. */
export interface PlacedSchema {
  readonly source: SourceFile;
  readonly pointer: string;
  readonly schema: JsonObject;
  readonly dialect: Dialect;
  /** The place as what is around the schema sees it. */
  readonly outer: SchemaPlace;
  /** What holds it; absent for the root of a file and for what only a `$ref` finds. */
  readonly holder: SchemaHolder | undefined;
  /** False inside `not` and `if`, where a keyword does not demand what it says. */
  readonly demands: boolean;
}

/** The keyword that holds a schema, and the name or index below the keyword if it holds several. */
export interface SchemaHolder {
  readonly parent: PlacedSchema;
  readonly keyword: string;
  readonly name: string | undefined;
}

const known = new WeakMap<LintSubject, readonly PlacedSchema[]>();

/** Every schema object of the contract once, however many versions refer to it: by file, parents first. */
export function schemasOf(subject: LintSubject): readonly PlacedSchema[] {
  const before = known.get(subject);
  if (before !== undefined) return before;
  const pointers = new Map<string, string[]>();
  for (const { path, pointer } of subject.contract.definitions.values()) {
    const list = pointers.get(path);
    if (list) list.push(pointer);
    else pointers.set(path, [pointer]);
  }
  const headers = new Set(subject.contract.events.flatMap((event) => event.headers?.source.path ?? []));
  const schemas = [...pointers]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([path, roots]) => {
      const source = subject.sources.get(path);
      const isOfHeaders = headers.has(path);
      return source ? schemasIn(source, roots, isOfHeaders ? headersTarget(source) : undefined) : [];
    });
  known.set(subject, schemas);
  return schemas;
}

/** A keyword's value, if the schema's draft obeys it: an unknown one, or one that `$ref` hides, is missing. */
export function keywordOf({ schema, dialect }: PlacedSchema, keyword: string): Json | undefined {
  const value = member(schema, keyword);
  if (value === undefined || !keywords[dialect].has(keyword)) return undefined;
  if (keyword !== "$ref" && !annotations.has(keyword) && hidesSiblings(schema, dialect)) return undefined;
  return value;
}

/** True when `$ref` is all that the draft sees of the schema. */
export function hidesSiblings(schema: JsonObject, dialect: Dialect): boolean {
  return refHidesSiblings(dialect) && typeof member(schema, "$ref") === "string";
}

/** The types that the schema names itself, or `undefined` when it says nothing of types. */
export function typesOf(placed: PlacedSchema): readonly Json[] | undefined {
  const type = keywordOf(placed, "type");
  if (type === undefined) return undefined;
  return Array.isArray(type) ? type : [type as Json];
}

/** The name of the property that the schema describes, if it is one of `properties`. */
export function propertyName({ holder }: PlacedSchema): string | undefined {
  return holder?.keyword === "properties" ? holder.name : undefined;
}

/** Where a problem of a whole schema is shown: at the property's name, else at the schema. */
export function hitPlaceOf(placed: PlacedSchema): HitPlace {
  const { source, pointer } = placed;
  return { file: source.path, pointer, part: propertyName(placed) === undefined ? "value" : "key" };
}

/** Where a problem of one keyword is shown. */
export function keywordPlace(
  { source, pointer }: PlacedSchema,
  ...path: readonly (string | number)[]
): HitPlace {
  return { file: source.path, pointer: path.reduce<string>(joinPointer, pointer) };
}

/** `embedded` is the schema that a file of another kind has at one place, around all of the roots. */
function schemasIn(
  source: SourceFile,
  roots: readonly string[],
  embedded: Target | undefined,
): PlacedSchema[] {
  const found = new Map<string, PlacedSchema>();
  const root = embedded?.place ?? rootPlace(source);
  // The shortest first: most of the others are inside it, and only schemas that no keyword leads to are walked separately.
  for (const pointer of [...roots].sort((a, b) => a.length - b.length || compareText(a, b))) {
    if (found.has(pointer)) continue;
    const way = pointer.slice(root.pointer.length);
    const place = way === "" ? root : placeAt({ source, place: root }, way);
    walkSchema(valueAt(source.value, pointer) ?? true, place, (schema, own, outer) => {
      const holder = holderOf(own.pointer, found);
      const demands = (holder?.parent.demands ?? true) && !["not", "if"].includes(holder?.keyword ?? "");
      const { dialect } = own;
      found.set(own.pointer, { source, pointer: own.pointer, schema, dialect, outer, holder, demands });
    });
  }
  return [...found.values()];
}

/**
 * A schema stands one step below another one (`/items`) or two (`/properties/a`), and the value between them is not a
 * schema.
 */
function holderOf(pointer: string, found: ReadonlyMap<string, PlacedSchema>): SchemaHolder | undefined {
  const last = pointer.lastIndexOf("/");
  if (last === -1) return undefined;
  const direct = found.get(pointer.slice(0, last));
  const [end = ""] = splitPointer(pointer.slice(last));
  if (direct) return { parent: direct, keyword: end, name: undefined };
  const before = pointer.lastIndexOf("/", last - 1);
  const parent = before === -1 ? undefined : found.get(pointer.slice(0, before));
  return parent && { parent, keyword: pointer.slice(before + 1, last), name: end };
}

/** True for a schema that says something of the same value as the one around it. */
export function isInPlace({ holder }: PlacedSchema): boolean {
  return holder !== undefined && inPlaceKeywords.has(holder.keyword);
}

const inPlaceKeywords: ReadonlySet<string> = new Set([
  "allOf",
  "anyOf",
  "oneOf",
  "not",
  "if",
  "then",
  "else",
  "dependentSchemas",
  "dependencies",
]);

/** True when the schema has subschemas, or a reference, that say more of the same value. */
export function composes({ schema }: PlacedSchema): boolean {
  return ["$ref", "$dynamicRef", "$recursiveRef", ...inPlaceKeywords].some((keyword) =>
    Object.hasOwn(schema, keyword),
  );
}

/** The names of a map keyword, such as the properties of `properties`. */
export function namesUnder(placed: PlacedSchema, keyword: string): readonly string[] {
  const value = keywordOf(placed, keyword);
  return isObject(value) ? Object.keys(value) : [];
}
