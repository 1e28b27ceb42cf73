import type { Finding } from "../findings/finding.js";
import { joinPointer } from "../json/pointer.js";
import type { SlowPattern } from "../patterns/pattern-work.js";
import type { Definition, Location } from "./schema.js";
import { findingAt, findingOn, type SourceFile } from "./source-file.js";

/** A pattern that takes too long on a text of the same contract, at the place where a schema has it. */
export function slowPattern(
  { pattern, length }: SlowPattern,
  definitions: ReadonlyMap<Location, Definition>,
  sourceOf: (path: string) => SourceFile | undefined,
): Finding {
  const diagnosis = {
    rule: "pattern-slow",
    severity: "error",
    message: `The pattern ${shown(pattern)} takes too long on a string of ${length} characters.`,
    help: "Avoid nested repetitions and backreferences.",
  } as const;
  for (const { path, pointer, schema } of definitions.values()) {
    const place = placeIn(schema, pointer, pattern);
    if (place === undefined) continue;
    const source = sourceOf(path);
    return source ? findingAt(source, place, diagnosis) : { ...findingOn(path, diagnosis), pointer: place };
  }
  return findingOn([...definitions.values()][0]?.path ?? "", diagnosis);
}

/** Data, in which a member called `pattern` means nothing. */
const data: ReadonlySet<string> = new Set(["enum", "const", "default", "examples"]);

function placeIn(schema: unknown, pointer: string, pattern: string): string | undefined {
  const pending: [unknown, string][] = [[schema, pointer]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [value, at] = next;
    if (typeof value !== "object" || value === null) continue;
    for (const [key, member] of Object.entries(value)) {
      const below = joinPointer(at, key);
      if (key === "pattern" && member === pattern) return below;
      if (key === "patternProperties" && Object.hasOwn(Object(member) as object, pattern))
        return joinPointer(below, pattern);
      if (!data.has(key)) pending.push([member, below]);
    }
  }
  return undefined;
}

function shown(pattern: string): string {
  return JSON.stringify(pattern.length > 200 ? `${pattern.slice(0, 200)}…` : pattern);
}
