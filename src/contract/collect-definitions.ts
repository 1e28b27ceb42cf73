import type { Finding } from "../findings/finding.js";
import { isObject, type Json, type JsonObject, member } from "../json/json.js";
import { joinPointer, valueAt } from "../json/pointer.js";
import { type Canonicalization, canonicalize } from "./canonicalize.js";
import { type Registry, rootPlace, type Target } from "./registry.js";
import { roundedNumbers } from "./rounded-numbers.js";
import type { Definition, Location } from "./schema.js";
import type { SourceFile } from "./source-file.js";
import { type SchemaPlace, walkSchema } from "./walk-schema.js";

/** Every schema of a contract in canonical form, and what was met on the way. */
export interface Definitions {
  readonly definitions: ReadonlyMap<Location, Definition>;
  /** The place of each definition in its file. */
  readonly targets: ReadonlyMap<Location, Target>;
  readonly dynamicUses: readonly DynamicUse[];
  /** Files with a reference into a file that could not be read, each with the first such file. */
  readonly unreadUses: ReadonlyMap<string, string>;
  readonly findings: readonly Finding[];
}

/** The files that are schemas as a whole. */
export interface SchemaSources {
  readonly versions: readonly SourceFile[];
  /** Files of definitions that are schemas themselves. */
  readonly shared: readonly SourceFile[];
  /** Schemas that a file of another kind has at one place; default none. */
  readonly embedded?: readonly Target[];
}

/** A `$dynamicRef` or `$recursiveRef` that the dynamic scope might bind elsewhere. */
export interface DynamicUse {
  readonly from: Target;
  readonly anchor: string;
}

/**
 * Canonicalizes the root of each schema file, every member of `$defs` and `definitions`, and whatever else references
 * lead to. Files that are not schemas themselves (collections of schemas under other names) are included as far as
 * references reach. `keepAnnotations` keeps what describes only; see {@link Canonicalization}.
 */
export function collectDefinitions(
  registry: Registry,
  { versions, shared, embedded = [] }: SchemaSources,
  keepAnnotations: Canonicalization["keepAnnotations"] = false,
): Definitions {
  const findings: Finding[] = [];
  const dynamicUses: DynamicUse[] = [];
  const targets = new Map<Location, Target>();
  const refer = (target: Target): Location => {
    const location = locationOf(target.source.path, target.place.pointer);
    if (!targets.has(location)) targets.set(location, target);
    return location;
  };
  const whole = (source: SourceFile): Target => ({ source, place: rootPlace(source) });
  const roots = [...versions, ...shared.filter(({ value }) => !isBag(value))].map(whole);
  for (const target of [...roots, ...embedded]) refer(target);
  const holders = [...[...versions, ...shared].map(whole), ...embedded];
  for (const { source, place: root } of holders) {
    if (!/"(?:\$defs|definitions)"/.test(source.text)) continue;
    walkSchema(valueAt(source.value, root.pointer) ?? true, root, (schema, place) => {
      for (const named of namedDefinitions(schema, place)) refer({ source, place: named });
    });
  }
  const referDynamically = (from: Target, anchor: string): void => {
    dynamicUses.push({ from, anchor });
  };
  const unreadUses = new Map<string, string>();
  const referUnread = ({ source }: Target, path: string): void => {
    if (!unreadUses.has(source.path)) unreadUses.set(source.path, path);
  };
  const definitions = new Map<Location, Definition>();
  // `targets` grows while it is walked: each schema may refer to further ones.
  for (const [location, target] of targets) {
    const { source, place } = target;
    const value = valueAt(source.value, place.pointer) ?? true;
    const schema = canonicalize(value, target, {
      registry,
      findings,
      refer,
      referDynamically,
      referUnread,
      keepAnnotations,
    });
    const rounded = roundedNumbers(source).filter(({ pointer }) => isBelow(pointer, place.pointer));
    definitions.set(location, {
      location,
      path: source.path,
      pointer: place.pointer,
      schema,
      ...(rounded.length > 0 ? { rounded } : {}),
    });
  }
  return { definitions, targets, dynamicUses, unreadUses, findings };
}

/** Whether a place is inside another one, and not in a definition of its own there. */
function isBelow(pointer: string, above: string): boolean {
  if (!pointer.startsWith(`${above}/`)) return false;
  const rest = pointer.slice(above.length);
  return !/^\/(?:\$defs|definitions)\//.test(rest) && !/\/(?:default|examples)(?:\/\d+)?$/.test(rest);
}

/** The location of a place, as canonical `$ref`s spell it. */
export function locationOf(path: string, pointer: string): Location {
  return `${path}#${pointer}`;
}

/** True when a file below a `_` folder is a schema itself, rather than a bag that references reach into. */
export function isSchema(value: Json): boolean {
  if (!isObject(value)) return typeof value === "boolean";
  const holds = (names: string, shape: (inner: Json) => boolean): boolean =>
    names.split(" ").some((name) => {
      const inner = member(value, name);
      return inner !== undefined && shape(inner);
    });
  return (
    holds("$schema $id id $ref type", (inner) => typeof inner === "string") ||
    holds("type enum allOf anyOf oneOf", Array.isArray) ||
    holds("$defs definitions properties", isObject)
  );
}

/** Keywords that a file of definitions has around them; any other one describes a value. */
const bagKeywords: ReadonlySet<string> = new Set(
  "$schema $id id $comment title description $defs definitions".split(" "),
);

/** A file that only contains definitions; its root describes no value and needs no type. */
function isBag(value: Json): boolean {
  return (
    isObject(value) &&
    ("$defs" in value || "definitions" in value) &&
    Object.keys(value).every((key) => bagKeywords.has(key))
  );
}

function* namedDefinitions(schema: JsonObject, place: SchemaPlace): Generator<SchemaPlace> {
  for (const keyword of ["$defs", "definitions"]) {
    const members = member(schema, keyword);
    if (!isObject(members)) continue;
    for (const name of Object.keys(members)) {
      yield { ...place, pointer: joinPointer(joinPointer(place.pointer, keyword), name) };
    }
  }
}
