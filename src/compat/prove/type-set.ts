import type { JsonType } from "../../contract/schema.js";
import type { Json } from "../../json/json.js";

/** The types of the JSON data model (JSON Schema Core, 4.2.1); an integer is a number there. */
export type InstanceType = "null" | "boolean" | "number" | "string" | "array" | "object";

/** In the order in which an instance is looked for: what reads best first. */
export const instanceTypes: readonly InstanceType[] = [
  "object",
  "string",
  "number",
  "array",
  "boolean",
  "null",
];

/** What a `type` keyword allows; of numbers all, whole ones only, or none. */
export interface TypeSet {
  readonly types: ReadonlySet<InstanceType>;
  /** Whether numbers have to be whole. */
  readonly whole: boolean;
}

export function typeSet(types: readonly JsonType[]): TypeSet {
  const instances = types.map((type): InstanceType => (type === "integer" ? "number" : type));
  return { types: new Set(instances), whole: types.includes("integer") && !types.includes("number") };
}

export function typeOf(value: Json): InstanceType {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  const type = typeof value;
  return type === "object" ? "object" : (type as "boolean" | "number" | "string");
}
