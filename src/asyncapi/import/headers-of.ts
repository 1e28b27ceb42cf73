import { isObject, type Json, type JsonObject } from "../../json/json.js";
import { equalJson } from "./equal-json.js";
import type { EventDraft } from "./event-draft.js";
import { withoutProperties } from "./read-message.js";
import type { Origin, SchemaFiles } from "./schema-files.js";

/** What is known of places in the document, and where new ones are noted. */
export interface HeaderPlaces {
  readonly schemas: SchemaFiles;
  readonly origins: Map<string, Origin>;
}

/** The headers that all versions declare, without the one that carries the version. */
export function headersOf(
  { name, folder, versions, route }: EventDraft,
  { schemas: files, origins }: HeaderPlaces,
): Json | undefined {
  const isOwn = route?.own?.raw("headers")?.value === true;
  const path = `${folder}/event.json`;
  const read = [...versions].flatMap(([label, message]) => {
    const [headers] = message.headers;
    const schemas = message.headers
      .map((each) => files.inside(each, path))
      .filter(isObject)
      .map((each) => withoutProperties(each, (name) => name.toLowerCase() === "content-type"));
    const schema = schemas.length > 1 ? together(schemas) : schemas[0];
    return headers === undefined || schema === undefined ? [] : [{ label, headers, schema }];
  });
  const [first, ...others] = read;
  if (first === undefined) return undefined;
  for (const { label, headers, schema } of others)
    if (!equalJson(schema, first.schema))
      headers.say(
        "import-not-carried",
        `${name} declares one set of headers for all its versions, that of ${first.label}, so the headers of ${label} are not imported.`,
      );
  origins.set(`${path}#/headers`, first.headers);
  const declares = Object.keys(first.schema).some((keyword) => keyword !== "type");
  return declares || isOwn ? { type: "object", ...first.schema } : undefined;
}

/** What all of some schemas of headers say. */
function together(schemas: readonly JsonObject[]): JsonObject {
  const isPlain = schemas.every((schema) =>
    Object.keys(schema).every((keyword) => ["type", "properties", "required"].includes(keyword)),
  );
  const properties = schemas.flatMap((schema) =>
    Object.entries(isObject(schema["properties"]) ? schema["properties"] : {}),
  );
  if (!isPlain || new Set(properties.map(([name]) => name)).size < properties.length)
    return { allOf: schemas };
  const required = schemas.flatMap((schema) => (Array.isArray(schema["required"]) ? schema["required"] : []));
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    ...(required.length === 0 ? {} : { required: [...new Set(required)] as Json }),
  };
}
