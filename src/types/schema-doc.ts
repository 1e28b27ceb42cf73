import { commentLines, commentText } from "../code/doc-comment.js";
import type { Schema, SchemaObject } from "../contract/schema.js";
import type { Json } from "../json/json.js";

/** What an editor is to show of a schema: its words first, then what the type cannot say, as TSDoc tags. */
export function schemaDoc(schema: Schema): string[] {
  if (typeof schema === "boolean") return [];
  const { title, description } = schema;
  const tags = tagLines(schema);
  const texts = [title, title === description ? undefined : description].flatMap((text) => {
    const lines = text === undefined ? [] : commentLines(text);
    return lines.length > 0 ? [lines] : [];
  });
  const values = valueLines(schema);
  const words = values.length > 0 ? [...texts, values] : texts;
  const paragraphs = tags.length > 0 ? [...words, tags] : words;
  return paragraphs.flatMap((lines, index) => (index === 0 ? lines : ["", ...lines]));
}

/** The words of alternatives that each list one value, such as `oneOf` with `const`. */
function valueLines({ oneOf, anyOf }: SchemaObject): string[] {
  return [...(oneOf ?? []), ...(anyOf ?? [])].flatMap((branch) => {
    if (typeof branch === "boolean") return [];
    const text = branch.description ?? branch.title;
    const value = branch.const ?? (branch.enum?.length === 1 ? branch.enum[0] : undefined);
    if (text === undefined || value === undefined) return [];
    return `- \`${jsonText(value)}\`: ${commentLines(text).join(" ")}`;
  });
}

function tagLines(schema: SchemaObject): string[] {
  const tags: string[] = schema.type?.includes("integer") ? ["@type integer"] : [];
  for (const keyword of boundKeywords) {
    const bound = schema[keyword];
    if (bound !== undefined) tags.push(`@${keyword} ${commentText(String(bound))}`);
  }
  if (schema.default !== undefined) tags.push(`@default ${jsonText(schema.default)}`);
  for (const example of schema.examples ?? []) tags.push(`@example ${jsonText(example)}`);
  if (schema.deprecated) tags.push("@deprecated");
  return tags;
}

const boundKeywords = [
  "format",
  "pattern",
  "minLength",
  "maxLength",
  "minimum",
  "exclusiveMinimum",
  "maximum",
  "exclusiveMaximum",
  "multipleOf",
  "minItems",
  "maxItems",
  "uniqueItems",
  "minProperties",
  "maxProperties",
] as const satisfies readonly (keyof SchemaObject)[];

/** JSON on one line, cut to what an editor's hover can bear. */
function jsonText(value: Json): string {
  const text = commentText(JSON.stringify(value));
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
