import type { Edit, Step } from "../compat/diff/edit.js";
import type { Definition, Location, Schema, SchemaMap, SchemaObject } from "../contract/schema.js";

/** A keyword that an event can break, and the schema without it. */
export interface Breakable {
  readonly keyword: string;
  readonly location: Location;
  /** The place of the keyword in the definition. */
  readonly path: readonly Step[];
  /** The edit that removes it, or the single name of it to break. */
  readonly edits: readonly Edit[];
  /** The property that is required, where it is about one of several. */
  readonly name?: string;
}

type Definitions = ReadonlyMap<Location, Definition>;

/**
 * Every keyword of a schema that asserts something, each once, in the order of the schema; of `required` each name.
 * Keywords under `not`, `if`, `contains` and `propertyNames` is part of those.
 */
export function breakableKeywords(root: Location, definitions: Definitions): readonly Breakable[] {
  const found: Breakable[] = [];
  const reached = new Set([root]);
  // a set that grows while it is walked visits what was added
  for (const location of reached) {
    const pending: { readonly schema: Schema; readonly path: readonly Step[] }[] = [
      { schema: definitions.get(location)?.schema ?? true, path: [] },
    ];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const { schema, path } = next;
      if (schema === false) found.push(...refusal(location, path));
      if (typeof schema === "boolean") continue;
      found.push(...assertions(schema, location, path));
      if (schema.$ref !== undefined) reached.add(schema.$ref);
      for (const [inner, ...steps] of [...innerSchemas(schema)].reverse())
        pending.push({ schema: inner, path: [...path, ...steps] });
    }
  }
  return found;
}

/** Keywords that are broken as a whole, in the order in which a person would look for them. */
const whole = [
  "type",
  "enum",
  "const",
  "minimum",
  "exclusiveMinimum",
  "maximum",
  "exclusiveMaximum",
  "multipleOf",
  "minLength",
  "maxLength",
  "pattern",
  "format",
  "minItems",
  "maxItems",
  "uniqueItems",
  "contains",
  "minContains",
  "maxContains",
  "minProperties",
  "maxProperties",
  "propertyNames",
  "not",
  "anyOf",
  "oneOf",
] as const satisfies readonly (keyof SchemaObject)[];

function* assertions(schema: SchemaObject, location: Location, path: readonly Step[]): Generator<Breakable> {
  for (const keyword of whole) {
    if (!asserts(schema, keyword)) continue;
    const at = [...path, keyword];
    yield { keyword, location, path: at, edits: [{ location, path: at, value: () => undefined }] };
  }
  const { required = [], dependentRequired = {} } = schema;
  for (const name of new Set(required)) {
    const at = [...path, "required"];
    const value = (): readonly string[] => required.filter((each) => each !== name);
    yield { keyword: "required", location, path: at, edits: [{ location, path: at, value }], name };
  }
  for (const [name, needed] of Object.entries(dependentRequired)) {
    if (needed.length === 0) continue;
    const at = [...path, "dependentRequired", name];
    yield {
      keyword: "dependentRequired",
      location,
      path: at,
      edits: [{ location, path: at, value: () => undefined }],
    };
  }
}

function asserts(schema: SchemaObject, keyword: (typeof whole)[number]): boolean {
  const value = schema[keyword];
  switch (keyword) {
    case "uniqueItems":
      return value === true;
    case "contains":
      return value !== undefined && (schema.minContains ?? 1) > 0;
    case "minContains":
      return value !== undefined && schema.contains !== undefined && Number(value) > 1;
    case "maxContains":
      return value !== undefined && schema.contains !== undefined;
    case "minLength":
    case "minItems":
    case "minProperties":
      return Number(value ?? 0) > 0;
    default:
      return value !== undefined;
  }
}

/** The schema `false` in place of a subschema; alternatives that are `false` are part of their union. */
function refusal(location: Location, path: readonly Step[]): readonly Breakable[] {
  const [keyword] = path
    .filter((step, index) => typeof step === "string" && isKeywordAt(path, index))
    .slice(-1);
  if (keyword === undefined || keyword === "anyOf" || keyword === "oneOf") return [];
  return [{ keyword: `${keyword}`, location, path, edits: [{ location, path, value: () => true }] }];
}

const maps: ReadonlySet<Step> = new Set(["properties", "patternProperties", "dependentSchemas"]);

/** Whether a step is a keyword, and no name of a property. */
function isKeywordAt(path: readonly Step[], index: number): boolean {
  let isName = false;
  for (const step of path.slice(0, index)) isName = !isName && maps.has(step);
  return !isName;
}

/** Subschemas whose failures are the schema's own. */
function* innerSchemas(schema: SchemaObject): Generator<readonly [Schema, ...Step[]]> {
  for (const keyword of ["properties", "patternProperties", "dependentSchemas"] as const) {
    for (const [name, inner] of Object.entries((schema[keyword] as SchemaMap | undefined) ?? {}))
      yield [inner, keyword, name];
  }
  for (const keyword of ["prefixItems", "allOf", "anyOf", "oneOf"] as const) {
    for (const [index, inner] of (schema[keyword] ?? []).entries()) yield [inner, keyword, index];
  }
  for (const keyword of [
    "additionalProperties",
    "unevaluatedProperties",
    "items",
    "unevaluatedItems",
    ...(schema.if === undefined ? [] : (["then", "else"] as const)),
  ] as const) {
    const inner = schema[keyword];
    if (inner !== undefined) yield [inner, keyword];
  }
}
