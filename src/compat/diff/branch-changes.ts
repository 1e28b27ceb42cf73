import type { Schema } from "../../contract/schema.js";
import { branchName } from "./branch-name.js";
import type { Change } from "./change.js";
import type { Identify, Pairing } from "./pair-branches.js";
import { at, changeAt, type Edits, type Sides } from "./placed.js";

/** A branch that one side has and the other has not: a change of its own. */
export function branchChanges(
  sides: Sides,
  keyword: "allOf" | "anyOf" | "oneOf",
  [from, to]: readonly [from: readonly Schema[], to: readonly Schema[]],
  { added, removed }: Pick<Pairing, "added" | "removed">,
  identify: readonly [old: Identify, now: Identify],
): readonly Change[] {
  const change = (
    kind: "added" | "removed",
    list: readonly Schema[],
    index: number,
    edits: Edits,
  ): Change => {
    const name = branchName(list[index] ?? true);
    const title = `${name === undefined ? "a branch" : `branch ${name}`} of ${keyword} ${kind}`;
    const [textOf, side] =
      kind === "added" ? ([identify[1], "new"] as const) : ([identify[0], "old"] as const);
    const detail = [keyword, textOf(list[index] ?? true)];
    const made = changeAt(sides, [keyword], { kind: `branch-${kind}`, title, detail }, edits);
    return { ...made, [side]: at(made[side], index) };
  };
  return [
    ...added.map((index) =>
      change("added", to, index, { undo: () => without(to, index), redo: () => [...from, to[index]] }),
    ),
    ...removed.map((index) =>
      change("removed", from, index, { undo: () => [...to, from[index]], redo: () => without(from, index) }),
    ),
  ];
}

/** Schemas for the first items of arrays: those at the end that one side has and the other has not are one change. */
export function prefixChange(
  sides: Sides,
  [from, to]: readonly [from: readonly Schema[], to: readonly Schema[]],
  [textOfOld, textOfNew]: readonly [old: Identify, now: Identify],
): Change {
  const title = `number of prefixItems changed from ${from.length} to ${to.length}`;
  const both = Math.min(from.length, to.length);
  const detail = [from.slice(both).map(textOfOld), to.slice(both).map(textOfNew)];
  return changeAt(
    sides,
    ["prefixItems"],
    { kind: "keyword-changed", title, detail },
    {
      undo: () => [...to.slice(0, both), ...from.slice(both)],
      redo: () => [...from.slice(0, both), ...to.slice(both)],
    },
  );
}

function without(list: readonly Schema[], index: number): readonly Schema[] {
  return list.filter((_, each) => each !== index);
}
