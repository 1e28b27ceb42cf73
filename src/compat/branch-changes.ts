import type { Schema } from "../contract/schema.js";
import type { Change } from "./change.js";
import { changeAt, type Sides } from "./placed.js";

/** Whether two schemas say the same. */
export type IsSame = (left: unknown, right: unknown) => boolean;

/** Branches that one side has and the other has not: each is a change of its own. */
export function branchChanges(
  sides: Sides,
  keyword: "allOf" | "anyOf" | "oneOf",
  from: readonly Schema[],
  to: readonly Schema[],
  isSame: IsSame,
): readonly Change[] {
  const added = missing(to, from, isSame).map((index) =>
    changeAt(
      sides,
      [keyword],
      { kind: "branch-added", title: `a branch of ${keyword} added` },
      {
        undo: without(to, index),
        redo: [...from, to[index]],
      },
    ),
  );
  const removed = missing(from, to, isSame).map((index) =>
    changeAt(
      sides,
      [keyword],
      { kind: "branch-removed", title: `a branch of ${keyword} removed` },
      {
        undo: [...to, from[index]],
        redo: without(from, index),
      },
    ),
  );
  return [...added, ...removed];
}

/** Schemas for the first items of arrays: those at the end that one side has and the other has not are one change. */
export function prefixChange(sides: Sides, from: readonly Schema[], to: readonly Schema[]): Change {
  const title = `prefixItems describes ${to.length} item${to.length === 1 ? "" : "s"} now, not ${from.length}`;
  const both = Math.min(from.length, to.length);
  return changeAt(
    sides,
    ["prefixItems"],
    { kind: "keyword-changed", title },
    {
      undo: [...to.slice(0, both), ...from.slice(both)],
      redo: [...from.slice(0, both), ...to.slice(both)],
    },
  );
}

function missing(list: readonly Schema[], other: readonly Schema[], isSame: IsSame): readonly number[] {
  return [...list.keys()].filter((index) => !other.some((each) => isSame(each, list[index])));
}

function without(list: readonly Schema[], index: number): readonly Schema[] {
  return list.filter((_, each) => each !== index);
}
