import { anchor, code, prose, table } from "./markdown.js";

/** The parts of JSON Schema that this project's own settings schemas use. */
export interface SettingsSchema {
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, SettingsSchema>>;
  readonly additionalProperties?: SettingsSchema | boolean;
  readonly propertyNames?: SettingsSchema;
  readonly items?: SettingsSchema;
  readonly anyOf?: readonly SettingsSchema[];
  readonly allOf?: readonly SettingsSchema[];
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly definitions?: Readonly<Record<string, SettingsSchema>>;
  readonly examples?: readonly unknown[];
}

/** The settings schemas by file name, as `$ref`s name them. */
export type SettingsSchemas = Readonly<Record<string, SettingsSchema>>;

interface Section {
  readonly path: string;
  readonly schema: SettingsSchema;
  readonly file: string;
}

/**
 * The reference of one settings file as Markdown: a table of its keys, and below it one section for each object that has
 * keys of its own. `names` gives the word for the keys of a map, by the map's path: `{ services: "service" }` makes
 * `services.<service>`.
 */
export function schemaReference(
  schemas: SettingsSchemas,
  file: string,
  names: Readonly<Record<string, string>>,
): string {
  const root = resolve({ $ref: file }, file, schemas);
  return sectionsOf({ path: "", ...root }, schemas, names).join("\n\n");
}

function sectionsOf(
  { path, schema, file }: Section,
  schemas: SettingsSchemas,
  names: Readonly<Record<string, string>>,
): string[] {
  const rows: string[][] = [];
  const further: string[] = [];
  for (const [key, value] of Object.entries(schema.properties ?? {})) {
    if (key === "$schema") continue;
    const place = path === "" ? key : `${path}.${key}`;
    const found = resolve(value, file, schemas);
    const below = sectionBelow({ path: place, schema: found.schema, file: found.file }, schemas, names);
    rows.push([
      code(key) + (schema.required?.includes(key) === true ? " (required)" : ""),
      below === undefined ? typeOf(found.schema, found.file, schemas) : linked(found.schema, below, schemas),
      prose(found.schema.description ?? missing(place)) + exampleOf(found.schema),
    ]);
    if (below !== undefined) further.push(...sectionsOf(below, schemas, names));
  }
  return [
    ...(path === "" ? [] : [`### ${code(path)}`, prose(schema.description ?? missing(path))]),
    table(["key", "type", "meaning"], rows),
    ...further,
  ];
}

/** What gets a section of its own below a key: an object with keys, or the objects in a list or map. */
function sectionBelow(
  { path, schema, file }: Section,
  schemas: SettingsSchemas,
  names: Readonly<Record<string, string>>,
): Section | undefined {
  if (isUniform(schema)) return undefined;
  if (schema.properties !== undefined) return { path, schema, file };
  const alternative = schema.anyOf
    ?.map((one) => resolve(one, file, schemas))
    .find((one) => one.schema.properties !== undefined);
  if (alternative !== undefined)
    return {
      path,
      schema: { ...alternative.schema, description: `The long form of ${code(path)}.` },
      file: alternative.file,
    };
  const item = schema.items === undefined ? undefined : resolve(schema.items, file, schemas);
  if (item?.schema.properties !== undefined) return { path: `${path}[]`, ...item };
  if (typeof schema.additionalProperties !== "object") return undefined;
  const value = resolve(schema.additionalProperties, file, schemas);
  if (value.schema.properties === undefined) return undefined;
  const name = names[path];
  if (name === undefined) throw new Error(`Name the keys of ${path}.`);
  return { path: `${path}.<${name}>`, ...value };
}

function linked(schema: SettingsSchema, { path, file }: Section, schemas: SettingsSchemas): string {
  const link = (text: string) => `[${text}](#${anchor(path)})`;
  if (schema.anyOf !== undefined) return typeOf(schema, file, schemas).replace("object", link("object"));
  if (schema.items !== undefined) return link("list of objects");
  return link(schema.properties === undefined ? "map of objects" : "object");
}

/** Whether an object has many keys of one and the same kind, such as one for each lint rule; they are listed elsewhere. */
function isUniform(schema: SettingsSchema): boolean {
  const values = Object.values(schema.properties ?? {});
  return values.length > 10 && new Set(values.map(({ $ref }) => $ref)).size === 1;
}

/** Follows `$ref`s; keywords beside a `$ref` override those of its target. */
function resolve(
  schema: SettingsSchema,
  file: string,
  schemas: SettingsSchemas,
): { readonly schema: SettingsSchema; readonly file: string } {
  if (schema.$ref === undefined) return { schema, file };
  const { $ref, ...beside } = schema;
  const [name = "", pointer = ""] = $ref.split("#");
  const targetFile = name === "" ? file : name;
  let target: unknown = schemas[targetFile];
  for (const part of pointer.split("/").slice(1)) target = (target as Record<string, unknown>)[part];
  if (target === undefined) throw new Error(`${$ref} leads nowhere.`);
  const found = resolve(target as SettingsSchema, targetFile, schemas);
  return { schema: { ...found.schema, ...beside }, file: found.file };
}

function typeOf(schema: SettingsSchema, file: string, schemas: SettingsSchemas): string {
  if (schema.enum !== undefined) return schema.enum.map((value) => code(JSON.stringify(value))).join(", ");
  const alternatives = schema.anyOf ?? (schema.type === undefined ? schema.allOf : undefined);
  if (alternatives !== undefined) {
    const types = alternatives.map((one) => {
      const found = resolve(one, file, schemas);
      return typeOf(found.schema, found.file, schemas);
    });
    return [...new Set(types)].join(" or ");
  }
  const types = typeof schema.type === "string" ? [schema.type] : (schema.type ?? []);
  return types.map((type) => oneType(type, schema, file, schemas)).join(" or ");
}

function oneType(type: string, schema: SettingsSchema, file: string, schemas: SettingsSchemas): string {
  if (type === "array" && schema.items !== undefined) {
    const items = resolve(schema.items, file, schemas);
    return `list of ${plural(typeOf(items.schema, items.file, schemas))}`;
  }
  if (type === "object" && typeof schema.additionalProperties === "object") {
    const values = resolve(schema.additionalProperties, file, schemas);
    return `map of ${plural(typeOf(values.schema, values.file, schemas))}`;
  }
  if (schema.minimum !== undefined && schema.maximum !== undefined)
    return `${type}, ${schema.minimum} to ${schema.maximum}`;
  return type;
}

/** "strings" of "string", and everything that is more than one word unchanged. */
function plural(type: string): string {
  return /^[a-z]+$/.test(type) ? `${type}s` : type;
}

function exampleOf({ examples }: SettingsSchema): string {
  return examples === undefined
    ? ""
    : ` Example: ${examples.map((one) => code(JSON.stringify(one))).join(", ")}.`;
}

function missing(path: string): never {
  throw new Error(`${path} has no description.`);
}
