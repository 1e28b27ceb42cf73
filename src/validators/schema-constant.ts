import { FunctionTarget } from "./function-target.js";

/**
 * What a function reads of its schema, such as the values of a long `enum`, as JSON. ajv makes a constant of the whole
 * schema, which would change with each of its parts. `code` is the function's, `name` that of the constant in it.
 */
export function schemaConstant(schema: unknown, name: string, code: string): string {
  const read: Read = new Map();
  for (const [, path = ""] of code.matchAll(new RegExp(`\\b${name}\\b(${step.source}*)`, "g"))) {
    let at = read;
    for (const [, member, text, index] of path.matchAll(new RegExp(step.source, "g"))) {
      const key = text === undefined ? `${member ?? index}` : (JSON.parse(text) as string);
      const next: Read = at.get(key) ?? new Map();
      at.set(key, next);
      at = next;
    }
    at.set(all, new Map());
  }
  return JSON.stringify(pruned(schema, read), withoutFunctions);
}

/** What is read of a value, by the names of its members. */
type Read = Map<string | typeof all, Read>;

/** Stands for the value itself. */
const all = Symbol("all");

const step = /(?:\.([A-Za-z_$][\w$]*)|\[("(?:[^"\\]|\\.)*")\]|\[(\d+)\])/;

function pruned(value: unknown, read: Read): unknown {
  if (typeof value !== "object" || value === null) return value;
  for (const key of read.keys())
    if (key === all || key === "length" || !Object.hasOwn(value, key)) return value;
  const inside = ([key, member]: [string, unknown]): unknown => {
    const further = read.get(key);
    return further && pruned(member, further);
  };
  if (Array.isArray(value)) return value.map((member, index) => inside([`${index}`, member]) ?? true);
  return Object.fromEntries(Object.entries(value).map((entry) => [entry[0], inside(entry)]));
}

/** A function in `$ref` is called by its name, and never read. */
function withoutFunctions(this: Readonly<Record<string, unknown>>, key: string, value: unknown): unknown {
  return this[key] instanceof FunctionTarget ? undefined : value;
}
