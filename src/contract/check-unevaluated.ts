import type { Finding } from "../finding.js";
import { uncertainContainsReader } from "./certain-contains.js";
import type { Definitions } from "./collect-definitions.js";
import { childSubschemas, inPlaceSubschemas, type Schema } from "./schema.js";
import { findingAt } from "./source-file.js";

/** `unevaluatedItems` beside a `contains` that applies to some values only is refused: no validator of ours knows it. */
export function uncertainItems({ definitions, targets }: Definitions): Finding[] {
  const resolve = (location: string): Schema => definitions.get(location)?.schema ?? true;
  const isUncertain = uncertainContainsReader(resolve);
  const meets = (schema: Schema): boolean => {
    if (typeof schema === "boolean") return false;
    if (schema.unevaluatedItems !== undefined && isUncertain(schema)) return true;
    return [...inPlaceSubschemas(schema), ...childSubschemas(schema)].some(([, inner]) => meets(inner));
  };
  return [...definitions.values()].flatMap(({ location, schema }) => {
    const target = targets.get(location);
    if (!target?.source.text.includes("unevaluatedItems") || !meets(schema)) return [];
    return findingAt(target.source, target.place.pointer, {
      rule: "unevaluated-contains",
      severity: "error",
      message:
        "unevaluatedItems stands beside a contains that applies to some values only; rabbitgen cannot check that.",
      help: "Move the contains out of anyOf, oneOf and if, or say what the items are with prefixItems and items.",
    });
  });
}
