import { dirname, relative, resolve, sep } from "node:path";
import { type CompareOptions, compareLoaded, type Sources } from "../compat/compare.js";
import { ignorePointers } from "../compat/diff/ignore-pointers.js";
import { type LoadedSchema, loadSchema } from "../contract/load-schema.js";
import { parseSource } from "../contract/parse-source.js";
import { type ReadSchemaFiles, readSchema, readWithin } from "../files/read-schema.js";
import { schemasFolderOf } from "../files/schemas-folder.js";
import { UnsoundError } from "../findings/unsound-error.js";
import { UsageError } from "../findings/usage-error.js";
import { revisionFile } from "../git/revision-file.js";
import type { Json } from "../json/json.js";
import { valueAt } from "../json/pointer.js";
import type { ExitCode, Io } from "./io.js";
import { printComparison } from "./print-comparison.js";
import { printFindings } from "./print-findings.js";

/** The options of `rabbitgen compare` as the command line gives them. */
export interface CompareFlags {
  readonly mode: NonNullable<CompareOptions["mode"]>;
  readonly writer: NonNullable<CompareOptions["writer"]>;
  readonly ignore?: readonly string[];
  readonly budget: number;
  readonly format: "text" | "json";
}

/** A schema file as the command sees it. */
interface ComparedFile {
  readonly schema: LoadedSchema;
  readonly texts: ReadonlyMap<string, string>;
  /** How the user called its folder. */
  readonly folder: string;
}

/** Compares two schema files and reports what breaks. */
export async function compareFiles(
  io: Io,
  before: string,
  after: string,
  flags: CompareFlags,
): Promise<ExitCode> {
  const { mode, writer, ignore = [], budget } = flags;
  for (const pointer of ignore) {
    if (pointer !== "" && !pointer.startsWith("/"))
      throw new UsageError(
        `--ignore ${pointer}: a JSON Pointer starts with /, for example /properties/version.`,
      );
  }
  const sides = [await readSide(io, before, ignore), await readSide(io, after, ignore)] as const;
  const [old, now] = sides;
  for (const pointer of ignore) {
    if (sides.every(({ schema }) => valueAt(schema.source.value, pointer) === undefined))
      io.err(`--ignore ${pointer}: not found in either schema; nothing is ignored.\n`);
  }
  const sources = { old: sourcesOf(old), new: sourcesOf(now) };
  const comparison = compareLoaded(old.schema, now.schema, { mode, writer, budgetMs: budget }, sources);
  if (flags.format === "json") io.out(`${JSON.stringify(comparison, undefined, 2)}\n`);
  else io.out(printComparison(comparison, { color: io.color, old, new: now }));
  const isClean = [comparison.backward, comparison.forward].every(
    (each) => (each?.verdict ?? "proved") === "proved",
  );
  return isClean ? 0 : 1;
}

function sourcesOf({ texts }: ComparedFile): Sources {
  const values = new Map<string, Json | undefined>();
  return (file) => {
    const text = texts.get(file);
    if (!values.has(file) && text !== undefined) values.set(file, parseSource(file, text).source?.value);
    return values.get(file);
  };
}

/** Loads one side. Throws `UnsoundError` for what is not a schema that can be compared. */
async function readSide(io: Io, file: string, ignore: readonly string[]): Promise<ComparedFile> {
  const { folder, ...read } = await readAny(io, file);
  const { schema, findings } = await loadSchema(read.files, read.path);
  const options = { color: io.color, folder, textOf: (name: string) => read.files.get(name) };
  // a keyword that checks nothing compares as nothing, too
  if (schema === undefined) throw new UnsoundError(findings, `; ${file} cannot be compared.`, options);
  if (findings.length > 0) io.err(`${printFindings(findings, options)}\n`);
  if (ignore.length === 0) return { schema, texts: read.files, folder };
  const text = JSON.stringify(ignorePointers(schema.source.value, ignore));
  const again = await loadSchema(new Map(read.files).set(read.path, text), read.path);
  if (again.schema === undefined)
    throw new UsageError(`${file} is not a valid schema after ignoring ${ignore.join(", ")}.`);
  // places are those of the file as it is, and so are its numbers, of which the value has no more digits than a double
  const definitions = new Map(
    [...again.schema.definitions].map(([location, definition]) => {
      const rounded = schema.definitions.get(location)?.rounded;
      return [location, rounded === undefined ? definition : { ...definition, rounded }] as const;
    }),
  );
  const kept = { ...again.schema, definitions, source: schema.source };
  return { schema: kept, texts: read.files, folder };
}

/** The files of one side, from the working tree or from a revision, and how their folder is called. */
async function readAny(io: Io, file: string): Promise<ReadSchemaFiles & { readonly folder: string }> {
  const revision = revisionFile(io.cwd, file);
  if (revision !== undefined) {
    const { readSchemaAt } = await import("../git/read-schema-at.js");
    const read = await readSchemaAt(revision, { cwd: io.cwd, env: io.env, usual: "schemas" });
    return { ...read, folder: `${revision.ref}:${read.root === "" ? "." : read.root}` };
  }
  const path = resolve(io.cwd, file);
  const read = readFiles(file, path, schemasFolder(io, path));
  return { ...read, folder: relative(io.cwd, read.root) };
}

/** The schemas folder of a file, as other commands would receive it; `undefined` for a file that stands alone. */
function schemasFolder(io: Io, path: string): string | undefined {
  const usual = resolve(io.cwd, "schemas");
  return schemasFolderOf(path) ?? (path.startsWith(`${usual}${sep}`) ? usual : undefined);
}

/** A whole schemas folder, since references go by `$id`, too; else the file and what relative references lead to. */
function readFiles(file: string, path: string, schemas: string | undefined): ReadSchemaFiles {
  try {
    const within = schemas === undefined ? undefined : readWithin(path, schemas);
    return within ?? readSchema(path, schemas ?? dirname(path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`${file} cannot be read: ${code ?? String(error)}.`);
  }
}
