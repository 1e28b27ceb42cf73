import { resolve } from "node:path";
import type { EventVersion } from "../contract/contract.js";
import { closureOf } from "../contract/schema-closure.js";
import { compareOutput, type Difference } from "../files/compare-output.js";
import { hashText, type Manifest, manifestName, parseManifest, printManifest } from "../files/manifest.js";
import { readOutput, removeOutput, writeOutput } from "../files/output-folder.js";
import { packageVersion, runtimeFiles } from "../files/package-files.js";
import type { Finding } from "../finding.js";
import { generateSdk } from "../generate.js";
import { validatorsPath } from "../sdk/assemble-sdk.js";
import { mark } from "../sdk/header.js";
import type { Io } from "./io.js";
import { loadFolder } from "./load-folder.js";
import { UsageError } from "./usage-error.js";

/** Where to read and write, and how. */
export interface GenerateRequest {
  readonly schemas: string;
  readonly out: string;
  /** Compare only, write nothing. */
  readonly check: boolean;
  /** Compile everything, whatever the manifest remembers. */
  readonly fresh: boolean;
  readonly progress: (done: number, all: number) => void;
}

/** What one run found and did; `difference` is absent when the contract has errors. */
export interface GenerateReport {
  readonly findings: readonly Finding[];
  readonly files: ReadonlyMap<string, string>;
  readonly difference: Difference | undefined;
  readonly events: number;
  readonly versions: number;
}

/** Loads, compiles, compares and, unless only checking, writes: one run of `rabbitgen generate`. */
export async function generateOnce(io: Io, request: GenerateRequest): Promise<GenerateReport> {
  const out = resolve(io.cwd, request.out);
  refuseOverlap(resolve(io.cwd, request.schemas), out);
  const actual = readOutput(out);
  const runtime = runtimeFiles();
  const remembered = request.check || request.fresh ? undefined : readManifest(actual, runtime);
  const same = (path: string, text: string | undefined): boolean =>
    text !== undefined && remembered?.schemas.get(path) === hashText(text);
  const folder = await loadFolder(io, request.schemas, (files) => {
    return new Set([...files].filter(([path, text]) => same(path, text)).map(([path]) => path));
  });
  const { contract, files } = folder;
  if (!contract) return { findings: folder.findings, files, difference: undefined, events: 0, versions: 0 };
  const versions = contract.events.flatMap((event) => event.versions);
  const pathOf = validatorsPath(contract);
  const intact = (path: string): boolean => {
    const text = actual.get(path);
    return text !== undefined && remembered?.files.get(path) === hashText(text);
  };
  const unchanged = (version: EventVersion): boolean => {
    const { examples, location } = version;
    const schemas = [...closureOf(location, contract.definitions)].map(
      (each) => contract.definitions.get(each)?.path ?? "",
    );
    const sources = [...schemas, ...examples.map(({ source }) => source.path)];
    return intact(pathOf(version)) && sources.every((path) => same(path, files.get(path)));
  };
  const generated = await generateSdk(contract, { runtime, unchanged, progress: request.progress });
  const findings = [...folder.findings, ...generated.findings];
  const report = { findings, files, events: contract.events.length, versions: versions.length };
  if (generated.findings.some(({ severity }) => severity === "error"))
    return { ...report, difference: undefined };
  const wanted = new Map(generated.files);
  for (const path of versions.map(pathOf)) if (!wanted.has(path)) wanted.set(path, actual.get(path) ?? "");
  const manifest: Manifest = {
    rabbitgen: generatorVersion(runtime),
    schemas: new Map([...files].map(([path, text]) => [path, hashText(text)])),
    files: new Map([...wanted].map(([path, text]) => [path, hashText(text)])),
  };
  const others = new Map([...actual].filter(([path]) => path !== manifestName));
  const difference = compareOutput(wanted, others, parseManifest(actual.get(manifestName) ?? ""), mark);
  if (!request.check) write(out, wanted, difference, printManifest(manifest), actual.get(manifestName));
  const missing = actual.has(manifestName) ? difference.missing : [...difference.missing, manifestName];
  return { ...report, difference: { ...difference, missing } };
}

function write(
  out: string,
  wanted: ReadonlyMap<string, string>,
  { changed, missing, stale, blocked }: Difference,
  manifest: string,
  before: string | undefined,
): void {
  if (blocked.length > 0) {
    throw new UsageError(
      `These files stand where the SDK is to be written, and rabbitgen did not write them: ${blocked.join(", ")}. ` +
        "Move them away, or choose another folder with --out.",
    );
  }
  const texts = new Map([...changed, ...missing].map((path) => [path, wanted.get(path) ?? ""]));
  if (manifest !== before) texts.set(manifestName, manifest);
  writeOutput(out, texts);
  removeOutput(out, stale);
}

function readManifest(
  actual: ReadonlyMap<string, string>,
  runtime: ReadonlyMap<string, string>,
): Manifest | undefined {
  const manifest = parseManifest(actual.get(manifestName) ?? "");
  return manifest?.rabbitgen === generatorVersion(runtime) ? manifest : undefined;
}

/** The package's version, and the runtime that it copies: another one of either makes everything anew. */
function generatorVersion(runtime: ReadonlyMap<string, string>): string {
  return `${packageVersion()}+${hashText([...runtime.values()].join("\n")).slice(0, 8)}`;
}

function refuseOverlap(schemas: string, out: string): void {
  if (schemas === out || out.startsWith(`${schemas}/`)) {
    throw new UsageError("--out lies inside the schemas folder; choose a folder beside it.");
  }
}
