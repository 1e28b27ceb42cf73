import { onlyRefers } from "../../contract/only-refers.js";
import type { Definition, Location, Schema, SchemaObject } from "../../contract/schema.js";
import type { PayloadStep } from "../../findings/finding.js";
import type { Change, ChangePlace } from "./change.js";
import type { Edit, Step } from "./edit.js";

/** A schema and where it stands. */
export interface Placed extends ChangePlace {
  readonly schema: Schema;
}

/** The two sides of a place at which schemas are compared. */
export interface Sides {
  readonly old: ChangePlace;
  readonly new: ChangePlace;
}

/** Two places that are walked side by side, and the schemas there, `true` written as an object. */
export interface PlacedPair extends Sides {
  readonly old: Placed;
  readonly new: Placed;
  readonly left: SchemaObject;
  readonly right: SchemaObject;
}

/** A schema inside another one. */
export function into(place: ChangePlace, schema: Schema, ...path: readonly Step[]): Placed {
  return { ...at(place, ...path), schema, payload: payloadInto(place.payload, path) };
}

/** A place inside another one. */
export function at({ location, path, payload }: ChangePlace, ...more: readonly Step[]): ChangePlace {
  return { location, path: [...path, ...more], payload };
}

/** Where in the payload the values of an inner schema are. */
function payloadInto(
  payload: readonly PayloadStep[] | undefined,
  [keyword, name]: readonly Step[],
): readonly PayloadStep[] | undefined {
  switch (keyword) {
    case "properties":
      return payload && [...payload, String(name)];
    case "items":
    case "prefixItems":
      return payload && [...payload, { items: true }];
    case "patternProperties":
    case "additionalProperties":
    case "unevaluatedProperties":
    case "unevaluatedItems":
    case "propertyNames":
      return undefined;
    default:
      return payload; // of the same value
  }
}

/** A schema, or what it leads to in the end when it is but a reference. */
export function through(placed: Placed, definitions: ReadonlyMap<Location, Definition>): Placed {
  let { location, path, schema } = placed;
  const passed = new Set<Location>();
  while (onlyRefers(schema) && !passed.has(schema.$ref)) {
    location = schema.$ref;
    path = [];
    passed.add(location);
    schema = definitions.get(location)?.schema ?? true;
  }
  return { location, path, payload: placed.payload, schema };
}

/** The value of a changed place on the other side: `undo` goes into the new schema, `redo` into the old one. */
export interface Edits {
  readonly undo: () => unknown;
  readonly redo: () => unknown;
}

/**
 * A change with its places relative to the payload's root, instead of the definition that contains it. `base` is the path
 * from the root to that definition; it is absent if no path of names leads there.
 */
export function basedOn({ target, ...change }: Change, base: readonly PayloadStep[] | undefined): Change {
  const place = (each: ChangePlace): ChangePlace => ({
    ...each,
    payload: base && each.payload && [...base, ...each.payload],
  });
  const path = base && target && [...base, ...target.path];
  // the type of the whole message has no name in code
  const isNamed = path !== undefined && (change.kind !== "type-changed" || path.length > 0);
  return {
    ...change,
    old: place(change.old),
    new: place(change.new),
    ...(target !== undefined && isNamed ? { target: { ...target, path } } : {}),
  };
}

/** The change of the value at a path below both places. */
export function changeAt(
  sides: Sides,
  path: readonly Step[],
  change: Pick<Change, "kind" | "title" | "detail" | "target">,
  { undo, redo }: Edits,
): Change {
  const [old, now] = [at(sides.old, ...path), at(sides.new, ...path)];
  const edit = (place: ChangePlace, value: () => unknown): Edit => ({ ...place, value });
  return { ...change, old, new: now, undo: edit(now, undo), redo: edit(old, redo) };
}
