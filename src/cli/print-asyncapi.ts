import { asyncApiDocument } from "../asyncapi/document.js";
import { visibleJson } from "../code/visible.js";
import { findService } from "../contract/find-service.js";
import { UnsoundError } from "../findings/unsound-error.js";
import { loadFolder } from "../project/load-folder.js";
import type { ExitCode, Io } from "./io.js";

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
    const options = { folder: schemas, textOf: (file: string) => files.get(file) };
    throw new UnsoundError(findings, "; no document was printed.", options);
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
