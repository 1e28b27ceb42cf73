import { canonicalText } from "../../../runtime/validate/values.js";
import type { Json } from "../../json/json.js";
import { valueSet } from "../prove/value-set.js";
import type { Change, ChangeKind } from "./change.js";
import { at, changeAt, type Edits, type Sides } from "./placed.js";

type Describe = (value: string) => { readonly kind: ChangeKind; readonly title: string };

/** What the values of these keywords are called. */
const words: Readonly<Record<"enum" | "required", { readonly added: Describe; readonly removed: Describe }>> =
  {
    enum: {
      added: (value) => ({ kind: "enum-value-added", title: `enum value ${value} added` }),
      removed: (value) => ({ kind: "enum-value-removed", title: `enum value ${value} removed` }),
    },
    required: {
      added: (name) => ({ kind: "required-added", title: `property ${name} became required` }),
      removed: (name) => ({ kind: "required-removed", title: `property ${name} is no longer required` }),
    },
  };

/** Values of `enum`, or names of `required`: each that is on one side only is a change of its own. */
export function listChanges(
  sides: Sides,
  keyword: "enum" | "required",
  from: readonly Json[],
  to: readonly Json[],
): readonly Change[] {
  const { payload } = sides.old;
  const target = (value: Json): Pick<Change, "target"> => {
    if (payload === undefined) return {};
    if (keyword === "required") return { target: { kind: "property", path: [...payload, String(value)] } };
    return { target: { kind: "value", path: payload, value } };
  };
  const change = (how: "added" | "removed", value: Json, index: number, edits: Edits): Change => {
    const made = changeAt(
      sides,
      [keyword],
      { ...words[keyword][how](JSON.stringify(value)), detail: [value], ...target(value) },
      edits,
    );
    return how === "added" ? { ...made, new: at(made.new, index) } : { ...made, old: at(made.old, index) };
  };
  return [
    ...missing(to, from).map(([index, value]) =>
      change("added", value, index, { undo: () => without(to, index), redo: () => [...from, value] }),
    ),
    ...missing(from, to).map(([index, value]) =>
      change("removed", value, index, { undo: () => [...to, value], redo: () => without(from, index) }),
    ),
  ];
}

/** What the first list has and the second has not, each once, with where it is in the list. */
function missing(list: readonly Json[], other: readonly Json[]): readonly (readonly [number, Json])[] {
  const seen = new Set(valueSet(other));
  return [...list.entries()].filter(([, value]) => {
    const text = canonicalText(value);
    const isNew = !seen.has(text);
    seen.add(text);
    return isNew;
  });
}

/** The list without one value, however often it has it. */
function without(list: readonly Json[], index: number): readonly Json[] {
  const text = canonicalText(list[index]);
  return list.filter((each) => canonicalText(each) !== text);
}
