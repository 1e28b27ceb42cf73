import type { LoadedSchema } from "../../contract/load-schema.js";
import { isObject, type Json, member } from "../../json/json.js";
import { joinPointer, splitPointer } from "../../json/pointer.js";
import type { ChangePlace } from "./change.js";
import type { Step } from "./edit.js";

/** The source location of a place in the canonical form: the file's path, and the pointer's longest prefix that exists in it. */
export interface SourcePlace {
  readonly file: string;
  readonly pointer: string;
}

/** Canonical keywords by the names that older drafts have for them. */
const olderNames: ReadonlyMap<Step, readonly string[]> = new Map([
  ["prefixItems", ["items"]],
  ["items", ["additionalItems"]],
  ["unevaluatedItems", ["additionalItems"]],
  ["dependentSchemas", ["dependencies"]],
  ["dependentRequired", ["dependencies"]],
  ["exclusiveMinimum", ["minimum"]],
  ["exclusiveMaximum", ["maximum"]],
  ["$ref", ["$dynamicRef", "$recursiveRef"]],
  ["enum", ["const"]],
]);

/** Keywords that hold schemas by name or index: the step after one of them is not a keyword. */
const holders: ReadonlySet<Step> = new Set([
  "properties",
  "patternProperties",
  "dependentSchemas",
  "dependentRequired",
  "allOf",
  "anyOf",
  "oneOf",
  "prefixItems",
]);

/** The place in the source text, for messages. */
export function sourcePlace(
  { definitions, source }: LoadedSchema,
  { location, path }: ChangePlace,
  sources: (file: string) => Json | undefined,
): SourcePlace {
  const definition = definitions.get(location);
  const file = definition?.path ?? source.path;
  let pointer = definition?.pointer ?? "";
  let value = splitPointer(pointer).reduce<Json | undefined>(
    into,
    file === source.path ? source.value : sources(file),
  );
  let isKeyword = true;
  for (const step of path) {
    const name = nameIn(value, step, isKeyword);
    if (name === undefined) break;
    isKeyword = !(isKeyword && holders.has(step));
    pointer = joinPointer(pointer, name);
    value = into(value, name);
  }
  return { file, pointer };
}

function nameIn(value: Json | undefined, step: Step, isKeyword: boolean): Step | undefined {
  if (Array.isArray(value)) return Number(step) < value.length ? step : undefined;
  if (!isObject(value)) return undefined;
  if (!isKeyword) return member(value, String(step)) === undefined ? undefined : step;
  const names = [String(step), ...(olderNames.get(step) ?? [])];
  const isTuple = step === "items" && Array.isArray(member(value, "items"));
  return (isTuple ? names.slice(1) : names).find((name) => member(value, name) !== undefined);
}

function into(value: Json | undefined, step: Step): Json | undefined {
  if (Array.isArray(value)) return value[Number(step)];
  return isObject(value) ? member(value, String(step)) : undefined;
}
