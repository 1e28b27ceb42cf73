import { createRequire } from "node:module";
import { Ajv, type AnySchemaObject, type Options } from "ajv";
import { Ajv2019 } from "ajv/dist/2019.js";
import { Ajv2020 } from "ajv/dist/2020.js";
import draft04 from "ajv-draft-04";
import ajvFormats from "ajv-formats";
import { formats } from "../../runtime/formats/formats.js";
import type { Json, JsonObject } from "../../src/json/json.js";
import { isObject } from "../../src/json/json.js";

/** What ajv's class for a draft reads although the draft does not have it. */
const foreign: Readonly<Record<string, readonly string[]>> = {
  "draft-04": ["const", "contains", "propertyNames", "if", "then", "else"],
  "draft-06": ["if", "then", "else"],
  "2019-09": ["dependencies"],
  "2020-12": ["dependencies"],
};

const options: Options = {
  strict: false,
  logger: false,
  validateSchema: false,
  ownProperties: true,
  multipleOfPrecision: 9,
};

/**
 * A validator of the unchanged schema, by plain ajv for the schema's own draft: it shares nothing with the generated
 * validators.
 */
export function freshValidator(schema: Json): (value: unknown) => boolean {
  if (!isObject(schema)) return () => schema === true;
  const { $schema, ...rest } = schema;
  const draft = /draft[/-](.+)\/schema/.exec(String($schema ?? "draft/2020-12/schema"))?.[1] ?? "";
  const name = draft.startsWith("2") ? draft : `draft-${draft}`;
  const ajv = newAjv(name);
  for (const keyword of foreign[name] ?? []) ajv.removeKeyword(keyword);
  ajvFormats.default(ajv, { mode: "full" });
  for (const format of ["iri", "iri-reference"] as const) ajv.addFormat(format, formats[format]);
  const validate = ajv.compile(name.startsWith("draft") ? (referencesAlone(rest) as JsonObject) : rest);
  return (value) => validate(value) === true;
}

function newAjv(draft: string): Ajv {
  if (draft === "draft-04") return new draft04.default(options);
  if (draft === "2019-09") return new Ajv2019(options);
  if (draft === "2020-12") return new Ajv2020(options);
  const ajv = new Ajv(options);
  if (draft === "draft-06") {
    const require = createRequire(import.meta.url);
    ajv.addMetaSchema(require("ajv/dist/refs/json-schema-draft-06.json") as AnySchemaObject);
  }
  return ajv;
}

/** Up to draft-07 a reference hides the keywords beside it; ajv reads both. */
function referencesAlone(value: Json): Json {
  if (Array.isArray(value)) return value.map(referencesAlone);
  if (!isObject(value)) return value;
  if (typeof value["$ref"] === "string") return { $ref: value["$ref"] };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, referencesAlone(inner)]));
}
