import type { CatalogueRequest } from "../catalogue/make-catalogue.js";
import { isMarkedPage } from "../catalogue/mark.js";
import { wellFormed } from "../code/unsafe-characters.js";
import type { Contract } from "../contract/contract.js";
import { compareOutput, type Difference } from "../files/compare-output.js";
import { catalogueVersion } from "../files/generator-version.js";
import { jsonIndentation } from "../files/json-indentation.js";
import {
  hashFiles,
  hashText,
  isManifest,
  type Manifest,
  parseManifest,
  printManifest,
  type ReadManifest,
} from "../files/manifest.js";
import { readOutput } from "../files/output-folder.js";
import type { OutputKind } from "../files/output-kind.js";
import { writeDifference } from "../files/write-difference.js";
import { UsageError } from "../findings/usage-error.js";

const output: OutputKind = { manifestName: "rabbitgen-docs.json", isMarked: isMarkedPage };

/** What a catalogue is made of. */
export interface CatalogueSource {
  readonly contract: Contract;
  /** The texts of the schemas folder, by path. */
  readonly files: ReadonlyMap<string, string>;
  /** The folder in messages. */
  readonly shownAs: string;
}

/** A folder with a catalogue, as it is on disk. Throws `UsageError` when it has one of the other format. */
export class CatalogueFolder {
  readonly #folder: string;
  readonly #actual: ReadonlyMap<string, string>;
  readonly #before: ReadManifest | undefined;
  readonly #made: Omit<Manifest, "files">;

  constructor(folder: string, { format, title }: CatalogueRequest, source: CatalogueSource) {
    const { events } = source.contract;
    this.#folder = folder;
    this.#actual = readOutput(folder, output);
    this.#before = parseManifest(this.#actual.get(output.manifestName));
    this.#made = {
      rabbitgen: `${catalogueVersion()} ${format} ${hashText(title)}`,
      events: events.length,
      versions: events.reduce((sum, { versions }) => sum + versions.length, 0),
      schemas: hashFiles(source.files),
    };
    refuseOtherFormat(format, source.shownAs, this.#before);
  }

  /** Whether what is on disk was made by this rabbitgen of the same schemas, and has not changed since. */
  isIntact(): boolean {
    return this.#before !== undefined && isIntact(this.#before, this.#made, this.#actual);
  }

  /** How many events and versions the catalogue has. */
  get counts(): Pick<Manifest, "events" | "versions"> {
    return this.#made;
  }

  /** How the folder differs from these pages. */
  compare(pages: ReadonlyMap<string, string>): Difference {
    return this.#difference(asOnDisk(pages));
  }

  /**
   * Writes what differs and removes what is stale; the manifest counts as changed where nothing else has. Throws
   * `UsageError` for a file that rabbitgen did not write.
   */
  write(pages: ReadonlyMap<string, string>): Difference {
    const wanted = asOnDisk(pages);
    const difference = this.#difference(wanted);
    const there = this.#actual.get(output.manifestName);
    const isTaken = there !== undefined && !isManifest(there);
    refuseBlocked([...difference.blocked, ...(isTaken ? [output.manifestName] : [])]);
    const indentation = jsonIndentation(this.#folder);
    const text = printManifest({ ...this.#made, files: hashFiles(wanted) }, indentation);
    writeDifference(this.#folder, wanted, difference, { name: output.manifestName, text, before: there });
    const { changed, missing, stale } = difference;
    const isAlone =
      there !== undefined && there !== text && changed.length + missing.length + stale.length === 0;
    return isAlone ? { ...difference, changed: [output.manifestName] } : difference;
  }

  #difference(wanted: ReadonlyMap<string, string>): Difference {
    return compareOutput(wanted, this.#actual, this.#before, output);
  }
}

function asOnDisk(pages: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...pages].map(([path, text]) => [path, wellFormed(text)]));
}

/** A mistyped `--out` would replace a whole catalogue of the other format. */
function refuseOtherFormat(format: string, out: string, before: Manifest | undefined): void {
  const [, other] = before?.rabbitgen.split(" ") ?? [];
  if (other === undefined || other === format) return;
  throw new UsageError(
    `${out}/ already contains a catalogue in the format ${other}. Remove it, or choose another folder with --out.`,
  );
}

function isIntact(
  before: ReadManifest,
  now: Omit<Manifest, "files">,
  actual: ReadonlyMap<string, string>,
): boolean {
  const ours = [...actual].filter(([path, text]) => isMarkedPage(text) || before.files.has(path));
  return (
    before.isWhole &&
    before.rabbitgen === now.rabbitgen &&
    before.schemas.size === now.schemas.size &&
    [...now.schemas].every(([path, hash]) => before.schemas.get(path) === hash) &&
    ours.length === before.files.size &&
    ours.every(([path, text]) => before.files.get(path) === hashText(text))
  );
}

/** Nothing is written where a file that rabbitgen did not write is in the way. */
function refuseBlocked(blocked: readonly string[]): void {
  if (blocked.length === 0) return;
  throw new UsageError(
    `Refusing to overwrite files that rabbitgen did not create: ${blocked.join(", ")}. ` +
      "Move them, or choose another folder with --out.",
  );
}
