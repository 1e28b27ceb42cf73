import type { Finding } from "../findings/finding.js";
import { valueAt } from "../json/pointer.js";
import { referenceFindings } from "./check-limits.js";
import { ambiguousDynamics } from "./check-references.js";
import { collectDefinitions } from "./collect-definitions.js";
import { customDialects } from "./custom-dialects.js";
import { maxFileSize } from "./max-file-bytes.js";
import { onePerCause } from "./one-per-cause.js";
import { parseSource } from "./parse-source.js";
import type { Writer } from "./publisher-view.js";
import { buildRegistry, dialectOfSource } from "./registry.js";
import type { Definition, Location } from "./schema.js";
import { findingOn, type SourceFile } from "./source-file.js";
import { unknownDialects } from "./unknown-dialects.js";
import { readVocabulary } from "./vocabulary.js";

/** One schema file with everything that it refers to. */
export interface LoadedSchema {
  readonly source: SourceFile;
  /** Of the file's root. */
  readonly location: Location;
  readonly definitions: ReadonlyMap<Location, Definition>;
  /** What its publishers may send beyond what it declares, where its event says that. */
  readonly writer?: Writer;
}

/**
 * Loads one schema file, and of the other files what it refers to, as `loadContract` does for a whole folder; a
 * contract file among them names drafts, annotations and formats. The schema is there when no finding is an error.
 */
export async function loadSchema(
  files: ReadonlyMap<string, string>,
  path: string,
): Promise<{ readonly schema: LoadedSchema | undefined; readonly findings: readonly Finding[] }> {
  const findings: Finding[] = [];
  const parsed = [...files].flatMap(([name, text]): SourceFile[] => {
    const parsed = parseSource(name, text);
    if (name === path) findings.push(...parsed.findings);
    return parsed.source ? [parsed.source] : [];
  });
  const settings = parsed.find((each) => each.path !== path && /^contract\.(?:json|ya?ml)$/.test(each.path));
  const schemas = parsed.filter((each) => each !== settings);
  const dialects = customDialects(settings, schemas);
  const vocabulary = readVocabulary(settings);
  const more = { ...(dialects && { dialects }), ...(vocabulary && { vocabulary }) };
  const sources = schemas.map((each) => ({ ...each, ...more }));
  const source = sources.find((each) => each.path === path);
  if (source === undefined) {
    if (findings.length === 0) findings.push(findingOn(path, noText));
    return { schema: undefined, findings };
  }
  const readable = new Set(sources.map((each) => each.path));
  const unreadable = new Set([...files.keys()].filter((name) => !readable.has(name)));
  const registry = buildRegistry(sources, { paths: new Set(files.keys()), unreadable });
  const collected = collectDefinitions(registry, { versions: [source], shared: [] });
  const { definitions, targets } = collected;
  findings.push(...unknownDialects([source]), ...collected.findings);
  const { metaSchemaCheck } = await import("./structure-checks.js");
  const others = [...targets.values()].filter((target) => target.source !== source);
  const drafts = new Set([dialectOfSource(source), ...others.map(({ place }) => place.dialect)]);
  const check = await metaSchemaCheck(drafts);
  findings.push(...check(dialectOfSource(source))(source, "", source.value));
  for (const { source: other, place } of others) {
    const value = valueAt(other.value, place.pointer) ?? null;
    findings.push(...check(place.dialect)(other, place.pointer, value));
  }
  const location = `${path}#`;
  const wrong = referenceFindings([location], collected);
  findings.push(...wrong);
  if (wrong.length === 0) findings.push(...ambiguousDynamics(location, collected, registry));
  const failed = findings.some(({ severity }) => severity === "error");
  const schema = failed ? undefined : { source, location, definitions };
  return { schema, findings: onePerCause(findings) };
}

/** The caller leaves out files that are not text. */
const noText = {
  rule: "file-unreadable",
  severity: "error",
  message: `This file is not UTF-8, or is larger than ${maxFileSize}.`,
  help: "Save it as UTF-8.",
} as const;
