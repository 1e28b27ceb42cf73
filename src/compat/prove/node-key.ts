import { createHash } from "node:crypto";
import { canonicalText } from "../../../runtime/validate/values.js";
import { annotationKeywords } from "../../contract/annotation-keywords.js";
import type { Bundle } from "../../contract/bundle.js";
import { componentsOf } from "../../contract/components.js";
import type { Definition, Location, Schema } from "../../contract/schema.js";
import { referencesOf } from "../../contract/schema-closure.js";
import type { Node, Part } from "./node.js";
import { valueSet } from "./value-set.js";

/** Longer keys are replaced by their digests: those of wide objects and long enums would take all memory. */
const LONGEST = 200;

/** A short text that stands for a key. */
export function shortKey(key: string): string {
  return key.length <= LONGEST ? key : `sha256 ${createHash("sha256").update(key).digest("base64")}`;
}

/** The same text for parts that say the same. */
export function partKey(part: Part): string {
  if (part.kind === "enum") return `enum ${[...valueSet(part.values)].sort().join(",")}`;
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

/** What a schema says besides where its references lead, as a short text, and where they lead, in order. */
interface Template {
  readonly text: string;
  readonly references: readonly Location[];
}

const templates = new WeakMap<object, Template>();

function templateOf(schema: Schema): Template {
  if (typeof schema === "boolean") return { text: `${schema}`, references: [] };
  const known = templates.get(schema);
  if (known !== undefined) return known;
  const references: Location[] = [];
  const refer = (location: Location): string => {
    references.push(location);
    return "";
  };
  // subschemas contribute their own cached templates, so that no text is built twice
  const text = textOf(schema, refer, (inner) => {
    const template = templateOf(inner);
    for (const location of template.references) references.push(location);
    return template.text;
  });
  const template = { text: shortKey(text), references };
  templates.set(schema, template);
  return template;
}

/** The same text for schemas that say the same in the same words, annotations aside, whatever their definitions are called. */
export class SchemaTexts {
  readonly #texts = new Map<Location, string>();

  constructor({ root, definitions }: Bundle) {
    const schemaAt = (location: Location): Schema => definitions.get(location) ?? true;
    for (const component of componentsOf([root], (location) => referencesOf(schemaAt(location)))) {
      const inside = new Set(component);
      const [first = root] = component;
      const isRecursive = component.length > 1 || referencesOf(schemaAt(first)).has(first);
      const texts = component.map((location): readonly [Location, string] => [
        location,
        isRecursive
          ? shortKey(rootedText(location, inside, schemaAt, (to) => this.#texts.get(to) ?? "true"))
          : this.of(schemaAt(location)),
      ]);
      for (const [location, text] of texts) this.#texts.set(location, text);
    }
  }

  readonly of = (schema: Schema): string => {
    const { text, references } = templateOf(schema);
    return shortKey(`${text} ${references.map((to) => this.#texts.get(to) ?? "true").join(" ")}`);
  };
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
    const { text, references } = templateOf(schemaAt(location));
    const led = references.map((to) => {
      if (!inside.has(to)) return `#${outside(to)}`;
      if (!numbers.has(to)) numbers.set(to, numbers.size);
      return `@${numbers.get(to)}`;
    });
    texts.push(`${text} ${led.join(" ")}`);
  }
  return texts.join("\n");
}

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

/** A schema as text that does not depend on the order of its keywords; references and what is inside as the functions say. */
function textOf(
  schema: unknown,
  refer: (location: Location) => string,
  inside: (schema: Schema) => string = (inner) => textOf(inner, refer),
  isSchema = true,
): string {
  const within = (value: unknown, isSchemaInside: boolean): string => {
    if (Array.isArray(value)) return `[${value.map((item) => within(item, isSchemaInside)).join(",")}]`;
    if (typeof value !== "object" || value === null) return JSON.stringify(value);
    return isSchemaInside ? inside(value as Schema) : textOf(value, refer, inside, false);
  };
  if (typeof schema !== "object" || schema === null || Array.isArray(schema)) return within(schema, isSchema);
  const entries = Object.entries(schema)
    .filter(([keyword]) => !isSchema || !annotationKeywords.has(keyword))
    .sort(byName);
  const text = entries.map(([keyword, value]) => {
    if (!isSchema) return `${JSON.stringify(keyword)}:${within(value, true)}`;
    if (keyword === "$ref") return `"$ref":"${refer(value as Location)}"`;
    if (plain.has(keyword)) return `${JSON.stringify(keyword)}:${canonicalText(value)}`;
    return `${JSON.stringify(keyword)}:${within(value, !named.has(keyword))}`;
  });
  return `{${text.join(",")}}`;
}

/** Keywords whose values are not schemas, and those whose values are maps of schemas. */
const plain: ReadonlySet<string> = new Set(["enum", "const", "required", "type", "dependentRequired"]);
const named: ReadonlySet<string> = new Set(["properties", "patternProperties", "dependentSchemas"]);
