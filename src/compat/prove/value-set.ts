import { canonicalText } from "../../../runtime/validate/values.js";
import type { Json } from "../../json/json.js";

const known = new WeakMap<readonly Json[], ReadonlySet<string>>();

/** The canonical texts of listed values, so that one of very many is found at once; kept with the list. */
export function valueSet(values: readonly Json[]): ReadonlySet<string> {
  const before = known.get(values);
  if (before !== undefined) return before;
  const texts = new Set(values.map(canonicalText));
  known.set(values, texts);
  return texts;
}
