import type { Finding } from "../findings/finding.js";
import { checkYaml } from "./check-yaml.js";
import { syntaxOf } from "./file-syntax.js";
import { jsonFindings } from "./json-findings.js";
import { jsonSource } from "./json-source.js";
import { type SourceFile, withoutMark } from "./source-file.js";
import { yamlSource } from "./yaml-source.js";

/**
 * Reads one file strictly, by the syntax of its name; what is neither JSON nor YAML by its name is read as JSON. A byte
 * order mark is skipped. The value is there only when it can be trusted.
 */
export function parseSource(path: string, raw: string): { source?: SourceFile; findings: Finding[] } {
  const text = withoutMark(raw);
  if (isJson(path, text)) {
    const findings = jsonFindings(path, text);
    return findings.length > 0 ? { findings } : { source: jsonSource(path, raw), findings };
  }
  const { document, findings } = checkYaml(path, text);
  return findings.length > 0 ? { findings } : { source: yamlSource(path, raw, document), findings };
}

/** A file that `parseSource` found nothing wrong with before; parsed when its value is read. */
export function trustSource(path: string, raw: string): SourceFile {
  return isJson(path, withoutMark(raw)) ? jsonSource(path, raw) : yamlSource(path, raw);
}

/** JSON is YAML 1.2, too: a YAML file that holds JSON is read as such, which is much faster. */
function isJson(path: string, text: string): boolean {
  if (syntaxOf(path) !== "yaml") return true;
  if (!/^\s*[{[]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
