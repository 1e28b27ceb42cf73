import { compareText } from "../code/compare-text.js";
import { isObject, member } from "../json/json.js";
import { appliedSchemas } from "./applied-schemas.js";
import { schemaAt } from "./bundle.js";
import { dialectIn } from "./custom-dialects.js";
import { defaultDialect } from "./dialect.js";
import type { Writer } from "./publisher-view.js";
import type { Target } from "./registry.js";
import {
  type Definition,
  inPlaceSubschemas,
  type Location,
  type Schema,
  type SchemaObject,
} from "./schema.js";
import type { SourceFile } from "./source-file.js";
import { pathUri } from "./uri-key.js";

/** Where an `event.json` declares the headers of its event. */
export const headersPointer = "/headers";

/**
 * The schema of headers in an `event.json`, if it has one: a resource of its own, in which `#` means that schema and
 * paths are relative to the file.
 */
export function headersTarget(source: SourceFile | undefined): Target | undefined {
  const schema = isObject(source?.value) ? member(source.value, "headers") : undefined;
  if (source === undefined || !isObject(schema)) return undefined;
  const { dialects, path } = source;
  const base = pathUri(path);
  const named = member(schema, "$schema");
  const own = typeof named === "string" ? dialectIn(named, base, dialects) : undefined;
  const dialect = own ?? defaultDialect;
  return { source, place: { pointer: headersPointer, base, dialect, ...(dialects && { dialects }) } };
}

/**
 * The schema of headers as it is meant. Headers are always an object, and one that is left open is open for strings.
 * A consumer looks at the declared headers alone, since others than the publisher add headers of their own; so
 * `additionalProperties: false` says nothing of readers, and to a publisher it says what is the rule anyway.
 */
export function headersSchema(schema: Schema, writer: Writer): Schema {
  if (typeof schema === "boolean") return schema;
  const { additionalProperties, unevaluatedProperties, ...rest } = schema;
  const isAlone = schema.$ref === undefined && inPlaceSubschemas(schema).length === 0;
  const meant = <Keyword extends string>(
    keyword: Keyword,
    further: Schema | undefined,
  ): { readonly [Each in Keyword]?: Schema } | undefined => {
    if (further === undefined || (further === false && isAlone && writer !== "as-written")) return undefined;
    return { [keyword]: further === true ? strings : further } as { readonly [Each in Keyword]: Schema };
  };
  return {
    ...rest,
    type: ["object"],
    ...meant("additionalProperties", additionalProperties),
    ...meant("unevaluatedProperties", unevaluatedProperties),
  };
}

const strings: SchemaObject = { type: ["string"] };

/** The headers that a schema names, sorted: the only ones that a consumer validates. */
export function headerNames(location: Location, definitions: ReadonlyMap<Location, Definition>): string[] {
  const resolve = (each: Location): Schema => schemaAt(each, definitions);
  const applied = appliedSchemas([{ schema: resolve(location), when: [] }], "object", resolve);
  return [...new Set([...applied].flatMap(({ schema }) => headerNamesIn(schema)))].sort(compareText);
}

/** The names that a schema itself describes, requires, or depends on. */
export function headerNamesIn({
  properties = {},
  required = [],
  dependentRequired = {},
  dependentSchemas = {},
}: SchemaObject): string[] {
  const dependent = Object.entries(dependentRequired).flatMap(([name, names]) => [name, ...names]);
  return [...Object.keys(properties), ...required, ...dependent, ...Object.keys(dependentSchemas)];
}
