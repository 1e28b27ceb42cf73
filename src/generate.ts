import { type Bundle, readerBundle } from "./contract/bundle.js";
import { writerBundle } from "./contract/close-schema.js";
import type { Contract, EventVersion, Example } from "./contract/contract.js";
import { nameEvents } from "./contract/names.js";
import { findingAt, findingOn } from "./contract/source-file.js";
import type { Finding } from "./finding.js";
import { assembleSdk } from "./sdk/assemble-sdk.js";
import { exportedNames } from "./sdk/exported-names.js";
import type { Templates } from "./sdk/template-modules.js";
import type { ValidatorCode } from "./sdk/validators-module.js";
import { compileAll } from "./validators/compile-pool.js";
import type { ExampleFailure } from "./validators/compile-task.js";

/** What generating is told besides the contract. */
export interface GenerateOptions {
  /** What is copied into the SDK; `templateFiles()` has them. */
  readonly templates: Templates;
  /** Versions whose module of validators still holds and whose examples have been tried. Default: none. */
  readonly unchanged?: (version: EventVersion) => boolean;
  /** Told how many versions of how many have been compiled. */
  readonly progress?: (done: number, all: number) => void;
}

/** The files of an SDK by path, and the findings that only compiled validators can make. */
export interface Generated {
  /** Without the modules of validators of the versions that were told to be unchanged. */
  readonly files: ReadonlyMap<string, string>;
  readonly findings: readonly Finding[];
}

/** Compiles a contract into the files of its SDK, and tries its examples on the validators. */
export async function generateSdk(contract: Contract, options: GenerateOptions): Promise<Generated> {
  const { templates, unchanged = () => false, progress = () => {} } = options;
  const versions = contract.events
    .flatMap((event) => event.versions)
    .filter((version) => !unchanged(version));
  const bundles = versions.map((version) => bundlesOf(version, contract));
  const tasks = versions.map(({ examples }, index) => ({
    reader: bundles[index]?.reader as Bundle,
    writer: bundles[index]?.writer,
    examples: examples.map(({ source }) => source.value),
  }));
  const results = await compileAll(tasks, (done) => progress(done, tasks.length));
  const compiled = new Map<EventVersion, ValidatorCode>();
  const findings: Finding[] = [];
  for (const [index, version] of versions.entries()) {
    const result = results[index];
    if (!result) continue;
    compiled.set(version, { code: result.code, shared: bundles[index]?.writer === undefined });
    findings.push(...exampleFindings(version, result.failures));
  }
  findings.push(
    ...nameEvents(contract.events, exportedNames(templates.runtime.get("index.ts") ?? "")).findings,
  );
  return { files: assembleSdk(contract, templates, (version) => compiled.get(version)), findings };
}

/** The reader's form of a version, and the writer's where it differs. */
export function bundlesOf(
  { location }: EventVersion,
  { definitions }: Contract,
): { readonly reader: Bundle; readonly writer: Bundle | undefined } {
  const reader = readerBundle(location, definitions);
  const writer = writerBundle(location, definitions);
  return { reader, writer: writer.root === location ? undefined : writer };
}

function exampleFindings(version: EventVersion, failures: readonly (readonly ExampleFailure[])[]): Finding[] {
  return version.examples.flatMap((example, index) =>
    exampleFinding(version, example, failures[index] ?? []),
  );
}

function exampleFinding(
  version: EventVersion,
  { source, valid }: Example,
  failures: readonly ExampleFailure[],
): Finding[] {
  if (valid) {
    return failures.map(({ pointer, message }) =>
      findingAt(source, pointer, {
        rule: "example-invalid",
        severity: "error",
        message: `This example does not validate against ${version.source.path}: it ${message}.`,
        help: "Mend the message, or move it to the folder `invalid`.",
      }),
    );
  }
  if (failures.length > 0) return [];
  return [
    findingOn(source.path, {
      rule: "example-valid",
      severity: "error",
      message: `This example is in the folder \`invalid\`, and ${version.source.path} accepts it.`,
      help: "Tighten the schema, or move the message to the folder `valid`.",
    }),
  ];
}
