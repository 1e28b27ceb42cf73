import { annotations } from "../contract/canonicalize.js";
import { componentsOf } from "../contract/components.js";
import { referencesOf } from "../contract/schema-closure.js";
import { isObject, type Json } from "../json/json.js";
import type { LintSubject } from "./lint-rule.js";
import { keywordOf, type PlacedSchema, typesOf } from "./placed-schema.js";

/** Keywords that any value may fail by, together with others. */
const restricting = [..."allOf not if const enum dependentRequired dependentSchemas dependencies".split(" ")];
/** Of those that concern one type: groups of which keywords of two limit each other. */
const limiting: readonly (readonly (readonly string[])[])[] = [
  [["minLength"], ["maxLength"], ["pattern"], ["format"]],
  [
    ["minimum", "exclusiveMinimum"],
    ["maximum", "exclusiveMaximum"],
  ],
  [
    ["minItems", "contains", "minContains"],
    ["maxItems", "maxContains", "uniqueItems", "contains"],
  ],
  [
    ["minItems", "contains"],
    ["items", "prefixItems"],
  ],
  [["minProperties"], ["maxProperties", "additionalProperties", "propertyNames", "unevaluatedProperties"]],
];
const branching = ["anyOf", "oneOf"];

/**
 * Whether no value may be valid under a schema, by the keywords that it has: what is seen at once not to contradict
 * itself, as nearly all schemas are, needs no proof.
 */
export function mayBeEmpty(subject: LintSubject, placed: PlacedSchema): boolean {
  const telling = Object.keys(placed.schema).filter((keyword) => !untelling.has(keyword));
  if (telling.length === 0) return false;
  const demanding = new Set(telling.filter((keyword) => keywordOf(placed, keyword) !== undefined));
  if (demanding.size === 0 || listsItsType(placed, demanding)) return false;
  if (restricting.some((keyword) => demanding.has(keyword))) return true;
  if (demanding.has("$ref") && (demanding.size > 1 || says(placed, "properties"))) return true;
  const branches = branching.filter((keyword) => demanding.has(keyword));
  const others = ["type", "properties", "items"].some((keyword) => says(placed, keyword));
  if (branches.length > 0 && (demanding.size > 1 || others)) return true;
  if (isBeyond(placed, demanding)) return true;
  return requiresRefused(placed, demanding) || (demanding.has("required") && isRecursive(subject, placed));
}

function says(placed: PlacedSchema, keyword: string): boolean {
  return keywordOf(placed, keyword) !== undefined;
}

/** Keywords that say nothing of values, or nothing that others contradict alone. */
const untelling: ReadonlySet<string> = new Set([
  ...annotations,
  ..."$schema $id id $anchor $dynamicAnchor $recursiveAnchor $vocabulary definitions".split(" "),
  ..."type properties items".split(" "),
]);

function isBeyond(placed: PlacedSchema, demanding: ReadonlySet<string>): boolean {
  const count = (keywords: readonly string[]): boolean =>
    keywords.some((keyword) => demanding.has(keyword) || (untelling.has(keyword) && says(placed, keyword)));
  const [strings = [], numbers = [], ...rest] = limiting;
  const text = strings.filter(count).length;
  const isPlainRange = text === 2 && !demanding.has("pattern") && !demanding.has("format");
  if (isPlainRange) return isCrossed(placed, "minLength", "maxLength");
  if (text > 1) return true;
  if (numbers.every(count)) return isNarrow(placed);
  return rest.some((groups) => groups.every(count));
}

function isCrossed(placed: PlacedSchema, low: string, high: string): boolean {
  return Number(keywordOf(placed, low)) > Number(keywordOf(placed, high));
}

/** Bounds so near to each other that no multiple, or no whole number, may be between them. */
function isNarrow(placed: PlacedSchema): boolean {
  const numbers = (...keywords: readonly string[]): number[] =>
    keywords.flatMap((keyword) => {
      const value = keywordOf(placed, keyword);
      return typeof value === "number" ? [value] : [];
    });
  const least = Math.max(...numbers("minimum", "exclusiveMinimum"));
  const most = Math.min(...numbers("maximum", "exclusiveMaximum"));
  const [step = 1] = numbers("multipleOf", "divisibleBy");
  return !(most - least > 2 * step);
}

/** A constant or a list of strings beside their own type, which nothing contradicts. */
function listsItsType(placed: PlacedSchema, demanding: ReadonlySet<string>): boolean {
  if (!demanding.has("enum") && !demanding.has("const")) return false;
  const listed = keywordOf(placed, "enum");
  const constant = keywordOf(placed, "const");
  const values = (
    Array.isArray(listed) ? listed : constant === undefined ? [] : [constant]
  ) as readonly Json[];
  const others = Object.keys(placed.schema).filter((keyword) => !annotations.has(keyword));
  if (values.length === 0 || others.some((keyword) => !["enum", "const", "type"].includes(keyword)))
    return false;
  if (listed !== undefined && constant !== undefined) return false;
  const types = typesOf(placed);
  return types === undefined || values.some((value) => types.includes(typeof value));
}

/** Whether a required name is not among those that can be there, or refused by `false`. */
function requiresRefused(placed: PlacedSchema, demanding: ReadonlySet<string>): boolean {
  if (!demanding.has("required")) return false;
  const required = keywordOf(placed, "required");
  if (!Array.isArray(required)) return false;
  const closed = ["additionalProperties", "unevaluatedProperties", "propertyNames", "maxProperties"].filter(
    (keyword) => demanding.has(keyword) && keywordOf(placed, keyword) !== true,
  );
  const properties = keywordOf(placed, "properties");
  if (required.some((name) => isObject(properties) && properties[String(name)] === false)) return true;
  if (demanding.has("patternProperties")) return true;
  if (closed.length === 0) return false;
  return (
    closed.includes("propertyNames") ||
    closed.includes("maxProperties") ||
    required.some((name) => !isObject(properties) || !Object.hasOwn(properties, String(name)))
  );
}

const recursive = new WeakMap<LintSubject, ReadonlySet<string>>();

/** Whether a schema is in a recursive definition: a part that each value needs may need itself. */
function isRecursive(subject: LintSubject, { source, pointer }: PlacedSchema): boolean {
  const { definitions } = subject.contract;
  const next = (location: string): Iterable<string> =>
    referencesOf(definitions.get(location)?.schema ?? true);
  const found =
    recursive.get(subject) ??
    new Set(
      componentsOf(definitions.keys(), next)
        .filter(
          ([first, ...others]) => others.length > 0 || [...next(first as string)].includes(first as string),
        )
        .flat(),
    );
  recursive.set(subject, found);
  return found.size > 0 && found.has(`${source.path}#${pointer}`);
}
