import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, relative, resolve, sep } from "node:path";
import { contractFiles } from "../asyncapi/import/contract-files.js";
import { DocumentPlace, DocumentReading } from "../asyncapi/import/document-place.js";
import { Documents } from "../asyncapi/import/documents.js";
import { majorVersion, readDocument } from "../asyncapi/import/read-document.js";
import { repairFiles } from "../asyncapi/import/repair-files.js";
import { TooMuch } from "../asyncapi/import/too-much.js";
import { withoutWrongExamples } from "../asyncapi/import/without-wrong-examples.js";
import { count } from "../code/count.js";
import { visible, visibleJson } from "../code/visible.js";
import { jsonIndentation } from "../files/json-indentation.js";
import { writeOutput } from "../files/output-folder.js";
import { readerBeside } from "../files/read-beside.js";
import type { Finding } from "../findings/finding.js";
import { UnsoundError } from "../findings/unsound-error.js";
import { UsageError } from "../findings/usage-error.js";
import { isObject } from "../json/json.js";
import type { ExitCode, Io } from "./io.js";
import { printFindings } from "./print-findings.js";

/** The options of `rabbitgen import asyncapi` as the command line gives them. */
export interface ImportFlags {
  readonly out: string;
  readonly format: "text" | "json";
}

/** Writes a schemas folder from an AsyncAPI document, and lists what it cannot have. */
export async function importAsyncApi(io: Io, file: string, { out, format }: ImportFlags): Promise<ExitCode> {
  const path = resolve(io.cwd, file);
  refuseFolder(resolve(io.cwd, out), out);
  if (!existsSync(path) || !statSync(path).isFile()) throw new UsageError(`File ${file} not found.`);
  const documents = new Documents(basename(path), readerBeside(dirname(path)));
  const source = documents.open(documents.main);
  const folder = dirname(file) === "." ? "" : dirname(file);
  const textOf = (name: string): string | undefined =>
    documents.all().find((each) => each.path === name)?.written.text;
  const options = { color: io.color, folder, textOf };
  if (source === undefined) {
    if (documents.findings.length === 0)
      throw new UsageError(`Cannot read ${file}: it is too large, or not UTF-8.`);
    throw new UnsoundError(documents.findings, "; nothing was imported.", options);
  }
  const major = majorVersion(source.value);
  if (major === undefined) {
    const version = isObject(source.value) ? source.value["asyncapi"] : undefined;
    const why =
      version === undefined
        ? 'it has no "asyncapi" key with a version such as "3.0.0"'
        : `its "asyncapi" version is ${JSON.stringify(version)}; convert older documents with AsyncAPI's own tools`;
    throw new UsageError(`${file} is not an AsyncAPI 2 or 3 document: ${why}.`);
  }
  const reading = new DocumentReading(documents);
  const root = new DocumentPlace(source, "", reading);
  const project = relative(resolve(io.cwd, out), io.cwd).split(sep).join("/") || ".";
  const made = withinBounds(file, () => contractFiles(readDocument(root, major), root, project));
  const repaired = await repairFiles(made, reading, jsonIndentation(resolve(io.cwd, out)));
  if (!("contract" in repaired))
    throw new UnsoundError(
      repaired.errors,
      `; ${file} cannot be converted to a contract, so nothing was written.`,
      options,
    );
  const { contract } = repaired;
  if (contract.events.length === 0) throw new UsageError(`${file} has no message that can be imported.`);
  const texts = withoutWrongExamples(repaired, made.origins, reading);
  const findings = [...documents.findings, ...reading.findings()];
  writeOutput(resolve(io.cwd, out), texts);
  const versions = contract.events.flatMap((event) => event.versions).length;
  if (format === "json")
    io.out(
      `${visibleJson({ file, out, files: [...texts.keys()], events: contract.events.length, versions, findings })}\n`,
    );
  else {
    for (const name of texts.keys()) io.out(`${visible(`${out}/${name}`)}\n`);
    if (findings.length > 0) io.out(`\n${printFindings(findings, options)}\n`);
    io.out(`\n${summary(contract.events.length, versions, findings, out)}`);
  }
  return findings.length === 0 ? 0 : 1;
}

/** A document whose references make it grow out of bounds is the user's to change. */
function withinBounds<Made>(file: string, make: () => Made): Made {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error;
    throw new UsageError(
      `${file} is too large to import: ${error.message}. Import parts of it into separate folders.`,
    );
  }
}

/** A contract is written into a folder of its own: among other files it would be another contract. */
function refuseFolder(folder: string, out: string): void {
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory()) throw new UsageError(`${out} is a file; pass a folder with --out.`);
  if (readdirSync(folder).length > 0)
    throw new UsageError(`${out}/ is not empty; pass another folder with --out.`);
}

function summary(events: number, versions: number, findings: readonly Finding[], out: string): string {
  const made = `${count(events, "event")}, ${count(versions, "version")}`;
  const left = findings.length === 0 ? "" : `, ${findings.length} with changes or omissions`;
  return `${made}${left}. Next: \`rabbitgen lint --schemas ${out}\`, and \`rabbitgen generate --schemas ${out}\`.\n`;
}
