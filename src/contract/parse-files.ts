import { compareText } from "../code/compare-text.js";
import type { Finding } from "../findings/finding.js";
import { syntaxOf } from "./file-syntax.js";
import type { Layout } from "./layout.js";
import { parsedPaths } from "./layout-of.js";
import { parseSource, trustSource } from "./parse-source.js";
import { findingOn, type SourceFile } from "./source-file.js";
import { maxYamlBytes, tooMuchYaml } from "./yaml-problems.js";

/** Parses what has a place in the layout, and adds what is wrong to `findings`; the syntax of `checked` files is known to be right. */
export function parseFiles(
  files: ReadonlyMap<string, string>,
  findings: Finding[],
  checked: ReadonlySet<string>,
): Map<string, SourceFile> {
  const sources = new Map<string, SourceFile>();
  let yamlBytes = 0;
  for (const path of parsedPaths(files).sort(compareText)) {
    const text = files.get(path) ?? "";
    if (syntaxOf(path) === "yaml") {
      const isWithin = yamlBytes <= maxYamlBytes;
      yamlBytes += text.length;
      if (isWithin && yamlBytes > maxYamlBytes) findings.push(findingOn(path, tooMuchYaml));
      if (yamlBytes > maxYamlBytes) continue;
    }
    const parsed = checked.has(path)
      ? { source: trustSource(path, text), findings: [] }
      : parseSource(path, text);
    findings.push(...parsed.findings);
    if (parsed.source) sources.set(path, parsed.source);
  }
  return sources;
}

/** The files with settings by the names that they have in JSON, under which the later phases look for them. */
export function settingsNames({ settings, approvals, events }: Layout): [name: string, path: string][] {
  const named: [string, string | undefined][] = [
    ["contract.json", settings],
    ["review.json", approvals],
    ...[...events.values()].map((event): [string, string | undefined] => [
      `${event.folder}/event.json`,
      event.settings,
    ]),
  ];
  return named.flatMap(([name, path]) => (path === undefined ? [] : [[name, path]]));
}
