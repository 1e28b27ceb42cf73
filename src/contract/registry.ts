import { isObject, type JsonObject, member } from "../json/json.js";
import { splitPointer, valueAt } from "../json/pointer.js";
import { dialectIn } from "./custom-dialects.js";
import { type Dialect, defaultDialect } from "./dialect.js";
import type { SourceFile } from "./source-file.js";
import { pathUri, uriKey } from "./uri-key.js";
import { enterSchema, type SchemaPlace, walkSchema, withoutFragment } from "./walk-schema.js";

/** A schema's place in the contract. */
export interface Target {
  readonly source: SourceFile;
  readonly place: SchemaPlace;
}

/** Every schema of the contract by what a `$ref` may call it: path, `$id` and anchor. */
export interface Registry {
  /** Places by the key of a URI without fragment; several where files bundle a schema under one `$id`. */
  readonly resources: ReadonlyMap<string, readonly Target[]>;
  /** Places by the key of a URI with `#anchor`. */
  readonly anchors: ReadonlyMap<string, readonly Target[]>;
  /** The anchors that `$dynamicAnchor` made, with the base URI of each: `base#name`. */
  readonly dynamicAnchors: ReadonlySet<string>;
  /** The resources that say `$recursiveAnchor: true` (2019-09), by base URI. */
  readonly recursiveAnchors: ReadonlySet<string>;
  /** Every file of the schemas folder, whether a reference may lead into it or not. */
  readonly paths: ReadonlySet<string>;
  /** Files, and folders of files, that could not be read or are not JSON; that has been reported. */
  readonly unreadable: ReadonlySet<string>;
}

/** What a registry says of files that no reference finds. */
export type OtherFiles = Pick<Registry, "paths" | "unreadable">;

/** The draft that a whole file is written in. */
export function dialectOfSource(source: SourceFile): Dialect {
  const { value, path, dialects } = source;
  const named = isObject(value) ? member(value, "$schema") : undefined;
  return (
    (typeof named === "string" ? dialectIn(named, pathUri(path), dialects) : undefined) ?? defaultDialect
  );
}

/** The place of a file's root schema. */
export function rootPlace(source: SourceFile): SchemaPlace {
  const { dialects } = source;
  const base = pathUri(source.path);
  return { pointer: "", base, dialect: dialectOfSource(source), ...(dialects && { dialects }) };
}

/**
 * Indexes the `$id`s and anchors of all schema files, as chapter 8.2 of JSON Schema Core (2020-12) says; and of
 * `embedded` schemas, which are what a file of another kind has of a schema.
 */
export function buildRegistry(
  sources: Iterable<SourceFile>,
  others: OtherFiles,
  embedded: readonly Target[] = [],
): Registry {
  const resources = new Map<string, Target[]>();
  const anchors = new Map<string, Target[]>();
  const dynamicAnchors = new Set<string>();
  const recursiveAnchors = new Set<string>();
  const roots = [
    ...[...sources].map((source): Target => ({ source, place: rootPlace(source) })),
    ...embedded,
  ];
  for (const { source, place: root } of roots) {
    add(resources, uriKey(root.base), { source, place: root });
    if (!naming.test(source.text)) continue;
    walkSchema(valueAt(source.value, root.pointer) ?? true, root, (schema, place, outer) => {
      const target = { source, place };
      if (place.base !== outer.base) add(resources, uriKey(place.base), target);
      for (const name of anchorNames(schema, place.dialect))
        add(anchors, `${uriKey(place.base)}#${name}`, target);
      const dynamic = member(schema, "$dynamicAnchor");
      if (typeof dynamic === "string") dynamicAnchors.add(`${place.base}#${dynamic}`);
      if (member(schema, "$recursiveAnchor") === true) recursiveAnchors.add(place.base);
    });
  }
  return { resources, anchors, dynamicAnchors, recursiveAnchors, ...others };
}

/** Text without any of these holds no `$id` and no anchor, so that its schemas need not be walked for them. */
const naming = /"(?:\$?id|\$anchor|\$dynamicAnchor|\$recursiveAnchor)"\s*:\s*(?:"|true)/;

/** The place of whatever a JSON Pointer names in a file, with the base URI that the schemas around it set. */
export function placeAt(target: Target, pointer: string): SchemaPlace {
  const { source } = target;
  let place = target.place;
  let value = valueUnder(source.value, splitPointer(place.pointer));
  for (const segment of splitPointer(pointer)) {
    if (isObject(value)) place = enterSchema(value, place);
    place = { ...place, pointer: `${place.pointer}/${segment.replaceAll("~", "~0").replaceAll("/", "~1")}` };
    value = valueUnder(value, [segment]);
  }
  return place;
}

function valueUnder(value: unknown, segments: readonly string[]): SourceFile["value"] {
  let inner = value as SourceFile["value"] | undefined;
  for (const segment of segments) {
    inner = Array.isArray(inner)
      ? inner[Number(segment)]
      : isObject(inner)
        ? member(inner, segment)
        : undefined;
  }
  return inner ?? null;
}

function anchorNames(schema: JsonObject, dialect: Dialect): string[] {
  const names = [member(schema, "$anchor"), member(schema, "$dynamicAnchor")];
  const id = member(schema, dialect === "draft-04" ? "id" : "$id");
  if (dialect.startsWith("draft-") && typeof id === "string" && id.includes("#")) {
    names.push(id.slice(withoutFragment(id).length + 1));
  }
  return names.filter((name): name is string => typeof name === "string" && name !== "");
}

function add<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
