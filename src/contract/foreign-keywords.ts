import { type Json, type JsonObject, member } from "../json/json.js";

/** Keywords of other schema languages and of the first drafts, each with what to write instead. */
const instead: Readonly<Record<string, Advice>> = {
  nullable: { from: "OpenAPI 3.0", help: nullHelp, isIdle: (value) => value === false },
  discriminator: {
    from: "OpenAPI",
    help: () => 'Write oneOf, and in each alternative a required property with its own "const".',
  },
  optional: {
    from: "draft-02",
    help: () => `Remove the property from the object's "required".`,
    isIdle: (value) => value === false,
  },
  requires: { from: "draft-02", help: () => 'Write "dependentRequired", or "dependencies" up to draft-07.' },
  divisibleBy: { from: "draft-03", help: () => 'Write "multipleOf".' },
  maxDecimal: { from: "draft-01", help: () => 'Write "multipleOf": 0.01 for two decimals.' },
  minimumCanEqual: { from: "draft-02", help: () => 'Write "exclusiveMinimum".' },
  maximumCanEqual: { from: "draft-02", help: () => 'Write "exclusiveMaximum".' },
  disallow: { from: "draft-03", help: disallowHelp },
  extends: { from: "draft-03", help: () => 'Write "allOf" with a list of schemas.' },
  xml: { from: "OpenAPI", help: () => "Remove it; messages are JSON." },
  externalDocs: { from: "OpenAPI", help: () => 'Put the link in "description".' },
  allowEmptyValue: { from: "OpenAPI", help: () => 'Write "minLength": 0, or allow null.' },
  collectionFormat: { from: "Swagger 2.0", help: () => 'Write "type": "array" with "items".' },
  optionalProperties: {
    from: "JSON Type Definition",
    help: () => 'Write them under "properties" without listing them in "required".',
  },
  elements: { from: "JSON Type Definition", help: () => 'Write "items".' },
  instanceof: { from: "ajv-keywords", help: () => 'Write "type".' },
  typeof: { from: "ajv-keywords", help: () => 'Write "type".' },
  formatMinimum: {
    from: "ajv-formats",
    help: () => "Check the bound in code; JSON Schema has no bounds for formats.",
  },
  formatMaximum: {
    from: "ajv-formats",
    help: () => "Check the bound in code; JSON Schema has no bounds for formats.",
  },
  regexp: { from: "ajv-keywords", help: () => 'Write "pattern".' },
};

interface Advice {
  readonly from: string;
  readonly help: (value: Json, schema: JsonObject) => string;
  /** Whether a value says no more than leaving the keyword out does. */
  readonly isIdle?: (value: Json) => boolean;
}

/** A keyword of another schema language: which one, and what to write instead. */
export function foreignKeyword(
  keyword: string,
  schema: JsonObject,
): { readonly from: string; readonly help: string } | "idle" | undefined {
  const advice = Object.hasOwn(instead, keyword) ? instead[keyword] : undefined;
  const value = member(schema, keyword);
  if (advice === undefined || value === undefined) return undefined;
  if (advice.isIdle?.(value)) return "idle";
  return { from: advice.from, help: advice.help(value, schema) };
}

function nullHelp(_: Json, schema: JsonObject): string {
  const type = member(schema, "type");
  const listed = [...(Array.isArray(type) ? type : [type ?? "string"]), "null"].map((each) =>
    JSON.stringify(each),
  );
  if (member(schema, "$ref") !== undefined) return 'Write "anyOf": [{ "$ref": … }, { "type": "null" }].';
  const values = Array.isArray(member(schema, "enum")) ? ', and add null to "enum"' : "";
  return `Write "type": [${listed.join(", ")}]${values}.`;
}

function disallowHelp(value: Json): string {
  const types = Array.isArray(value) ? value : [value];
  const isPlain = types.every((type) => typeof type === "string");
  return isPlain ? `Write "not": { "type": ${JSON.stringify(value)} }.` : 'Write "not": { "anyOf": […] }.';
}

/**
 * Annotations that tools in common use read: editors, generators of code, documentation and forms. They check nothing
 * and are not typos of the keywords that they resemble.
 */
export const knownAnnotations: ReadonlySet<string> = new Set(
  [
    // OpenAPI and AsyncAPI
    "example summary schemaFormat",
    // editors: VS Code, JetBrains
    "markdownDescription enumDescriptions markdownEnumDescriptions deprecationMessage markdownDeprecationMessage",
    "errorMessage patternErrorMessage defaultSnippets doNotSuggest suggestSortText allowComments allowTrailingCommas",
    "enumItemLabels editPresentation scope",
    // generators of types and classes
    "tsType tsEnumNames enumNames enumVarnames enumLabels javaType javaName javaInterfaces javaEnumNames",
    "existingJavaType extendsJavaClass extendedType goType goJSONSchema pythonType customTypes rustType csharpType",
    // forms and documentation
    "propertyOrder options headerTemplate watch links base media order label placeholder hidden hint tooltip unit",
    "units since version author owner comment comments note notes category tags group sensitive pii source",
    "faker chance meta",
  ].flatMap((line) => line.split(" ")),
);

/** Whether a key is an annotation by its form: `x-…`, `_…`, `meta:enum`, `ui:widget`, `//`, `tsType`. */
export function hasAnnotationForm(keyword: string): boolean {
  return (
    /^(?:x-|_|@|\/\/|#)|:/i.test(keyword) ||
    /^(?:ts|java|go|python|csharp|rust|php|kotlin|swift)[A-Z]/.test(keyword)
  );
}
