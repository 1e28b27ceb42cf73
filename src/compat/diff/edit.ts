import type { Definition, Location, Schema } from "../../contract/schema.js";

/** A step from a schema into it: a keyword, a name or an index. */
export type Step = string | number;

/** One place in the canonical form of a schema file, and what to put there. */
export interface Edit {
  readonly location: Location;
  readonly path: readonly Step[];
  /** Made when it is asked for, since a list of thousands has as many edits; `undefined` removes what is there. */
  readonly value: () => unknown;
}

/** The definitions with some places changed; `spend` counts what is copied for it. */
export function edited(
  definitions: ReadonlyMap<Location, Definition>,
  edits: readonly Edit[],
  spend: (steps: number) => void = () => {},
): ReadonlyMap<Location, Definition> {
  spend(definitions.size);
  const changed = new Map(definitions);
  for (const { location, path, value } of edits) {
    const definition = changed.get(location);
    if (definition === undefined) throw new Error(`no definition at ${location}`);
    const schema = replacedAt(definition.schema, path, value(), spend) as Schema;
    changed.set(location, { ...definition, schema });
  }
  return changed;
}

function replacedAt(
  within: unknown,
  path: readonly Step[],
  value: unknown,
  spend: (steps: number) => void,
): unknown {
  const [step, ...rest] = path;
  if (step === undefined) {
    if (typeof value === "object" && value !== null) spend(Object.keys(value).length);
    return value;
  }
  if (Array.isArray(within)) {
    spend(within.length);
    const inner = replacedAt(within[Number(step)], rest, value, spend);
    return inner === undefined
      ? within.filter((_, index) => index !== step)
      : Object.assign([...within], { [step]: inner });
  }
  const members: Record<string, unknown> = typeof within === "object" && within !== null ? { ...within } : {};
  spend(Object.keys(members).length);
  const name = String(step);
  const inner = replacedAt(Object.hasOwn(members, name) ? members[name] : undefined, rest, value, spend);
  // a computed key is an own one, whatever its name is
  if (inner !== undefined) return { ...members, [name]: inner };
  delete members[name];
  return members;
}
