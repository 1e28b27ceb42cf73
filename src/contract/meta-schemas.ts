import { isObject, type Json, type JsonObject } from "../json/json.js";
import { joinPointer } from "../json/pointer.js";
import { loadPackage } from "../machine/load-package.js";
import { type Dialect, dialectOf, dialects, metaSchemaUri } from "./dialect.js";
import { jsonSource } from "./json-source.js";
import { rootPlace, type Target } from "./registry.js";
import { pathOfUri, pathScheme } from "./uri-key.js";

const known = new Map<string, Target>();

/**
 * The meta-schema of a draft, or one of its vocabularies, if the URI (without fragment) is its own, or the one it has
 * here as a file.
 */
export function metaSchemaAt(uri: string): Target | undefined {
  const standard = uri.startsWith(pathScheme) ? `https://${pathOfUri(uri)}` : uri;
  const dialect = dialectOf(standard);
  if (dialect !== undefined) return targetOf(metaSchemaUri(dialect), () => metaSchema(dialect));
  const [, draft, name = ""] = vocabularyUri.exec(standard) ?? [];
  const owner = dialects.find((each) => each === draft);
  if (owner === undefined || !vocabularyNames(owner).includes(name)) return undefined;
  return targetOf(`https://json-schema.org/draft/${owner}/meta/${name}`, () => vocabularyAlone(owner, name));
}

const vocabularyUri = /^https?:\/\/json-schema\.org\/draft\/([\d-]+)\/meta\/([a-z-]+)$/;

function targetOf(uri: string, make: () => JsonObject): Target {
  const target = known.get(uri) ?? newTarget(uri, make());
  known.set(uri, target);
  return target;
}

function metaSchema(dialect: Dialect): JsonObject {
  return dialect.startsWith("2") ? withVocabularies(dialect) : withoutIdentity(fileOf(dialect));
}

function newTarget(uri: string, value: JsonObject): Target {
  // No file of the schemas folder has such a path: theirs end with .json or the like.
  const path = uri.replace(/^https?:\/\//, "");
  const source = jsonSource(path, JSON.stringify(value, undefined, 2));
  return { source, place: rootPlace(source) };
}

/**
 * Since 2019-09 the meta-schema is a schema and several vocabularies, tied together by dynamic references, which from
 * here always lead back to the schema. As one document with ordinary references it means the same.
 */
function withVocabularies(dialect: Dialect): JsonObject {
  const { allOf: _, ...schema } = withoutIdentity(fileOf(dialect));
  const names = vocabularyNames(dialect);
  const vocabularies = names.map(
    (name) => [name, rewrite(vocabularyOf(dialect, name), joinPointer("#/$defs", name))] as const,
  );
  return {
    ...(rewrite(schema, "#") as JsonObject),
    allOf: names.map((name) => ({ $ref: `#/$defs/${name}` })),
    $defs: Object.fromEntries(vocabularies),
  };
}

/** Referred to alone, a vocabulary is where dynamic references lead, so that it takes only its own keywords inside, too. */
function vocabularyAlone(dialect: Dialect, name: string): JsonObject {
  return rewrite(vocabularyOf(dialect, name), "#") as JsonObject;
}

function vocabularyOf(dialect: Dialect, name: string): JsonObject {
  return withoutIdentity(loadPackage(`ajv/dist/refs/json-schema-${dialect}/meta/${name}.json`) as JsonObject);
}

function vocabularyNames(dialect: Dialect): string[] {
  if (!dialect.startsWith("2")) return [];
  const { allOf } = fileOf(dialect);
  return (Array.isArray(allOf) ? allOf : []).map((part) => vocabularyName((part as JsonObject)["$ref"]));
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
  if (dialect === "draft-04")
    return loadPackage("ajv-draft-04/dist/refs/json-schema-draft-04.json") as JsonObject;
  const isFolder = dialect.startsWith("2");
  return loadPackage(`ajv/dist/refs/json-schema-${dialect}${isFolder ? "/schema" : ""}.json`) as JsonObject;
}
