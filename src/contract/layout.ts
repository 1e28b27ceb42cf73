import { compareText, type Finding } from "../finding.js";
import { findingOn, type Said } from "./source-file.js";

/** What the paths of a schemas folder say, before any file is read. */
export interface Layout {
  /** Version files by event name, `order/paid` being the event `order.paid`. */
  readonly events: ReadonlyMap<string, EventFiles>;
  /** JSON files below folders that start with `_`, and others that only a `$ref` can mean. */
  readonly definitions: readonly string[];
  readonly findings: readonly Finding[];
}

/** The files of one event. */
export interface EventFiles {
  readonly folder: string;
  readonly settings: string | undefined;
  /** Version files by number, ascending. */
  readonly versions: ReadonlyMap<number, string>;
  /** Example files by version number. */
  readonly examples: ReadonlyMap<number, readonly { readonly path: string; readonly valid: boolean }[]>;
}

/** The contract's own file; and the one in which reviewers accept findings. */
const rootFiles: ReadonlySet<string> = new Set(["contract.json", "review.json"]);

/** Sorts the JSON files of a schemas folder into events, versions, examples and definitions by their paths. */
export function readLayout(paths: Iterable<string>): Layout {
  const folders = new Map<string, Mutable>();
  const definitions: string[] = [];
  const findings: Finding[] = [];
  const folderOf = (name: string): Mutable => {
    const known = folders.get(name) ?? { settings: undefined, versions: new Map(), examples: new Map() };
    folders.set(name, known);
    return known;
  };
  for (const path of [...paths].sort(compareText)) {
    const segments = path.split("/");
    if (!path.endsWith(".json") || rootFiles.has(path)) continue;
    if (segments.some((segment) => segment.startsWith("_"))) {
      definitions.push(path);
      continue;
    }
    const example = /^(.+?)\/examples\/(?:([^/]+)\/(valid|invalid)\/)?[^/]+/.exec(path);
    if (example) {
      const [whole, folder = "", label = "", kind] = example;
      const number = versionNumber(label);
      if (number === undefined || whole !== path) findings.push(strayExample(path));
      else append(folderOf(folder).examples, number, { path, valid: kind === "valid" });
      continue;
    }
    const folder = segments.slice(0, -1).join("/");
    const file = segments.at(-1) ?? "";
    const number = versionNumber(file.slice(0, -".json".length));
    if (folder !== "" && file === "event.json") folderOf(folder).settings = path;
    else if (folder !== "" && number !== undefined) folderOf(folder).versions.set(number, path);
    else if (/^v?\d[\d.]*\.json$/i.test(file))
      findings.push(findingOn(path, folder === "" ? versionAtRoot : badVersion(file)));
    else definitions.push(path);
  }
  const events = new Map<string, EventFiles>();
  for (const [folder, files] of folders) {
    const name = folder.replaceAll("/", ".");
    const other = events.get(name);
    if (other) findings.push(...sameEvent(name, other.folder, folder, files));
    // A version file under a wrong name has been told already; what lacks because of it need not be.
    const misnamed = findings.some(
      ({ rule, file }) => rule === "version-name" && file.startsWith(`${folder}/`),
    );
    if (!misnamed) findings.push(...withoutVersions(folder, files), ...examplesWithoutVersion(files));
    const versions = new Map([...files.versions].sort(([a], [b]) => a - b));
    events.set(name, { folder, ...files, versions });
  }
  return { events, definitions, findings };
}

/** Whether a folder holds examples of an event, by its path: inside a folder of definitions the name means nothing. */
export function isExamplesFolder(path: string): boolean {
  return /.\/examples$/.test(path) && !/(?:^|\/)_/.test(path);
}

type Mutable = {
  settings: string | undefined;
  versions: Map<number, string>;
  examples: Map<number, { path: string; valid: boolean }[]>;
};

/** `v1` is 1; `v0`, `v01`, `V1` and `1` are none. */
function versionNumber(label: string): number | undefined {
  const number = /^v([1-9]\d{0,8})$/.exec(label)?.[1];
  return number === undefined ? undefined : Number(number);
}

function append<Value>(map: Map<number, Value[]>, key: number, value: Value): void {
  map.set(key, [...(map.get(key) ?? []), value]);
}

/** `order/paid/` and `order.paid/` are one event's name: one of the two would be lost. */
function sameEvent(
  name: string,
  first: string,
  second: string,
  { settings, versions, examples }: Mutable,
): Finding[] {
  const path = [...versions.values()][0] ?? settings ?? [...examples.values()][0]?.[0]?.path ?? second;
  return [
    findingOn(path, {
      rule: "name-collision",
      severity: "error",
      message: `The folders ${first}/ and ${second}/ are both the event ${JSON.stringify(name)}.`,
      help: "Rename one of the two folders, or move its files into the other.",
    }),
  ];
}

function withoutVersions(folder: string, { settings, versions, examples }: Mutable): Finding[] {
  if (versions.size > 0) return [];
  const path = settings ?? [...examples.values()][0]?.[0]?.path;
  if (path === undefined) return [];
  return [
    findingOn(path, {
      rule: "event-without-version",
      severity: "error",
      message: `The event folder ${JSON.stringify(folder)} has no version file.`,
      help: "Add v1.json with the event's JSON Schema.",
    }),
  ];
}

function examplesWithoutVersion({ versions, examples }: Mutable): Finding[] {
  return [...examples]
    .filter(([number]) => versions.size > 0 && !versions.has(number))
    .flatMap(([number, files]) => files.map(({ path }) => findingOn(path, exampleWithoutVersion(number))));
}

function exampleWithoutVersion(number: number): Said {
  return {
    rule: "example-stray",
    severity: "error",
    message: `This is an example of v${number}, and there is no v${number}.json.`,
  };
}

function strayExample(path: string): Finding {
  return findingOn(path, {
    rule: "example-stray",
    severity: "error",
    message: "An example belongs into examples/v1/valid or examples/v1/invalid (v1 being its version).",
  });
}

function badVersion(file: string): Said {
  const number = Number(/\d+/.exec(file)?.[0] ?? 1);
  return {
    rule: "version-name",
    severity: "error",
    message: `${JSON.stringify(file)} is no version file: versions are called v1.json, v2.json, … without leading zeros.`,
    help: number > 999_999_999 ? "Count versions from 1." : `Call it v${Math.max(number, 1)}.json.`,
  };
}

const versionAtRoot: Said = {
  rule: "version-name",
  severity: "error",
  message: "A version file belongs into a folder of its own, which gives the event its name.",
  help: "Move it, for example to order_paid/v1.json.",
};
