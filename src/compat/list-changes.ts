import { canonicalText } from "../../templates/runtime/has-duplicates.js";
import type { Json } from "../contract/json.js";
import type { Change, ChangeKind } from "./change.js";
import { at, changeAt, type Edits, type Sides } from "./placed.js";

type Said = (value: string) => { readonly kind: ChangeKind; readonly title: string };

/** What the values of these keywords are called. */
const words: Readonly<Record<"enum" | "required", { readonly added: Said; readonly removed: Said }>> = {
  enum: {
    added: (value) => ({ kind: "enum-value-added", title: `enum value ${value} added` }),
    removed: (value) => ({ kind: "enum-value-removed", title: `enum value ${value} removed` }),
  },
  required: {
    added: (name) => ({ kind: "required-added", title: `property ${name} is required now` }),
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
  const change = (how: "added" | "removed", value: Json, edits: Edits): Change => {
    const made = changeAt(
      sides,
      [keyword],
      { ...words[keyword][how](JSON.stringify(value)), ...target(value) },
      edits,
    );
    const [side, list] = how === "added" ? (["new", to] as const) : (["old", from] as const);
    return { ...made, [side]: at(made[side], list.indexOf(value)) };
  };
  return [
    ...missing(to, from).map((value) =>
      change("added", value, { undo: without(to, value), redo: [...from, value] }),
    ),
    ...missing(from, to).map((value) =>
      change("removed", value, { undo: [...to, value], redo: without(from, value) }),
    ),
  ];
}

/** What the first list has and the second has not. */
function missing(list: readonly Json[], other: readonly Json[]): readonly Json[] {
  const keys = new Set(other.map(canonicalText));
  return list.filter((value) => !keys.has(canonicalText(value)));
}

function without(list: readonly Json[], value: Json): readonly Json[] {
  return list.filter((each) => canonicalText(each) !== canonicalText(value));
}
