import { asyncApiDocument } from "../asyncapi/document.js";
import { visibleJson } from "../report/visible.js";
import { findService } from "./find-service.js";
import type { ExitCode, Io } from "./io.js";
import { loadFolder } from "./load-folder.js";
import { unsound } from "./print-findings.js";

/** The options of `rabbitgen asyncapi` as the command line gives them. */
export interface AsyncApiFlags {
  readonly service?: string;
  readonly title?: string;
  readonly release: string;
  readonly schemas: string;
  readonly format: "json" | "yaml";
}

/** Prints a contract as an AsyncAPI document. */
export async function printAsyncApi(io: Io, flags: AsyncApiFlags): Promise<ExitCode> {
  const { schemas, release: version, format } = flags;
  const loaded = await loadFolder(io, schemas, { keepAnnotations: true, trustChecked: true });
  const { contract, findings, files, sources } = loaded;
  if (!contract) {
    const options = { color: io.color, folder: schemas, textOf: (file: string) => files.get(file) };
    throw unsound(findings, "; no document was printed.", options);
  }
  const service = flags.service === undefined ? undefined : findService(contract, flags.service);
  const title = flags.title ?? service?.name ?? "Events";
  const settings = sources.get("contract.json")?.value;
  const document = asyncApiDocument(contract, { title, version, settings, ...(service && { service }) });
  if (format === "json") io.out(`${visibleJson(document)}\n`);
  else {
    const { visibleYaml } = await import("../report/visible-yaml.js");
    io.out(visibleYaml(document));
  }
  return 0;
}
