import { applicators } from "../../contract/dialect.js";
import { isObject, type Json, type JsonObject, member } from "../../json/json.js";
import { joinPointer } from "../../json/pointer.js";
import { referenceName } from "../spell-schema.js";

/** How a schema of a document becomes one of a contract. */
export interface Conversion {
  /** Whether to produce 2020-12 instead of draft-07. */
  readonly newer: boolean;
  /** Gives the reference to write instead of one, which is at a pointer below the schema; `undefined`: none. */
  readonly reference: (reference: string, pointer: string) => string | undefined;
  /** Called for each omitted keyword. */
  readonly dropped: (keyword: string, pointer: string) => void;
}

/** Keywords of later drafts that draft-07 has no words for. */
const newKeywords: ReadonlySet<string> = new Set(
  "unevaluatedProperties unevaluatedItems minContains maxContains prefixItems dependentRequired dependentSchemas".split(
    " ",
  ),
);

const kinds = { ...applicators["2020-12"], ...applicators["2019-09"], ...applicators["draft-07"] };

/** Whether something in a schema says more than draft-07 can. */
export function needsNewer(schema: Json): boolean {
  let found = false;
  convertSchema(schema, {
    newer: false,
    reference: (reference) => reference,
    dropped: () => {},
    visit: (each) => {
      const { dependencies } = each;
      if (Object.keys(each).some((keyword) => newKeywords.has(keyword))) found = true;
      if (isObject(dependencies) && Object.values(dependencies).some(isBoth)) found = true;
    },
  });
  return found;
}

/** The schema with references into the contract, and in one draft. */
export function convertSchema(
  schema: Json,
  conversion: Conversion & { readonly visit?: (schema: JsonObject) => void },
  pointer = "",
): Json {
  if (!isObject(schema)) return schema;
  conversion.visit?.(schema);
  const inside = (value: Json, ...steps: readonly (string | number)[]): Json =>
    convertSchema(value, conversion, steps.reduce<string>(joinPointer, pointer));
  const members: [string, Json][] = [];
  for (const [keyword, value] of Object.entries(schema)) {
    const at = joinPointer(pointer, keyword);
    const kind = Object.hasOwn(kinds, keyword) ? kinds[keyword] : undefined;
    if (keyword === "$ref" && typeof value === "string") {
      const reference = conversion.reference(value, at);
      if (reference !== undefined) members.push([keyword, reference]);
    } else if (foreign.has(keyword)) conversion.dropped(keyword, at);
    else if (kind === undefined) members.push([keyword, value]);
    else if (Array.isArray(value) && kind !== "dependencies")
      members.push([keyword, value.map((item, index) => inside(item as Json, keyword, index))]);
    else if (isObject(value) && (kind === "map" || kind === "dependencies"))
      members.push([
        keyword,
        Object.fromEntries(
          Object.entries(value).map(([name, inner]) => [
            name,
            Array.isArray(inner) ? inner : inside(inner, keyword, name),
          ]),
        ),
      ]);
    else members.push([keyword, inside(value, keyword)]);
  }
  const converted = withReferenceNames(Object.fromEntries(members));
  return conversion.newer ? inNewer(converted) : converted;
}

/** What AsyncAPI and schemas by their address have; a file of a contract is referred to by its path. */
const foreign: ReadonlySet<string> = new Set(["discriminator", "externalDocs", "$id", "$schemaFormat"]);

/** A property called `$ref`, as the export writes it. */
function withReferenceNames(schema: JsonObject): JsonObject {
  const { patternProperties, properties, ...rest } = schema;
  const named = isObject(patternProperties) ? member(patternProperties, referenceName) : undefined;
  if (!isObject(patternProperties) || named === undefined) return schema;
  const { [referenceName]: _, ...patterns } = patternProperties;
  return {
    ...rest,
    properties: { ...(isObject(properties) ? properties : {}), $ref: named },
    ...(Object.keys(patterns).length === 0 ? {} : { patternProperties: patterns }),
  };
}

/** Draft-07 as 2020-12 spells it; there, what is beside a reference would count. */
function inNewer(schema: JsonObject): JsonObject {
  const { items, additionalItems, dependencies, $schema: _, ...rest } = schema;
  const isList = Array.isArray(items);
  const entries = Object.entries(isObject(dependencies) ? dependencies : {}).flatMap(([name, value]) =>
    isBoth(value)
      ? value.allOf.map((each) => [name, each.required ?? each] as const)
      : [[name, value] as const],
  );
  const required = entries.filter(([, value]) => Array.isArray(value));
  const schemas = entries.filter(([, value]) => !Array.isArray(value));
  const own = typeof rest["$ref"] === "string" ? besideReference(rest) : rest;
  return {
    ...own,
    ...(isList ? { prefixItems: items as Json } : items === undefined ? {} : { items }),
    ...(isList && additionalItems !== undefined ? { items: additionalItems } : {}),
    ...(required.length === 0 ? {} : { dependentRequired: Object.fromEntries(required) }),
    ...(schemas.length === 0 ? {} : { dependentSchemas: Object.fromEntries(schemas) }),
  };
}

/** A dependency of both kinds, as the export writes it. */
function isBoth(
  value: Json,
): value is { readonly allOf: readonly { readonly required?: Json }[] & readonly Json[] } {
  if (!isObject(value) || Object.keys(value).join() !== "allOf" || !Array.isArray(value["allOf"]))
    return false;
  const [first, second, third] = value["allOf"] as readonly Json[];
  const isList = isObject(second) && Object.keys(second).join() === "required";
  return isObject(first) && member(first, "required") === undefined && isList && third === undefined;
}

function besideReference(schema: JsonObject): JsonObject {
  const kept = /^(?:\$ref|\$comment|title|description|default|examples|deprecated|readOnly|writeOnly|x-.*)$/;
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => kept.test(keyword)));
}
