import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { dirname } from "node:path/posix";
import { isExamplesFolder, type Layout } from "../contract/layout.js";
import { layoutOf } from "../contract/layout-of.js";
import { packageVersion } from "../files/package-files.js";
import type { Folder } from "../files/read-folder.js";
import { compareFindings, type Finding } from "../findings/finding.js";
import { isTagPattern, tagsMatching } from "../git/tags-matching.js";
import type { Report } from "../report/report.js";
import { fails } from "../report/select-findings.js";
import type { Side } from "../review/review-rule.js";
import { earlierFindings } from "./earlier-states.js";
import type { ExitCode, Io } from "./io.js";
import type { LoadedBase } from "./load-base.js";
import { noEvents, readSchemas } from "./load-folder.js";
import { reportLinks } from "./report-links.js";
import { type Wanted, writeReports } from "./report-options.js";
import { gitOf, type ReviewBase, readBase } from "./review-base.js";
import { UsageError } from "./usage-error.js";

/** The options of `rabbitgen review` as the command line gives them. */
export interface ReviewFlags {
  /** The base, then earlier states whose messages may still be queued. */
  readonly against?: readonly string[];
  readonly schemas: string;
  readonly code?: readonly string[];
  readonly mode: "backward" | "forward" | "full";
  readonly failOn: Report["failOn"];
  readonly format?: readonly Wanted[];
}

/** Compares the schemas folder with its base and reports who breaks. */
export async function reviewChanges(io: Io, flags: ReviewFlags): Promise<ExitCode> {
  const { schemas } = flags;
  for (const each of flags.code ?? [])
    if (!existsSync(resolve(io.cwd, each)))
      throw new UsageError(`Folder ${each} not found (--code).`);
  const folder = readCurrent(io, schemas);
  const [first, ...earlier] = await statesOf(io, schemas, flags.against);
  // git works while the engine is loaded
  const reading = readBase(io, schemas, { against: first }, folder.files);
  reading.catch(() => {});
  const { judgeChanges } = await import("./judge-changes.js");
  const { base, unread } = sharingSubmodules(await reading, folder.files);
  if (folder.files.size === 0 && base.files.size === 0) throw new UsageError(noEvents(schemas));
  const { old, now } = await loadSides(io, flags, folder, { ...base, called: "the base" });
  const findings = [...judgeChanges(old, now, { mode: flags.mode, today: io.today, unread })];
  for (const state of earlier) {
    const exactly = { against: state, exact: true };
    const read = sharingSubmodules(await readBase(io, schemas, exactly, folder.files), folder.files);
    const further = await loadSides(io, flags, folder, { ...read.base, called: state });
    const judged = judgeChanges(further.old, further.now, { mode: "backward", today: io.today, unread: [] });
    findings.push(...earlierFindings(state, judged, findings));
  }
  findings.sort(compareFindings);
  const due = findings.some(({ rule }) => rule === "approval-stale")
    ? await (await import("./stale-approvals.js")).withoutOtherApprovals(findings, now, {
        ...folder,
        today: io.today,
      })
    : findings;
  const used = flags.code === undefined ? due : await withUses(io, flags.code, due, old, base);
  const report = await reportOf(io, flags, { folder, base, now, findings: used });
  return writeReports(io, report, flags.format);
}

/** What `--against` names, with the tags of patterns, each once. */
async function statesOf(
  io: Io,
  schemas: string,
  against: ReviewFlags["against"],
): Promise<readonly [base: string | undefined, ...earlier: string[]]> {
  const states: string[] = [];
  for (const each of against ?? []) {
    states.push(...(isTagPattern(each) ? await tagsMatching(await gitOf(io, schemas), each) : [each]));
  }
  const [first, ...earlier] = new Set(states);
  return [first, ...earlier];
}

/** Both sides of a comparison. Throws `UnsoundError` when the folder as it is has errors. */
async function loadSides(
  io: Io,
  { schemas }: ReviewFlags,
  folder: Folder,
  base: ReviewBase & { readonly called: string },
): Promise<{ readonly old: LoadedBase; readonly now: Side }> {
  const [{ loadSide }, { loadBase }] = await Promise.all([
    import("./judge-changes.js"),
    import("./load-base.js"),
  ]);
  const same = unchangedFiles(base.files, folder.files);
  const touched = touchedFiles(same, base.files, folder.files);
  const checked = new Set([...same].filter((path) => !touched(path)));
  const now = await loadSide(io, folder, { schemas, checked, wanted: touched });
  const { called, name, movedFrom = schemas } = base;
  const options = { checked: same, wanted: touched, called, folder: `${name}:${movedFrom}` };
  return { now, old: await loadBase(base, now, options) };
}

/** The contents of a report. */
interface Reviewed {
  readonly folder: Folder;
  readonly base: ReviewBase;
  readonly now: Side;
  readonly findings: readonly Finding[];
}

async function reportOf(
  io: Io,
  { schemas, failOn }: ReviewFlags,
  { folder, base, now, findings }: Reviewed,
): Promise<Report> {
  const { reviewRules } = await import("../review/rules.js");
  const { loaderRules } = await import("../rules/loader/loader-rules.js");
  const { events } = now.contract;
  const all = new Set([...base.files.keys(), ...folder.files.keys()]);
  return {
    command: "review",
    version: packageVersion(),
    findings,
    rules: new Map([...reviewRules, ...loaderRules].map((rule) => [rule.id, rule])),
    folder: schemas,
    repositoryFolder: base.prefix ?? schemas,
    ...(base.movedFrom === undefined ? {} : { baseFolder: base.movedFrom }),
    base: {
      name: base.name,
      ...(base.commit === undefined ? {} : { commit: base.commit }),
      ...(base.movedOn === undefined ? {} : { movedOn: base.movedOn }),
    },
    counts: {
      events: events.length,
      versions: events.flatMap(({ versions }) => versions).length,
      changedFiles: all.size - unchangedFiles(base.files, folder.files).size,
    },
    failOn,
    failed: findings.some((finding) => fails(finding, { failOn })),
    textOf: (file, side) => (side === "new" ? folder : base).files.get(file),
    // the web address is that of the repository around a submodule, which has no file of it
    ...(base.submodule === undefined ? reportLinks(io.env, base.commit) : {}),
  };
}

/**
 * Git stores a submodule's files elsewhere, so their earlier state is unknown. They count as unchanged; otherwise
 * everything in them would be new, and references to them would be errors. A finding reports that they were not
 * compared.
 */
function sharingSubmodules(
  base: ReviewBase,
  current: ReadonlyMap<string, string>,
): { readonly base: ReviewBase; readonly unread: readonly Finding[] } {
  const unread = base.findings.filter(({ rule }) => rule === "submodule-unread");
  const shared = [...current].filter(([path]) => unread.some(({ file }) => path.startsWith(`${file}/`)));
  return { base: { ...base, files: new Map([...base.files, ...shared]) }, unread };
}

/** Paths of the files that are the same on both sides. */
function unchangedFiles(
  base: ReadonlyMap<string, string>,
  current: ReadonlyMap<string, string>,
): ReadonlySet<string> {
  return new Set([...base.keys()].filter((path) => base.get(path) === current.get(path)));
}

/**
 * Files that a change can concern: of events of which some file changed, and what is no event's own. Of other events
 * nothing is different, unless a definition changed that any of them may refer to. What is wrong with those was wrong
 * in the base.
 */
function touchedFiles(
  same: ReadonlySet<string>,
  ...sides: readonly ReadonlyMap<string, string>[]
): (path: string) => boolean {
  const layouts = sides.map(layoutOf);
  const own = new Set(layouts.flatMap(eventFiles));
  const settings = new Set(layouts.flatMap((layout) => [layout.settings, layout.approvals]));
  const changed = sides.flatMap((files) => [...files.keys()]).filter((path) => !same.has(path));
  const everything =
    changed.some((path) => !own.has(path) && !settings.has(path)) ||
    layouts.some(({ settings: path = "" }, side) => !same.has(path) && isMeant(sides[side]?.get(path)));
  const folders = new Set(changed.map(dirname));
  return (path) => everything || !own.has(path) || folders.has(dirname(path));
}

/** Whether a `contract.json` may say what words of schemas mean: its own formats and drafts. */
function isMeant(text = ""): boolean {
  return /\b(?:formats|dialects)\b/.test(text);
}

/** The versions and settings of all events. */
function eventFiles({ events }: Layout): string[] {
  return [...events.values()].flatMap(({ settings, versions }) => [
    ...versions.values(),
    ...(settings === undefined ? [] : [settings]),
  ]);
}

/** The folder as it is; one that is gone is empty, so that all its events were removed. */
function readCurrent(io: Io, schemas: string): Folder {
  try {
    return readSchemas(io, schemas, isExamplesFolder); // examples have no say in a review
  } catch (error) {
    if (error instanceof UsageError) return { files: new Map(), findings: [] };
    throw error;
  }
}

async function withUses(
  io: Io,
  code: readonly string[],
  findings: readonly Finding[],
  old: Side,
  base: ReviewBase,
): Promise<readonly Finding[]> {
  const { findUsesOf } = await import("./find-uses-of.js");
  return findUsesOf(io, code, findings, old.contract, base.root ?? io.cwd);
}
