import { schemaDocument } from "../bundle/schema-document.js";
import { readerBundle } from "../contract/bundle.js";
import { writerBundle } from "../contract/close-schema.js";
import { visibleJson } from "../report/visible.js";
import { findVersion } from "./find-version.js";
import type { ExitCode, Io } from "./io.js";
import { loadFolder } from "./load-folder.js";
import { unsound } from "./print-findings.js";

/** The options of `rabbitgen bundle` as the command line gives them. */
export interface BundleFlags {
  readonly closed?: true;
  readonly schemas: string;
}

/** Prints one version of an event as a JSON Schema that needs no other file. */
export async function printBundle(
  io: Io,
  event: string,
  label: string | undefined,
  { closed, schemas }: BundleFlags,
): Promise<ExitCode> {
  const { contract, findings, files } = await loadFolder(io, schemas, {
    keepAnnotations: true,
    trustChecked: true,
  });
  if (!contract) {
    const options = { color: io.color, folder: schemas, textOf: (file: string) => files.get(file) };
    throw unsound(findings, "; nothing was bundled.", options);
  }
  const [, { location, writer }] = findVersion(contract, event, label);
  const { definitions } = contract;
  const bundle = closed
    ? writerBundle(location, definitions, { writer })
    : readerBundle(location, definitions);
  io.out(`${visibleJson(schemaDocument(bundle))}\n`);
  return 0;
}
