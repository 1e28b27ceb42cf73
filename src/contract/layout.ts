import { compareText } from "../code/compare-text.js";
import type { Finding } from "../findings/finding.js";
import { isContractFile, syntaxOf, withoutSyntax } from "./file-syntax.js";
import * as problems from "./layout-problems.js";
import { findingOn } from "./source-file.js";
import { compareLabels, defaultStyle, type LabelStyle, styleOf } from "./version-label.js";

/** What the paths of a schemas folder say, before any file is read. */
export interface Layout {
  /** The contract's own file. */
  readonly settings: string | undefined;
  /** The file in which reviewers accept findings. */
  readonly approvals: string | undefined;
  /** Version files by event name, `order/paid` being the event `order.paid`. */
  readonly events: ReadonlyMap<string, EventFiles>;
  /** Files below folders that start with `_`, and others that only a `$ref` can mean. */
  readonly definitions: readonly string[];
  readonly findings: readonly Finding[];
}

/** The files of one event. */
export interface EventFiles {
  readonly folder: string;
  readonly settings: string | undefined;
  /** Version files by label, oldest version first. */
  readonly versions: ReadonlyMap<string, string>;
  /** Example files by version label. */
  readonly examples: ReadonlyMap<string, readonly { readonly path: string; readonly valid: boolean }[]>;
}

/**
 * Sorts the files of a schemas folder into events, versions, examples and definitions by their paths. `style` is how
 * the contract labels its versions; "any", where it names a style that does not exist, takes every known one.
 */
export function readLayout(paths: Iterable<string>, style: LabelStyle | "any" = defaultStyle): Layout {
  const folders = new Map<string, Mutable>();
  const root = new Map<string, string>();
  const definitions: string[] = [];
  const findings: Finding[] = [];
  const folderOf = (name: string): Mutable => {
    const known = folders.get(name) ?? { settings: undefined, versions: new Map(), examples: new Map() };
    folders.set(name, known);
    return known;
  };
  const isLabel = (label: string): boolean => {
    const own = styleOf(label);
    return own !== undefined && (style === "any" || own === style);
  };
  for (const path of [...paths].filter(isContractFile).sort(compareText)) {
    const segments = path.split("/");
    const file = segments.at(-1) ?? "";
    const isDefinition = segments.some((segment) => segment.startsWith("_"));
    if (syntaxOf(path) === undefined) {
      findings.push(findingOn(path, problems.otherExtension(file)));
      continue;
    }
    if (isDefinition) {
      definitions.push(path);
      continue;
    }
    const stem = withoutSyntax(file);
    const example = /^(.+?)\/examples\/(?:([^/]+)\/(valid|invalid)\/)?[^/]+/.exec(path);
    if (example) {
      const [whole, folder = "", label = "", kind] = example;
      if (!isLabel(label) || whole !== path) findings.push(findingOn(path, problems.strayExample(style)));
      else append(folderOf(folder).examples, label, { path, valid: kind === "valid" });
      continue;
    }
    const folder = segments.slice(0, -1).join("/");
    const event = folder === "" ? undefined : folder;
    if (event === undefined && (stem === "contract" || stem === "review")) {
      const first = root.get(stem);
      if (first === undefined) root.set(stem, path);
      else findings.push(findingOn(path, problems.twice(first, path, "the same settings")));
    } else if (event !== undefined && stem === "event") {
      const own = folderOf(event);
      if (own.settings === undefined) own.settings = path;
      else findings.push(findingOn(path, problems.twice(own.settings, path, "the same settings")));
    } else if (event !== undefined && isLabel(stem)) {
      const { versions } = folderOf(event);
      const first = versions.get(stem);
      if (first === undefined) versions.set(stem, path);
      else findings.push(findingOn(path, problems.twice(first, path, `the same version, ${stem}`)));
    } else if (problems.looksLikeVersion(stem)) {
      findings.push(
        findingOn(path, event === undefined ? problems.versionAtRoot : problems.badVersion(file, style)),
      );
    } else if (problems.looksLikeSettings(stem, event)) {
      findings.push(findingOn(path, problems.badSettingsName(file)));
    } else definitions.push(path);
  }
  const events = new Map<string, EventFiles>();
  for (const [folder, files] of folders) {
    const name = folder.replaceAll("/", ".");
    const other = events.get(name);
    if (other)
      findings.push(findingOn(firstOf(files) ?? folder, problems.sameEvent(name, other.folder, folder)));
    // A version file under a wrong name is reported already; what lacks because of it need not be.
    const misnamed = findings.some(
      ({ rule, file }) => rule === "version-name" && file.startsWith(`${folder}/`),
    );
    if (!misnamed) findings.push(...withoutVersions(folder, files, style), ...examplesWithoutVersion(files));
    const versions = new Map([...files.versions].sort(([a], [b]) => compareLabels(a, b)));
    events.set(name, { folder, ...files, versions });
  }
  return {
    settings: root.get("contract"),
    approvals: root.get("review"),
    events,
    definitions,
    findings,
  };
}

/** Whether a folder holds examples of an event, by its path: inside a folder of definitions the name means nothing. */
export function isExamplesFolder(path: string): boolean {
  return /.\/examples$/.test(path) && !/(?:^|\/)_/.test(path);
}

type Mutable = {
  settings: string | undefined;
  versions: Map<string, string>;
  examples: Map<string, { path: string; valid: boolean }[]>;
};

function append<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function firstOf({ settings, versions, examples }: Mutable): string | undefined {
  return [...versions.values()][0] ?? settings ?? [...examples.values()][0]?.[0]?.path;
}

function withoutVersions(folder: string, files: Mutable, style: LabelStyle | "any"): Finding[] {
  const path = firstOf(files);
  if (files.versions.size > 0 || path === undefined) return [];
  return [findingOn(path, problems.noVersion(folder, style))];
}

function examplesWithoutVersion({ versions, examples }: Mutable): Finding[] {
  return [...examples]
    .filter(([label]) => versions.size > 0 && !versions.has(label))
    .flatMap(([label, files]) =>
      files.map(({ path }) => findingOn(path, problems.exampleWithoutVersion(label))),
    );
}
