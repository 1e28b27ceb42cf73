import { resolve } from "node:path";
import type { CatalogueRequest } from "../catalogue/make-catalogue.js";
import { isMarkedPage } from "../catalogue/mark.js";
import { wellFormed } from "../code/unsafe-characters.js";
import { compareOutput, type Difference } from "../files/compare-output.js";
import { catalogueVersion } from "../files/generator-version.js";
import {
  hashFiles,
  hashText,
  isManifest,
  type Manifest,
  parseManifest,
  printManifest,
} from "../files/manifest.js";
import { readOutput, realLocation } from "../files/output-folder.js";
import type { OutputKind } from "../files/output-kind.js";
import { refuseOverlap } from "../files/refuse-overlap.js";
import { writeDifference } from "../files/write-difference.js";
import { UnsoundError } from "../findings/unsound-error.js";
import { UsageError } from "../findings/usage-error.js";
import { loadFolder } from "../project/load-folder.js";
import { count } from "../report/words.js";
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

const output: OutputKind = { manifestName: "rabbitgen-docs.json", isMarked: isMarkedPage };

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
  const actual = readOutput(out, output);
  const before = parseManifest(actual.get(output.manifestName));
  const made = {
    rabbitgen: `${catalogueVersion()} ${flags.format} ${hashText(flags.title)}`,
    events: contract.events.length,
    versions: contract.events.reduce((sum, { versions }) => sum + versions.length, 0),
    schemas: hashFiles(files),
  };
  refuseOtherFormat(flags, before);
  const counted = `${count(made.events, "event")}, ${count(made.versions, "version")}`;
  if (flags.check !== true && before !== undefined && isIntact(before, made, actual)) {
    io.out(`${counted} → ${flags.out}/: up to date\n`);
    return 0;
  }
  const texts = await catalogueFiles(io, contract, flags);
  const wanted = new Map([...texts].map(([path, text]) => [path, wellFormed(text)]));
  const difference = compareOutput(wanted, actual, before, output);
  if (flags.check === true) return report(io, flags, difference);
  write(out, { wanted, difference, manifest: { ...made, files: hashFiles(wanted) }, actual });
  io.out(`${counted} → ${flags.out}/: ${deeds(difference)}\n`);
  return 0;
}

/** A mistyped `--out` would replace a whole catalogue of the other format. */
function refuseOtherFormat({ format, out }: DocsFlags, before: Manifest | undefined): void {
  const [, other] = before?.rabbitgen.split(" ") ?? [];
  if (other === undefined || other === format) return;
  throw new UsageError(
    `${out}/ already contains a catalogue in the format ${other}. Remove it, or choose another folder with --out.`,
  );
}

/** Whether what is on disk was made by this rabbitgen of the same schemas, and has not changed since. */
function isIntact(
  before: Manifest,
  now: Omit<Manifest, "files">,
  actual: ReadonlyMap<string, string>,
): boolean {
  const ours = [...actual].filter(([path, text]) => isMarkedPage(text) || before.files.has(path));
  return (
    before.rabbitgen === now.rabbitgen &&
    before.schemas.size === now.schemas.size &&
    [...now.schemas].every(([path, hash]) => before.schemas.get(path) === hash) &&
    ours.length === before.files.size &&
    ours.every(([path, text]) => before.files.get(path) === hashText(text))
  );
}

interface Written {
  readonly wanted: ReadonlyMap<string, string>;
  readonly difference: Difference;
  readonly manifest: Manifest;
  readonly actual: ReadonlyMap<string, string>;
}

/** Writes what differs and removes what is stale; nothing where a file that rabbitgen did not write is in the way. */
function write(out: string, { wanted, difference, manifest, actual }: Written): void {
  const there = actual.get(output.manifestName);
  const isTaken = there !== undefined && !isManifest(there);
  const blocked = [...difference.blocked, ...(isTaken ? [output.manifestName] : [])];
  if (blocked.length > 0) {
    throw new UsageError(
      `Refusing to overwrite files that rabbitgen did not create: ${blocked.join(", ")}. ` +
        "Move them, or choose another folder with --out.",
    );
  }
  writeDifference(out, wanted, difference, {
    name: output.manifestName,
    text: printManifest(manifest),
    before: there,
  });
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
