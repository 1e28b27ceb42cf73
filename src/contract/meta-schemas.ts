import { createRequire } from "node:module";
import { type Dialect, dialectOf, metaSchemaUri } from "./dialect.js";
import { isObject, type Json, type JsonObject } from "./json.js";
import { jsonSource } from "./json-source.js";
import { joinPointer } from "./pointer.js";
import { rootPlace, type Target } from "./registry.js";
import { pathOfUri, pathScheme } from "./uri-key.js";

const require = createRequire(import.meta.url);
const known = new Map<Dialect, Target>();

/** The meta-schema of a draft, if the URI (without fragment) is its own, or the one it has here as a file. */
export function metaSchemaAt(uri: string): Target | undefined {
  const dialect = dialectOf(uri.startsWith(pathScheme) ? `https://${pathOfUri(uri)}` : uri);
  if (dialect === undefined) return undefined;
  const target = known.get(dialect) ?? newTarget(dialect);
  known.set(dialect, target);
  return target;
}

function newTarget(dialect: Dialect): Target {
  const value = dialect.startsWith("2") ? withVocabularies(dialect) : withoutIdentity(fileOf(dialect));
  // No file of the schemas folder has such a path: theirs end with .json or the like.
  const path = metaSchemaUri(dialect).replace(/^https?:\/\//, "");
  const source = jsonSource(path, JSON.stringify(value, undefined, 2));
  return { source, place: rootPlace(source) };
}

/**
 * Since 2019-09 the meta-schema is a schema and several vocabularies, tied together by dynamic references, which from
 * here always lead back to the schema. As one document with ordinary references it means the same.
 */
function withVocabularies(dialect: Dialect): JsonObject {
  const { allOf, ...schema } = withoutIdentity(fileOf(dialect));
  const names = (Array.isArray(allOf) ? allOf : []).map((part) =>
    vocabularyName((part as JsonObject)["$ref"]),
  );
  const vocabularies = names.map((name) => {
    const value = withoutIdentity(require(`ajv/dist/refs/json-schema-${dialect}/meta/${name}.json`));
    return [name, rewrite(value, joinPointer("#/$defs", name))] as const;
  });
  return {
    ...(rewrite(schema, "#") as JsonObject),
    allOf: names.map((name) => ({ $ref: `#/$defs/${name}` })),
    $defs: Object.fromEntries(vocabularies),
  };
}

/** A vocabulary's value with references that hold where it is now: below `start` in the whole document. */
function rewrite(value: Json, start: string): Json {
  if (Array.isArray(value)) return value.map((item) => rewrite(item as Json, start));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, Json] => {
    if (typeof inner !== "string" || !/^\$(?:ref|dynamicRef|recursiveRef)$/.test(key)) {
      return [key, rewrite(inner, start)];
    }
    if (key !== "$ref") return ["$ref", "#"];
    const [file = "", pointer = ""] = inner.split("#");
    return ["$ref", (file === "" ? start : `#/$defs/${vocabularyName(file)}`) + pointer];
  });
  return Object.fromEntries(entries);
}

/** `meta/core` is `core`. */
function vocabularyName(reference: Json | undefined): string {
  return String(reference).replace(/^meta\//, "");
}

const identity: ReadonlySet<string> = new Set([
  "$id",
  "id",
  "$vocabulary",
  "$dynamicAnchor",
  "$recursiveAnchor",
]);

function withoutIdentity(schema: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => !identity.has(key)));
}

function fileOf(dialect: Dialect): JsonObject {
  if (dialect === "draft-04") return require("ajv-draft-04/dist/refs/json-schema-draft-04.json");
  const isFolder = dialect.startsWith("2");
  return require(`ajv/dist/refs/json-schema-${dialect}${isFolder ? "/schema" : ""}.json`);
}
