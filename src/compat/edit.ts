import type { Definition, Location, Schema } from "../contract/schema.js";

/** A step from a schema into it: a keyword, a name or an index. */
export type Step = string | number;

/** One place in the canonical form of a schema file, and what to put there. */
export interface Edit {
  readonly location: Location;
  readonly path: readonly Step[];
  /** `undefined` removes what is there. */
  readonly value: unknown;
}

/** The definitions with one place changed. */
export function edited(
  definitions: ReadonlyMap<Location, Definition>,
  { location, path, value }: Edit,
): ReadonlyMap<Location, Definition> {
  const definition = definitions.get(location);
  if (definition === undefined) throw new Error(`no definition at ${location}`);
  const schema = replacedAt(definition.schema, path, value) as Schema;
  return new Map(definitions).set(location, { ...definition, schema });
}

function replacedAt(within: unknown, path: readonly Step[], value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(within)) {
    const inner = replacedAt(within[Number(step)], rest, value);
    return inner === undefined
      ? within.filter((_, index) => index !== step)
      : Object.assign([...within], { [step]: inner });
  }
  const members = new Map(Object.entries((typeof within === "object" && within) || {}));
  const inner = replacedAt(members.get(String(step)), rest, value);
  if (inner === undefined) members.delete(String(step));
  else members.set(String(step), inner);
  return Object.fromEntries(members);
}
