import { schemaDocument } from "../bundle/schema-document.js";
import { visibleJson } from "../code/visible.js";
import { readerBundle } from "../contract/bundle.js";
import { writerBundle } from "../contract/close-schema.js";
import { findVersion } from "../contract/find-version.js";
import { UnsoundError } from "../findings/unsound-error.js";
import { loadFolder } from "../project/load-folder.js";
import type { ExitCode, Io } from "./io.js";

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
    const options = { folder: schemas, textOf: (file: string) => files.get(file) };
    throw new UnsoundError(findings, "; nothing was bundled.", options);
  }
  const [, { location, writer }] = findVersion(contract, event, label);
  const { definitions } = contract;
  const bundle = closed
    ? writerBundle(location, definitions, { writer })
    : readerBundle(location, definitions);
  io.out(`${visibleJson(schemaDocument(bundle))}\n`);
  return 0;
}
