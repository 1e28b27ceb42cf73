import type { Finding } from "../findings/finding.js";
import { assembleContract } from "./assemble-contract.js";
import { checkFileStructure, settingsPaths } from "./check-file-structure.js";
import { checkHeaders } from "./check-headers.js";
import { referenceFindings } from "./check-limits.js";
import { ambiguousDynamics } from "./check-references.js";
import { checkSettings } from "./check-settings.js";
import { collectDefinitions, type Definitions, locationOf } from "./collect-definitions.js";
import { type Contract, schemasOfEvent } from "./contract.js";
import { withConventions } from "./folder-conventions.js";
import { headersPointer, headersTarget } from "./headers-schema.js";
import type { Layout } from "./layout.js";
import { layoutOf } from "./layout-of.js";
import { nameEvents } from "./name-events.js";
import { onePerCause } from "./one-per-cause.js";
import { parseFiles, settingsNames } from "./parse-files.js";
import { readLabelStyle } from "./read-settings.js";
import { buildRegistry, type Registry } from "./registry.js";
import { referablePaths, routedVersions, schemaSources, unusedFiles } from "./schema-files.js";
import { brokenEvents, withoutEvents } from "./sound-events.js";
import type { SourceFile } from "./source-file.js";
import { unknownDialects } from "./unknown-dialects.js";
import { defaultStyle } from "./version-label.js";

/** A loaded contract, unless something is wrong with it; and everything that there is to say about it. */
export interface Loaded {
  /** Present when no finding is an error; with `keepGoing` when some event has none. */
  readonly contract: Contract | undefined;
  /** Every file that parses, by path; settings in YAML also under the name that they have in JSON, `contract.json`. */
  readonly sources: ReadonlyMap<string, SourceFile>;
  /** Sorted by file and place; those of one cause are one, with the number of places. */
  readonly findings: readonly Finding[];
  /** Every file with an error, also where the finding of its cause is in another file. */
  readonly brokenFiles: ReadonlySet<string>;
  /** With `keepGoing`, the names of the events that were left out. */
  readonly broken: ReadonlyMap<string, string>;
}

/** What a caller may know beforehand. */
export interface LoadOptions {
  /**
   * Files whose syntax and structure have been checked before, by path. Checking loads ajv and the meta-schemas, most of the time
   * that loading takes; a caller that remembers content hashes saves it. Default: none.
   */
  readonly checked?: ReadonlySet<string>;
  /**
   * Whether the schema of a version file is needed, by path. The contract has the other versions without a definition,
   * and their errors are not reported. Default: all.
   */
  readonly wanted?: (path: string) => boolean;
  /**
   * Leaves events with errors out of the contract instead of refusing it as a whole. Errors in `contract.json` still do.
   * Default false.
   */
  readonly keepGoing?: boolean;
  /** Whether schemas keep what their authors wrote for readers and other tools, such as `readOnly` or `x-…`. Default false. */
  readonly keepAnnotations?: boolean;
  /** What could not be read, so that the events of those files count as broken with `keepGoing`. Default: nothing. */
  readonly unread?: readonly Finding[];
}

/**
 * Loads a schemas folder from the texts of its files, by path below the folder. Reports every problem, not only the
 * first. Pure: the caller reads the files.
 */
export async function loadContract(
  files: ReadonlyMap<string, string>,
  options: LoadOptions = {},
): Promise<Loaded> {
  const layout = layoutOf(files);
  const findings: Finding[] = [...layout.findings];
  const { wanted = () => true, unread = [], checked = new Set(), keepGoing = false } = options;
  const { keepAnnotations = false } = options;
  const parsed = parseFiles(files, findings, checked);
  for (const [name, path] of settingsNames(layout)) {
    const source = parsed.get(path);
    if (source) parsed.set(name, source);
  }
  const leading = referablePaths(layout);
  const eventSettings = [...layout.events.values()].flatMap((event) => event.settings ?? []);
  const sources = withConventions(parsed, leading, eventSettings);
  const headers = eventSettings.flatMap((path) => headersTarget(sources.get(path)) ?? []);
  const all = schemaSources(layout, sources);
  const routed = routedVersions(layout, sources);
  const schemaFiles = {
    ...all,
    versions: all.versions.filter(({ path }) => wanted(path) || routed.has(path)),
  };
  const schemas = [...schemaFiles.versions, ...schemaFiles.shared];
  const strange = unknownDialects(schemas, headers);
  const registry = buildRegistry(
    leading.flatMap((path) => sources.get(path) ?? []),
    {
      paths: new Set(files.keys()),
      unreadable: new Set([
        ...unread.map(({ file }) => file),
        ...leading.filter((path) => !sources.has(path)),
      ]),
    },
    headers,
  );
  const collected = collectDefinitions(registry, { ...schemaFiles, embedded: headers }, keepAnnotations);
  const roots = [
    ...schemaFiles.versions.map(({ path }) => locationOf(path, "")),
    ...headers.map(({ source }) => locationOf(source.path, headersPointer)),
  ];
  // Under another draft than its own, a schema has only mistakes that its author did not make.
  const strangers = new Set(strange.map(({ file }) => file));
  const found = [
    ...collected.findings,
    // What a file was checked against depends on contract.json where that names drafts.
    ...(await checkFileStructure(
      layout,
      sources,
      schemas,
      collected,
      definesDrafts(schemas) ? new Set() : checked,
    )),
    ...referenceFindings(roots, collected),
  ].filter(({ file }) => !strangers.has(file));
  findings.push(...strange, ...found);
  // A reference that leads nowhere may have meant a file that seems unused.
  const leadsNowhere = findings.some(({ rule }) => rule.startsWith("ref-") || rule === "schema-dialect");
  if (!leadsNowhere) {
    const style = readLabelStyle(sources.get("contract.json")) ?? defaultStyle;
    findings.push(...unusedFiles(layout, collected, style));
  }
  const broken = (): ReadonlyMap<string, string> =>
    keepGoing ? brokenEvents([...findings, ...unread], layout, collected) : new Map();
  const before = broken();
  const sound = { ...layout, events: new Map([...layout.events].filter(([name]) => !before.has(name))) };
  // Errors in a schema do not hide errors in the settings, or the other way round.
  const settings = new Set(settingsPaths(sound));
  const readable = !findings.some(({ severity, file }) => severity === "error" && settings.has(file));
  const contract = readable ? assembleContract(sound, sources, collected) : undefined;
  if (contract) {
    // A version that cannot be read may be the one that the settings name.
    const unreadVersion = [...layout.events.values()].some(({ versions }) =>
      [...versions.values()].some((path) => !sources.has(path)),
    );
    const more = checkContract(contract, layout, sources, collected, registry);
    findings.push(...more.filter(({ rule }) => !unreadVersion || rule !== "version-unknown"));
  }
  const left = broken();
  const isFatal = ({ severity, file }: Finding): boolean =>
    severity === "error" && (!keepGoing || file === layout.settings);
  const failed = findings.some(isFatal) || (left.size > 0 && left.size === layout.events.size);
  return {
    contract: contract && !failed ? withoutEvents(contract, new Set(left.keys())) : undefined,
    sources,
    findings: onePerCause(findings),
    brokenFiles: new Set(findings.filter(({ severity }) => severity === "error").map(({ file }) => file)),
    broken: left,
  };
}

function definesDrafts(schemas: readonly SourceFile[]): boolean {
  return schemas.some(({ dialects }) => dialects !== undefined);
}

function checkContract(
  contract: Contract,
  layout: Layout,
  sources: ReadonlyMap<string, SourceFile>,
  collected: Definitions,
  registry: Registry,
): Finding[] {
  const schemas = contract.events.flatMap(schemasOfEvent);
  return [
    ...nameEvents(contract.events).findings,
    ...checkSettings(contract, layout, sources),
    ...checkHeaders(contract, collected.definitions, sources),
    ...schemas
      .filter(({ location }) => collected.definitions.has(location))
      .flatMap(({ location }) => ambiguousDynamics(location, collected, registry)),
  ];
}
