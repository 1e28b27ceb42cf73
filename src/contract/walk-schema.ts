import { isObject, type Json, type JsonObject, member } from "../json/json.js";
import { joinPointer } from "../json/pointer.js";
import { dialectIn } from "./custom-dialects.js";
import { applicators, type Dialect, type Dialects, identifierOf } from "./dialect.js";

/** Where a walk stands: the schema's place in its file, its base URI and the draft in force. */
export interface SchemaPlace {
  readonly pointer: string;
  readonly base: string;
  readonly dialect: Dialect;
  /** The drafts of `$schema` values that no standard defines. */
  readonly dialects?: Dialects;
}

/** The place with the base URI and draft that the schema at it sets for itself and everything inside. */
export function enterSchema(schema: JsonObject, place: SchemaPlace): SchemaPlace {
  const named = member(schema, "$schema");
  const own =
    typeof named === "string"
      ? (dialectIn(named, place.base, place.dialects) ?? place.dialect)
      : place.dialect;
  const id = identifierOf(schema, own) ?? identifierOf(schema, place.dialect);
  if (id === undefined || id.startsWith("#") || !URL.canParse(id, place.base)) {
    return place.pointer === "" ? { ...place, dialect: own } : place;
  }
  return { ...place, base: withoutFragment(new URL(id, place.base).href), dialect: own };
}

/** The part of a URI before `#`. */
export function withoutFragment(uri: string): string {
  const hash = uri.indexOf("#");
  return hash === -1 ? uri : uri.slice(0, hash);
}

/** Every direct subschema of a schema as its draft sees it, each with its place. */
function* subschemas(schema: JsonObject, place: SchemaPlace): Generator<[Json, SchemaPlace]> {
  const kinds = applicators[place.dialect];
  for (const [keyword, value] of Object.entries(schema)) {
    const kind = Object.hasOwn(kinds, keyword) ? kinds[keyword] : undefined;
    if (kind === undefined) continue;
    const pointer = joinPointer(place.pointer, keyword);
    const list = Array.isArray(value);
    if (kind === "one" || (kind === "items" && !list)) {
      yield [value, { ...place, pointer }];
    } else if (list && (kind === "many" || kind === "items")) {
      for (const [index, item] of value.entries())
        yield [item, { ...place, pointer: joinPointer(pointer, index) }];
    } else if (isObject(value) && (kind === "map" || kind === "dependencies")) {
      for (const [name, item] of Object.entries(value)) {
        if (!Array.isArray(item)) yield [item, { ...place, pointer: joinPointer(pointer, name) }];
      }
    }
  }
}

/** Visits a schema and everything inside it, parents first; `visit` receives the place as the schema itself sees it. */
export function walkSchema(
  value: Json,
  place: SchemaPlace,
  visit: (schema: JsonObject, place: SchemaPlace, outer: SchemaPlace) => void,
): void {
  if (!isObject(value)) return;
  const own = enterSchema(value, place);
  visit(value, own, place);
  for (const [subschema, inner] of subschemas(value, own)) walkSchema(subschema, inner, visit);
}
