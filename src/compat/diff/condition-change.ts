import type { SchemaObject } from "../../contract/schema.js";
import type { Change } from "./change.js";
import type { Identify } from "./pair-branches.js";
import { at, changeAt, type Sides } from "./placed.js";
import { valueChange } from "./value-change.js";

/** That one side has `if`, with what belongs to it, and the other has not: one change of three keywords. */
export function conditionChange(
  sides: Sides,
  [left, right]: readonly [left: SchemaObject, right: SchemaObject],
  [textOfOld, textOfNew]: readonly [old: Identify, now: Identify],
): Change {
  const detail = [textOfOld(withCondition({}, left)), textOfNew(withCondition({}, right))];
  const change = changeAt(
    sides,
    [],
    { ...valueChange(left.if && {}, right.if && {}, "if"), detail },
    {
      undo: () => withCondition(right, left),
      redo: () => withCondition(left, right),
    },
  );
  return { ...change, old: at(sides.old, "if"), new: at(sides.new, "if") };
}

/** A schema with `if`, `then` and `else` as another one has them. */
function withCondition(schema: SchemaObject, from: SchemaObject): SchemaObject {
  const { if: _if, then: _then, else: _else, ...rest } = schema;
  const condition = (["if", "then", "else"] as const).flatMap((keyword) =>
    from[keyword] === undefined ? [] : [[keyword, from[keyword]] as const],
  );
  return { ...rest, ...Object.fromEntries(condition) };
}
