import type { Json } from "../json/json.js";
import type { Location, Schema, SchemaObject } from "./schema.js";

/** The values that a schema lists for some members that are there, by the members' names. */
export type ListedMembers = ReadonlyMap<string, readonly Json[]>;

/** More schemas than this are not looked through for what always applies. */
const mostSearched = 16;

/**
 * The members for which a schema, and what always applies with it, lists strings, numbers, booleans or `null`, and which
 * these require; `required` names further ones that are there.
 */
export function listedMembers(
  schema: Schema,
  required: ReadonlySet<string>,
  resolve: (location: Location) => Schema,
): ListedMembers {
  const there = new Set(required);
  const listed = new Map<string, readonly Json[]>();
  const reached = new Set<Schema>([schema]);
  for (const each of reached) {
    if (typeof each === "boolean") continue;
    for (const name of each.required ?? []) there.add(name);
    for (const [name, member] of Object.entries(each.properties ?? {})) {
      const values = listedScalars(member, resolve);
      if (values !== undefined && !listed.has(name)) listed.set(name, values);
    }
    if (reached.size > mostSearched) break;
    if (each.$ref !== undefined) reached.add(resolve(each.$ref));
    for (const part of each.allOf ?? []) reached.add(part);
  }
  return new Map([...listed].filter(([name]) => there.has(name)));
}

/** True when both list values for one member, and no value twice. */
export function listNothingInCommon(one: ListedMembers, other: ListedMembers): boolean {
  return [...one].some(([name, values]) => {
    const others = other.get(name);
    return others !== undefined && !values.some((value) => others.includes(value));
  });
}

const known = new WeakMap<readonly Schema[], readonly SchemaObject[] | null>();

/**
 * Of those branches of a schema that accept objects, if they are distinguished by the values of one member such as
 * `kind`, what to check for each: where any of them holds, this one does if and only if the condition in its place
 * does. `required` names members that the schema requires itself.
 */
export function discriminatorsOf(
  all: readonly Schema[],
  accepting: readonly Schema[],
  required: readonly string[] | undefined,
  resolve: (location: Location) => Schema,
): readonly SchemaObject[] | undefined {
  const before = known.get(all);
  if (before !== undefined) return before ?? undefined;
  const there = new Set(required);
  const [first = new Map(), ...others] = accepting.map((branch) => listedMembers(branch, there, resolve));
  const name = [...first.keys()].find((each) => tellsApart(each, [first, ...others]));
  const found =
    name === undefined
      ? undefined
      : [first, ...others].map((listed) => ({
          type: ["object"] as const,
          properties: { [name]: { enum: listed.get(name) ?? [] } },
          required: [name],
        }));
  known.set(all, found ?? null);
  return found;
}

function tellsApart(name: string, branches: readonly ListedMembers[]): boolean {
  const seen = new Set<Json>();
  for (const listed of branches) {
    const values = new Set(listed.get(name));
    if (values.size === 0) return false;
    for (const value of values) {
      if (seen.has(value)) return false;
      seen.add(value);
    }
  }
  return true;
}

/** The values that a schema lists, if all of them are compared as a whole. */
function listedScalars(schema: Schema, resolve: (location: Location) => Schema): readonly Json[] | undefined {
  let target = schema;
  for (let hops = 0; typeof target === "object" && hops < mostSearched; hops += 1) {
    const { const: constant, enum: values = constant === undefined ? undefined : [constant] } = target;
    if (values !== undefined)
      return values.every((value) => typeof value !== "object" || value === null) ? values : undefined;
    if (target.$ref === undefined) return undefined;
    target = resolve(target.$ref);
  }
  return undefined;
}
