import type { AnySchema, AnySchemaObject, ErrorObject, Options } from "ajv";
import { failureMessage } from "../../runtime/validate/failure-message.js";
import type { Finding } from "../findings/finding.js";
import { isObject, type Json } from "../json/json.js";
import { joinPointer, splitPointer, valueAt } from "../json/pointer.js";
import { loadPackage } from "../machine/load-package.js";
import { useSafeEquality } from "./ajv-equality.js";
import { type Dialect, metaSchemaUri } from "./dialect.js";
import { listedNames } from "./listed.js";
import { nearestWord } from "./nearest-word.js";
import { oldSpelling } from "./old-spelling.js";
import { findingAt, type SourceFile } from "./source-file.js";

/** Checks a value of a file against a schema. */
export type StructureCheck = (source: SourceFile, pointer: string, value: Json) => Finding[];

/** What ajv's classes for the drafts have in common, as far as this file needs it. */
interface Checker {
  errors?: ErrorObject[] | null;
  validateSchema(schema: AnySchema): boolean | Promise<unknown>;
}

/** Checkers that have been made in this process: a meta-schema takes longer to compile than many schemas to check. */
const checkers = new Map<Dialect, { readonly all: Checker; readonly first: Checker }>();

/** In larger files only the first problem is found (characters): ajv takes time with the square of how many there are. */
const largeFile = 250_000;

const options = {
  strict: false,
  allErrors: true,
  validateFormats: false,
  logger: false,
  verbose: true,
} as const;

/** Checks schemas against the meta-schema of their draft. Loads ajv's class for a draft when it is first asked for. */
export async function metaSchemaCheck(
  dialects: Iterable<Dialect>,
): Promise<(dialect: Dialect) => StructureCheck> {
  for (const dialect of dialects) {
    if (checkers.has(dialect)) continue;
    const first = await newChecker(dialect, { ...options, allErrors: false });
    checkers.set(dialect, { all: await newChecker(dialect, options), first });
  }
  return (dialect) => (source, pointer, value) => {
    if (typeof value !== "boolean" && !isObject(value)) return [findingAt(source, pointer, noSchema)];
    const isLarge = source.text.length > largeFile;
    const checker = checkers.get(dialect)?.[isLarge ? "first" : "all"];
    if (!checker || checker.validateSchema(asSchema(value, dialect))) return [];
    const findings = describe(
      checker.errors ?? [],
      source,
      pointer,
      "schema-invalid",
      `Not a valid ${dialect} schema`,
    );
    return isLarge ? findings.map((finding) => ({ help: onlyFirst, ...finding })) : findings;
  };
}

/** Checks `contract.json` and `event.json` against the JSON Schemas that the package ships. */
export async function settingsCheck(): Promise<{ contract: StructureCheck; event: StructureCheck }> {
  const { Ajv } = await import("ajv");
  useSafeEquality();
  const ajv = new Ajv(options);
  ajv.addSchema(loadPackage("rabbitgen/event.schema.json") as AnySchema, "event.schema.json");
  ajv.addSchema(loadPackage("rabbitgen/contract.schema.json") as AnySchema, "contract.schema.json");
  const check = (key: string): StructureCheck => {
    const validate = ajv.getSchema(key);
    return (source, pointer, value) =>
      validate?.(value)
        ? []
        : describe(validate?.errors ?? [], source, pointer, "settings-invalid", "Invalid setting");
  };
  return { contract: check("contract.schema.json"), event: check("event.schema.json") };
}

const onlyFirst = "The file is large, so only the first error is reported. Fix it and run again.";

const noSchema = {
  rule: "schema-invalid",
  severity: "error",
  message: "A schema must be a JSON object, true or false.",
} as const;

async function newChecker(dialect: Dialect, settings: Options): Promise<Checker> {
  useSafeEquality();
  switch (dialect) {
    case "draft-04":
      return new (await import("ajv-draft-04")).default.default(settings);
    case "draft-06": {
      const ajv = new (await import("ajv")).Ajv(settings);
      ajv.addMetaSchema(loadPackage("ajv/dist/refs/json-schema-draft-06.json") as AnySchemaObject);
      return ajv;
    }
    case "draft-07":
      return new (await import("ajv")).Ajv(settings);
    case "2019-09":
      return new (await import("ajv/dist/2019.js")).Ajv2019(settings);
    case "2020-12":
      return new (await import("ajv/dist/2020.js")).Ajv2020(settings);
  }
}

/** The schema with the exact `$schema` that ajv expects, whatever spelling the file uses. */
function asSchema(value: Json, dialect: Dialect): AnySchema {
  if (typeof value !== "object" || value === null) return value as AnySchema;
  const entries = Object.entries(value).filter(([key]) => key !== "$schema");
  return Object.fromEntries([["$schema", metaSchemaUri(dialect)], ...entries]) as AnySchema;
}

/** One finding for each place that fails, worded from ajv's errors; its summaries (`anyOf`, `if`, …) are left out. */
function describe(
  errors: readonly ErrorObject[],
  source: SourceFile,
  pointer: string,
  rule: string,
  summary: string,
): Finding[] {
  const repeats = repeatsOf(errors);
  const telling = errors.filter((error) => !summaries.has(error.keyword) && !repeats(error));
  const strangers = telling.filter(isStranger);
  const misnamed = rule === "settings-invalid" ? telling.filter(isMisnamed) : [];
  const names = new Set(misnamed.map(({ params }) => String(params["propertyName"])));
  const places = new Map<string, Set<string>>();
  const described = new Map<string, string>();
  for (const error of telling.length > 0 ? telling : errors) {
    if (isStranger(error) || misnamed.includes(error)) continue;
    if (error.propertyName !== undefined && names.has(error.propertyName)) continue;
    const words = places.get(error.instancePath) ?? new Set();
    places.set(error.instancePath, words.add(wordsOf(error)));
    const text = error.keyword === "pattern" ? descriptionIn(error.parentSchema) : undefined;
    if (rule === "settings-invalid" && text !== undefined) described.set(error.instancePath, text);
  }
  return [
    ...strangers.map((error) => stranger(error, source, pointer, rule)),
    ...misnamed.map((error) => misnamedKey(error, source, pointer)),
    ...[...places].map(([place, words]) => {
      const message = `${summary}: it ${[...words].join(", or ")}.`;
      const help = rule === "schema-invalid" ? oldSpellingAt(source, pointer + place) : described.get(place);
      return findingAt(source, pointer + place, { rule, severity: "error", message, ...(help && { help }) });
    }),
  ];
}

/** The hint for a value inside a list is that of the keyword, for one of `dependencies` by its name. */
function oldSpellingAt(source: SourceFile, pointer: string): string | undefined {
  const segments = splitPointer(pointer);
  const at = segments.findLastIndex((segment) => !/^\d+$/.test(segment));
  const [keyword = "", outer = ""] = [segments[at], segments[at - 1]];
  const own = pointer
    .split("/")
    .slice(0, at + 2)
    .join("/");
  return oldSpelling(outer === "dependencies" ? outer : keyword, valueAt(source.value, own));
}

/** Where something inside a value is wrong too, that it is not of another alternative's type is only noise. */
function repeatsOf(errors: readonly ErrorObject[]): (error: ErrorObject) => boolean {
  const wrongInside = new Set(errors.filter(isStranger).map(({ instancePath }) => instancePath));
  const around = new Set<string>();
  for (const path of new Set(errors.map(({ instancePath }) => instancePath))) {
    // what is around a place that is marked already is marked, too
    for (let outer = parentOf(path); outer !== undefined; outer = parentOf(outer)) {
      if (around.has(outer)) break;
      around.add(outer);
    }
  }
  return ({ keyword, instancePath }) =>
    keyword === "type" && (wrongInside.has(instancePath) || around.has(instancePath));
}

function parentOf(path: string): string | undefined {
  const end = path.lastIndexOf("/");
  return end < 0 ? undefined : path.slice(0, end);
}

function isStranger({ keyword }: ErrorObject): boolean {
  return keyword === "additionalProperties";
}

/** An unknown key: probably a typo, so the key itself is marked. */
function stranger(
  { params, parentSchema, instancePath }: ErrorObject,
  source: SourceFile,
  pointer: string,
  rule: string,
): Finding {
  const key = String(params["additionalProperty"]);
  const known = Object.keys((parentSchema?.["properties"] as object | undefined) ?? {});
  const near = nearestWord(key, known);
  // the one list of keys that is too long for a message
  const isRule = rule === "settings-invalid" && instancePath === "/lint/rules";
  const all = isRule ? "Run `rabbitgen rules` to list all rules." : `Known keys: ${listedNames(known)}.`;
  const help = near === undefined ? all : `Did you mean ${JSON.stringify(near)}?`;
  const message = `Unknown ${isRule ? "rule" : "key"} ${JSON.stringify(key)}.`;
  return findingAt(
    source,
    joinPointer(pointer + instancePath, key),
    { rule, severity: "error", message, help },
    "key",
  );
}

function isMisnamed({ keyword }: ErrorObject): boolean {
  return keyword === "propertyNames";
}

/** A key that is not a valid name of its kind: `propertyNames` has a description of the valid ones. */
function misnamedKey(
  { params, schema, instancePath }: ErrorObject,
  source: SourceFile,
  pointer: string,
): Finding {
  const key = String(params["propertyName"]);
  const help = descriptionIn(schema);
  const diagnosis = {
    rule: "settings-invalid",
    severity: "error",
    message: `The key ${JSON.stringify(key)} is not allowed here.`,
  } as const;
  return findingAt(
    source,
    joinPointer(pointer + instancePath, key),
    { ...diagnosis, ...(help && { help }) },
    "key",
  );
}

function descriptionIn(schema: unknown): string | undefined {
  const text = (schema as { readonly description?: unknown } | undefined)?.description;
  return typeof text === "string" ? text : undefined;
}

const summaries: ReadonlySet<string> = new Set(["anyOf", "oneOf", "allOf", "if", "$ref", "not"]);

function wordsOf({ keyword, params, parentSchema }: ErrorObject): string {
  const examples = parentSchema?.["examples"];
  if (keyword !== "pattern" || !Array.isArray(examples)) return failureMessage(keyword, params);
  return `must look like ${examples.map((example) => JSON.stringify(example)).join(" or ")}`;
}
