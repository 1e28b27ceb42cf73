import { canonicalText } from "../../templates/runtime/has-duplicates.js";
import type { Definition, Location, Schema } from "../contract/schema.js";
import type { Node, Part } from "./node.js";

/** The same text for parts that say the same. */
export function partKey(part: Part): string {
  if (part.kind === "enum") return `enum ${part.values.map(canonicalText).sort().join(",")}`;
  return JSON.stringify(part, (_, value: unknown) => {
    if (typeof value === "bigint") return `${value}`;
    if (value === Number.POSITIVE_INFINITY) return "unbounded";
    if (value instanceof Map) return [...value].map(([name, node]) => [name, (node as Node).id]).sort(byName);
    if (value instanceof Set) return [...value].sort();
    return isNode(value) ? value.id : value;
  });
}

function byName([left = ""]: readonly unknown[], [right = ""]: readonly unknown[]): number {
  return `${left}` < `${right}` ? -1 : 1;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "parts" in value && "id" in value;
}

/** A definition and those that it leads to inside its component, each once, numbered as they are met. */
export function rootedText(
  root: Location,
  inside: ReadonlySet<Location>,
  schemaAt: (location: Location) => Schema,
  outside: (location: Location) => string,
): string {
  const numbers = new Map<Location, number>([[root, 0]]);
  const texts: string[] = [];
  for (const location of numbers.keys()) {
    texts.push(
      textOf(schemaAt(location), (to) => {
        if (!inside.has(to)) return `#${outside(to)}`;
        if (!numbers.has(to)) numbers.set(to, numbers.size);
        return `@${numbers.get(to)}`;
      }),
    );
  }
  return texts.join("\n");
}

const annotations: ReadonlySet<string> = new Set([
  "title",
  "description",
  "default",
  "examples",
  "deprecated",
]);

/** The same text for schemas that say the same: by what references lead to, without annotations, in any order. */
export function schemaText(schema: unknown, definitions: ReadonlyMap<Location, Definition>): string {
  const numbers = new Map<Location, number>();
  const refer = (location: Location): string => {
    if (!numbers.has(location)) numbers.set(location, numbers.size);
    return `@${numbers.get(location)}`;
  };
  const texts = [textOf(schema, refer)];
  // a map that grows while it is walked visits what was added
  for (const location of numbers.keys()) texts.push(textOf(definitions.get(location)?.schema ?? true, refer));
  return texts.join("\n");
}

/** A schema as text that does not depend on the order of its keywords; references as `refer` says. */
function textOf(schema: unknown, refer: (location: Location) => string, isSchema = true): string {
  if (Array.isArray(schema)) return `[${schema.map((item) => textOf(item, refer, isSchema)).join(",")}]`;
  if (typeof schema !== "object" || schema === null) return JSON.stringify(schema);
  const entries = Object.entries(schema)
    .filter(([keyword]) => !isSchema || !annotations.has(keyword))
    .sort(byName);
  const text = entries.map(([keyword, value]) => {
    if (!isSchema) return `${JSON.stringify(keyword)}:${textOf(value, refer)}`;
    if (keyword === "$ref") return `"$ref":"${refer(value as Location)}"`;
    if (plain.has(keyword)) return `${JSON.stringify(keyword)}:${canonicalText(value)}`;
    return `${JSON.stringify(keyword)}:${textOf(value, refer, !named.has(keyword))}`;
  });
  return `{${text.join(",")}}`;
}

/** Keywords whose values are no schemas, and those whose values are schemas by name. */
const plain: ReadonlySet<string> = new Set(["enum", "const", "required", "type", "dependentRequired"]);
const named: ReadonlySet<string> = new Set(["properties", "patternProperties", "dependentSchemas"]);
