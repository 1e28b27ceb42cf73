import { resolve } from "node:path";
import { compareText } from "../code/compare-text.js";
import { generatedMark } from "../code/generated-mark.js";
import { wellFormed } from "../code/unsafe-characters.js";
import type { Contract } from "../contract/contract.js";
import { contractOfService } from "../contract/contract-of-service.js";
import { findService } from "../contract/find-service.js";
import { isContractSettings } from "../contract/settings-path.js";
import { compareOutput, type Difference } from "../files/compare-output.js";
import { generatorVersion } from "../files/generator-version.js";
import { jsonIndentation } from "../files/json-indentation.js";
import {
  hashFiles,
  isManifest,
  type Manifest,
  manifestName,
  parseManifest,
  printManifest,
} from "../files/manifest.js";
import { readOutput, realLocation } from "../files/output-folder.js";
import type { OutputKind } from "../files/output-kind.js";
import { runtimeFiles } from "../files/package-files.js";
import { refuseOverlap } from "../files/refuse-overlap.js";
import { writeDifference } from "../files/write-difference.js";
import type { Finding } from "../findings/finding.js";
import { UsageError } from "../findings/usage-error.js";
import { attributesMark, attributesPath } from "../sdk/git-attributes.js";
import { rememberedOutput } from "../sdk/remembered-output.js";
import { loadTexts, readSchemas } from "./load-folder.js";
import { refuseWider } from "./refuse-wider.js";

/** Where to read and write, and how. */
export interface GenerateFolderOptions {
  /** The folder that relative paths begin at; default the process's working directory. */
  readonly cwd?: string;
  /** The schemas folder; default `schemas`. */
  readonly schemas?: string;
  /** The folder of the SDK, which is made if need be; default `generated`. Files of others in it are left alone. */
  readonly out?: string;
  /** Only compare, write nothing, and use nothing that is remembered of earlier runs; default `false`. */
  readonly check?: boolean;
  /** Compile everything, whatever is remembered; default `false`. */
  readonly fresh?: boolean;
  /** Only what this service of `contract.json` publishes and consumes; default every event. */
  readonly service?: string | undefined;
  /** Every event, also in a folder that was generated for one service; without it that is an error. Default `false`. */
  readonly allServices?: boolean;
  /** Write what is sound when some events have errors; default `false`, all or nothing. */
  readonly keepGoing?: boolean;
  /** Called with the number of compilations that are done, of all. */
  readonly progress?: (done: number, all: number) => void;
}

/** What one run found and did; `difference` is absent when the contract has errors. */
export interface GeneratedFolder {
  readonly findings: readonly Finding[];
  /** The texts of the schemas folder by path, for code frames. */
  readonly files: ReadonlyMap<string, string>;
  readonly difference: Difference | undefined;
  /** Names of the events that were left out, sorted, each with a file that has an error. */
  readonly broken: ReadonlyMap<string, string>;
  readonly events: number;
  readonly versions: number;
}

const sdkOutput: OutputKind = {
  manifestName,
  isMarked: (start) => start.startsWith(generatedMark) || start.startsWith(attributesMark),
};

/**
 * Compiles the schemas of a folder into the SDK in another one, as `rabbitgen generate` does: writes what differs, and
 * removes what no schema makes any more. Schemas with errors are findings, and nothing is written. Throws `UsageError`
 * for folders that cannot be used, such as one with files of others where the SDK's belong.
 */
export async function generateFolder({
  cwd = process.cwd(),
  schemas: schemasFolder = "schemas",
  out: outFolder = "generated",
  check = false,
  fresh = false,
  service,
  allServices = false,
  keepGoing = false,
  progress = () => {},
}: GenerateFolderOptions = {}): Promise<GeneratedFolder> {
  const out = resolve(cwd, outFolder);
  refuseOverlap(realLocation(resolve(cwd, schemasFolder)), realLocation(out));
  const runtime = runtimeFiles();
  const rabbitgen = generatorVersion(runtime);
  const actual = readOutput(out, sdkOutput);
  const before = actual.get(manifestName);
  refuseWider(before, outFolder, { service, allServices });
  const manifest = parseManifest(before);
  const isUsable = manifest?.isWhole && manifest.rabbitgen === rabbitgen && manifest.service === service;
  const trusted = !check && !fresh && isUsable === true;
  const folder = readSchemas({ cwd }, schemasFolder);
  const schemas = hashFiles(folder.files);
  const memory = rememberedOutput(trusted ? manifest : undefined, actual, schemas);
  if (trusted && folder.findings.length === 0 && memory.upToDate()) {
    const difference = compareOutput(memory.files, actual, manifest, sdkOutput);
    const { events, versions } = manifest;
    if (difference.stale.length === 0)
      return { findings: [], files: folder.files, difference, broken: new Map(), events, versions };
  }
  const loaded = await loadTexts(folder, schemasFolder, { checked: memory.checked, keepGoing });
  const report = { findings: loaded.findings, files: folder.files, difference: undefined, broken: new Map() };
  if (!loaded.contract) return { ...report, events: 0, versions: 0 };
  const wantedContract =
    service === undefined
      ? loaded.contract
      : contractOfService(loaded.contract, findService(loaded.contract, service));
  const { generateSound } = await import("../sdk/generate-sound.js");
  const sound = await generateSound(wantedContract, {
    generate: { runtime, ...memory.holding(wantedContract), progress },
    keepGoing,
  });
  const all = [...loaded.findings, ...sound.findings];
  if (!sound.contract) return { ...report, findings: all, events: 0, versions: 0 };
  const { contract, generated } = sound;
  const broken = new Map([...loaded.broken, ...sound.broken].sort(([a], [b]) => compareText(a, b)));
  const complete = memory.complete(generated);
  // a user's own file sets how git treats the files
  const attributes = actual.get(attributesPath);
  if (attributes !== undefined && !sdkOutput.isMarked(attributes)) complete.delete(attributesPath);
  // as a file holds it, so that the next run reads what this one wrote
  const wanted = new Map([...complete].map(([path, text]) => [path, wellFormed(text)]));
  const counts = countsOf(contract);
  const next: Manifest = {
    rabbitgen,
    service,
    ...counts,
    // What is left out is not remembered as checked, so that it is looked at again.
    schemas: broken.size === 0 ? schemas : schemasOf(contract, schemas),
    files: new Map([...wanted].map(([path, text]) => [path, memory.hashOf(path, text)])),
  };
  const compared = compareOutput(wanted, actual, manifest, sdkOutput);
  const foreign = isForeignManifest(actual) ? [manifestName] : [];
  // The files of an event with errors are kept as they are until it is sound again.
  const stale = broken.size === 0 ? compared.stale : [];
  const difference = { ...compared, stale, blocked: [...compared.blocked, ...foreign] };
  const text = printManifest(next, jsonIndentation(out));
  if (!check) write(out, wanted, difference, text, before);
  // the manifest is not part of the SDK: `check` asks only that it can be read
  const isStale = check ? manifest === undefined && foreign.length === 0 : text !== before;
  const [changed, missing] =
    before === undefined ? [[], [manifestName]] : [isStale ? [manifestName] : [], []];
  return {
    ...report,
    ...counts,
    findings: all,
    broken,
    difference: {
      ...difference,
      changed: [...difference.changed, ...changed],
      missing: [...difference.missing, ...missing],
    },
  };
}

/** The hashes of the files of sound events, and of the files that belong to none. */
function schemasOf(
  { events, definitions }: Contract,
  schemas: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const kept = new Set([
    ...[...definitions.values()].map(({ path }) => path),
    ...events.flatMap(({ settings, versions }) => [
      ...(settings === undefined ? [] : [settings.path]),
      ...versions.flatMap(({ source, examples }) => [
        source.path,
        ...examples.map((each) => each.source.path),
      ]),
    ]),
  ]);
  return new Map([...schemas].filter(([path]) => kept.has(path) || isContractSettings(path)));
}

function countsOf({ events }: Contract): { events: number; versions: number } {
  return { events: events.length, versions: events.reduce((sum, { versions }) => sum + versions.length, 0) };
}

function write(
  out: string,
  wanted: ReadonlyMap<string, string>,
  difference: Difference,
  manifest: string,
  before: string | undefined,
): void {
  const { blocked } = difference;
  if (blocked.length > 0) {
    throw new UsageError(
      `Refusing to overwrite files that rabbitgen did not create: ${blocked.join(", ")}. ` +
        "Move them, or choose another folder with --out.",
    );
  }
  writeDifference(out, wanted, difference, { name: manifestName, text: manifest, before });
}

/** A `rabbitgen.json` of the user's: no manifest, and no file of ours beside it that would say that it once was one. */
function isForeignManifest(actual: ReadonlyMap<string, string>): boolean {
  const text = actual.get(manifestName);
  return (
    text !== undefined &&
    !isManifest(text) &&
    ![...actual.values()].some((file) => file.startsWith(generatedMark))
  );
}
