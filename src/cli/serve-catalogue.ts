import { UnsoundError } from "../findings/unsound-error.js";
import { UsageError } from "../findings/usage-error.js";
import { loadFolder } from "../project/load-folder.js";
import { catalogueFiles } from "./catalogue-files.js";
import type { ExitCode, Io } from "./io.js";
import { reportFindings } from "./report-findings.js";
import { serveFiles } from "./serve-files.js";
import { watchFolder } from "./watch-folder.js";
import type { DocsFlags } from "./write-catalogue.js";

/** Shows a contract's catalogue to a browser of this machine, and follows changes of the schemas, until Ctrl-C. */
export async function serveCatalogue(io: Io, flags: DocsFlags): Promise<ExitCode> {
  if (flags.format !== "html") throw new UsageError("--serve always serves HTML; omit --format.");
  let files: ReadonlyMap<string, string> = new Map();
  let url: string | undefined;
  const port = flags.serve === true ? 0 : (flags.serve ?? 0);
  await using server = await serveFiles(port, (path) => files.get(path));
  await watchFolder(io, flags.schemas, async () => {
    const loaded = await loadFolder(io, flags.schemas, { trustChecked: true });
    const options = { folder: flags.schemas, textOf: (file: string) => loaded.files.get(file) };
    if (!loaded.contract) {
      if (url === undefined) throw new UnsoundError(loaded.findings, "; nothing is served.", options);
      reportFindings(io, flags.schemas, loaded.findings, loaded.files);
      return;
    }
    files = await catalogueFiles(io, loaded.contract, flags);
    if (url === undefined) {
      url = server.url;
      io.out(`${url}\n`);
    } else io.err("Rebuilt; reload the page.\n");
  });
  return 0;
}
