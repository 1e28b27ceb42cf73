import { canonicalText } from "../../../runtime/validate/values.js";
import type { Json } from "../../json/json.js";
import type { Change, ChangeKind } from "./change.js";

/** Whether a keyword that holds no schemas says the same; the order of names in `dependentRequired` does not count. */
export function isSameValue(left: unknown, right: unknown, keyword: string): boolean {
  if (left === undefined || right === undefined) return left === right;
  const form = (value: unknown): string =>
    canonicalText(keyword === "dependentRequired" ? inOrder(value) : (value as Json));
  return form(left) === form(right);
}

/** The digits of a number as they are written, where they are others than those of its double. */
export interface WrittenValues {
  readonly left?: string | undefined;
  readonly right?: string | undefined;
}

/** What became of one keyword, in words that show short values. */
export function valueChange(
  left: unknown,
  right: unknown,
  keyword: string,
  written: WrittenValues = {},
): Pick<Change, "kind" | "title"> {
  const shown = (value: unknown): string => {
    if ((typeof value === "object" && value !== null) || keyword === "$ref") return "";
    const text = value === left ? written.left : written.right;
    return ` ${text ?? JSON.stringify(value)}`;
  };
  const changeOf = (kind: ChangeKind, title: string) => ({ kind, title });
  if (left === undefined) return changeOf("keyword-added", `${keyword}${shown(right)} added`);
  if (right === undefined) return changeOf("keyword-removed", `${keyword}${shown(left)} removed`);
  const isShort = shown(left) !== "" && shown(right) !== "";
  return changeOf(
    "keyword-changed",
    isShort ? `${keyword} changed from${shown(left)} to${shown(right)}` : `${keyword} changed`,
  );
}

function inOrder(value: unknown): Json {
  const lists = Object.entries(value as Record<string, readonly string[]>);
  return Object.fromEntries(lists.map(([name, names]) => [name, [...names].sort()]));
}
