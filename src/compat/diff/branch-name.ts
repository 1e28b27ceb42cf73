import type { Schema } from "../../contract/schema.js";

/** A readable name for a branch: its title, a constant in it, the name of the definition it refers to, or its type. */
export function branchName(schema: Schema): string | undefined {
  if (typeof schema === "boolean") return String(schema);
  const { title, $ref, type } = schema;
  if (title !== undefined) return JSON.stringify(title);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const constant = constantOf(property);
    if (constant !== undefined) return `${name} ${constant}`;
  }
  if ($ref !== undefined)
    return JSON.stringify($ref.slice(Math.max($ref.lastIndexOf("/"), $ref.lastIndexOf("#")) + 1));
  return type === undefined ? undefined : type.join(" or ");
}

function constantOf(schema: Schema): string | undefined {
  if (typeof schema === "boolean") return undefined;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const [only, ...others] = schema.enum ?? [];
  return only === undefined || others.length > 0 ? undefined : JSON.stringify(only);
}
