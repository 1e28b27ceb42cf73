import { resolve } from "node:path";
import type { CatalogueRequest } from "../catalogue/make-catalogue.js";
import { count } from "../code/count.js";
import type { Difference } from "../files/compare-output.js";
import { realLocation } from "../files/output-folder.js";
import { refuseOverlap } from "../files/refuse-overlap.js";
import { UnsoundError } from "../findings/unsound-error.js";
import { CatalogueFolder } from "../project/catalogue-folder.js";
import { loadFolder } from "../project/load-folder.js";
import { catalogueFiles } from "./catalogue-files.js";
import type { ExitCode, Io } from "./io.js";
import { reportFindings } from "./report-findings.js";

/** The options of `rabbitgen docs` as the command line gives them. */
export interface DocsFlags extends CatalogueRequest {
  readonly out: string;
  readonly schemas: string;
  readonly check?: true;
  /** A port; `true` is any free one. */
  readonly serve?: number | true;
}

/** Writes a contract's catalogue to a folder, or compares the folder with it. */
export async function writeCatalogue(io: Io, flags: DocsFlags): Promise<ExitCode> {
  const out = resolve(io.cwd, flags.out);
  refuseOverlap(realLocation(resolve(io.cwd, flags.schemas)), realLocation(out));
  const { contract, findings, files } = await loadFolder(io, flags.schemas, { trustChecked: true });
  if (!contract) {
    const options = { folder: flags.schemas, textOf: (file: string) => files.get(file) };
    throw new UnsoundError(findings, "; no catalogue was written.", options);
  }
  reportFindings(io, flags.schemas, findings, files);
  const folder = new CatalogueFolder(out, flags, { contract, files, shownAs: flags.out });
  const { events, versions } = folder.counts;
  const counted = `${count(events, "event")}, ${count(versions, "version")}`;
  if (flags.check !== true && folder.isIntact()) {
    io.out(`${counted} → ${flags.out}/: up to date\n`);
    return 0;
  }
  const texts = await catalogueFiles(io, contract, flags);
  if (flags.check === true) return report(io, flags, folder.compare(texts));
  io.out(`${counted} → ${flags.out}/: ${deeds(folder.write(texts))}\n`);
  return 0;
}

function deeds({ changed, missing, stale }: Difference): string {
  const written = changed.length + missing.length;
  const did = [
    ...(written > 0 ? [`${count(written, "file")} written`] : []),
    ...(stale.length > 0 ? [`${count(stale.length, "stale file")} removed`] : []),
  ];
  return did.length === 0 ? "up to date" : did.join(", ");
}

function report(io: Io, { out }: DocsFlags, difference: Difference): ExitCode {
  const kinds = ["changed", "missing", "stale", "blocked"] as const;
  const lines = kinds.flatMap((kind) => difference[kind].map((path) => `${kind.padEnd(8)} ${out}/${path}\n`));
  io.out(
    lines.length === 0
      ? `${out}/ is up to date.\n`
      : `${lines.join("")}${out}/ is out of date. Run \`rabbitgen docs\` with the same options and commit the result.\n`,
  );
  return lines.length === 0 ? 0 : 1;
}
