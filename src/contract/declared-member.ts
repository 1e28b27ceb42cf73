import type { Location, Schema } from "./schema.js";
import { valueSpace } from "./value-space.js";

type Resolve = (location: Location) => Schema;

/**
 * What a schema declares a member of this name to be, by `properties` or because it requires it; `undefined` if it does
 * not declare it. As one schema, in which whatever applies to the same object in place has its part.
 */
export function declaredMember(
  schema: Schema,
  name: string,
  resolve: Resolve,
  known: Map<Schema, Schema | undefined> = new Map(),
): Schema | undefined {
  if (typeof schema === "boolean" || known.has(schema))
    return typeof schema === "boolean" ? undefined : known.get(schema);
  known.set(schema, undefined); // one that leads back to itself says nothing new there
  const member = (part: Schema): Schema | undefined => declaredMember(part, name, resolve, known);
  const { properties = {}, required = [], allOf = [], anyOf, oneOf, $ref } = schema;
  const parts: Schema[] = [];
  if (Object.hasOwn(properties, name)) parts.push(properties[name] ?? true);
  else if (required.includes(name)) parts.push(true);
  for (const part of [...($ref === undefined ? [] : [resolve($ref)]), ...allOf])
    parts.push(...listed(member(part)));
  const { if: condition, then: met, else: unmet } = schema;
  const choices = [anyOf, oneOf, condition === undefined ? undefined : [met ?? true, unmet ?? true]];
  for (const branches of choices) {
    const declared = branches?.filter((branch) => takesObjects(branch, resolve)).map(member) ?? [];
    if (declared.some((each) => each !== undefined))
      parts.push({ anyOf: declared.map((each) => each ?? true) });
  }
  const all = parts.length <= 1 ? parts[0] : { allOf: parts };
  known.set(schema, all);
  return all;
}

/** Whether every object that a schema accepts has a member of this name. */
export function alwaysHas(
  schema: Schema,
  name: string,
  resolve: Resolve,
  known: Map<Schema, boolean> = new Map(),
): boolean {
  if (typeof schema === "boolean") return false;
  const before = known.get(schema);
  if (before !== undefined) return before;
  known.set(schema, false); // one that leads back to itself says nothing new there
  const has = (part: Schema): boolean => alwaysHas(part, name, resolve, known);
  const { required = [], allOf = [], anyOf, oneOf, $ref } = schema;
  const { if: condition, then: met, else: unmet } = schema;
  const choices = [anyOf, oneOf, condition === undefined ? undefined : [met ?? true, unmet ?? true]];
  const always =
    required.includes(name) ||
    ($ref !== undefined && has(resolve($ref))) ||
    allOf.some(has) ||
    choices.some((branches) => {
      const accepting = branches?.filter((branch) => takesObjects(branch, resolve)) ?? [];
      return accepting.length > 0 && accepting.every(has);
    });
  known.set(schema, always);
  return always;
}

function takesObjects(schema: Schema, resolve: Resolve): boolean {
  return valueSpace(schema, resolve).types.has("object");
}

function listed(schema: Schema | undefined): readonly Schema[] {
  return schema === undefined ? [] : [schema];
}
