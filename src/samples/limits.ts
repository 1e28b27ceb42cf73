import type { FormatName } from "../../runtime/formats/formats.js";
import type { Node } from "../compat/prove/node.js";
import { toNumber } from "../compat/prove/rational.js";
import type { NumberRange } from "./named-numbers.js";

/** What schemas in place say of a text; that it is enough is tried. */
export interface TextLimits {
  readonly minLength: number;
  readonly maxLength: number;
  readonly patterns: readonly string[];
  readonly formats: readonly FormatName[];
}

export function textLimits(nodes: readonly Node[]): TextLimits {
  let [minLength, maxLength] = [0, Number.POSITIVE_INFINITY];
  const patterns = new Set<string>();
  const formats = new Set<FormatName>();
  for (const part of nodes.flatMap(({ parts }) => parts)) {
    if (part.kind === "minLength") minLength = Math.max(minLength, Math.ceil(part.limit));
    else if (part.kind === "maxLength") maxLength = Math.min(maxLength, Math.floor(part.limit));
    else if (part.kind === "pattern") patterns.add(part.pattern);
    else if (part.kind === "format") formats.add(part.format as FormatName);
  }
  return { minLength, maxLength, patterns: [...patterns], formats: [...formats] };
}

/** What schemas in place say of a number, bounds that are exclusive with the others. */
export function numberRange(nodes: readonly Node[]): NumberRange {
  let low: number | undefined;
  let high: number | undefined;
  let step: number | undefined;
  for (const part of nodes.flatMap(({ parts }) => parts)) {
    if (part.kind === "minimum") low = Math.max(low ?? Number.NEGATIVE_INFINITY, toNumber(part.limit) ?? 0);
    else if (part.kind === "maximum")
      high = Math.min(high ?? Number.POSITIVE_INFINITY, toNumber(part.limit) ?? 0);
    else if (part.kind === "multipleOf") step = Math.max(step ?? 0, toNumber(part.divisor) ?? 0);
    else if (part.kind === "type" && part.set.whole && step === undefined) step = 1;
  }
  return { low, high, step };
}

/** Items or properties that schemas in place allow at most. */
export function mostOf(nodes: readonly Node[], kind: "maxItems" | "maxProperties"): number {
  const limits = nodes.flatMap(({ parts }) =>
    parts.flatMap((part) => (part.kind === kind ? [part.limit] : [])),
  );
  return Math.min(Number.POSITIVE_INFINITY, ...limits);
}
