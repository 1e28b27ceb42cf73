import { isObject, type Json } from "../json/json.js";

/** What to write instead of a value that an older draft allows under a keyword of the same name. */
export function oldSpelling(keyword: string, value: Json | undefined): string | undefined {
  switch (keyword) {
    case "required":
      return typeof value === "boolean"
        ? 'Up to draft-03 a property said this of itself; write "required": ["name", …] in the object around.'
        : undefined;
    case "type":
      if (value === "any") return 'Leave "type" out: any value is valid without it.';
      return Array.isArray(value) && value.some((each) => isObject(each as Json))
        ? 'Up to draft-03 a type could be a schema; write "anyOf" with a list of schemas.'
        : undefined;
    case "exclusiveMinimum":
    case "exclusiveMaximum":
      return typeof value === "boolean"
        ? `Since draft-06 this is the bound itself; write it instead of "${keyword === "exclusiveMinimum" ? "minimum" : "maximum"}".`
        : undefined;
    case "dependencies":
      return typeof value === "string"
        ? "Up to draft-03 one name could stand alone; write a list of names."
        : undefined;
    case "items":
      return Array.isArray(value)
        ? 'Since 2020-12 a list of schemas by position is called "prefixItems".'
        : undefined;
    default:
      return undefined;
  }
}
