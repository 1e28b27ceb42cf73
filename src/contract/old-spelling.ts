import { isObject, type Json } from "../json/json.js";

/** What to write instead of a value that an older draft allows under a keyword of the same name. */
export function oldSpelling(keyword: string, value: Json | undefined): string | undefined {
  switch (keyword) {
    case "required":
      return typeof value === "boolean"
        ? 'A boolean "required" is draft-03; write "required": ["name", …] in the enclosing object.'
        : undefined;
    case "type":
      if (value === "any") return 'Remove "type"; without it any value is valid.';
      return Array.isArray(value) && value.some((each) => isObject(each as Json))
        ? 'A schema as "type" is draft-03; write "anyOf" with a list of schemas.'
        : undefined;
    case "exclusiveMinimum":
    case "exclusiveMaximum":
      return typeof value === "boolean"
        ? `Since draft-06 this is the bound itself; it replaces "${keyword === "exclusiveMinimum" ? "minimum" : "maximum"}".`
        : undefined;
    case "dependencies":
      return typeof value === "string" ? "A single name is draft-03; write a list of names." : undefined;
    case "items":
      return Array.isArray(value)
        ? 'Since 2020-12 a list of schemas by position is called "prefixItems".'
        : undefined;
    default:
      return undefined;
  }
}
