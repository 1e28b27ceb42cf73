import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { CompareOptions } from "../compat/compare.js";
import { isExamplesFolder } from "../contract/layout.js";
import { packageVersion } from "../files/package-files.js";
import type { Folder } from "../files/read-folder.js";
import { compareFindings, type Finding } from "../findings/finding.js";
import { UsageError } from "../findings/usage-error.js";
import { readRevision } from "../git/read-revision.js";
import { repositoryLinks } from "../git/repository-links.js";
import { isTagPattern, tagsMatching } from "../git/tags-matching.js";
import type { Report } from "../report/report.js";
import { fails } from "../report/select-findings.js";
import { touchedFiles, unchangedFiles } from "../review/changed-files.js";
import { earlierFindings } from "../review/earlier-states.js";
import type { LoadedBase } from "../review/load-base.js";
import type { Side } from "../review/review-rule.js";
import { sharingSubmodules } from "../review/sharing-submodules.js";
import { noEvents, readSchemas } from "./load-folder.js";
import { gitOf, type ReviewBase, readBase } from "./read-base.js";
import { type Surroundings, surroundingsOf } from "./surroundings.js";

/** What is reviewed, and how. */
export interface ReviewFolderOptions extends Partial<Surroundings> {
  /** The schemas folder as it is now; default `schemas`. */
  readonly schemas?: string;
  /** A git revision of the schemas folder that is reviewed in place of the folder as it is; default the folder. */
  readonly head?: string;
  /**
   * The base, a git revision or a folder, then earlier states or patterns of tags whose messages may still be queued.
   * Default: the base that the CI system's variables name.
   */
  readonly against?: readonly string[];
  /** Folders with TypeScript code in which uses of what is removed are looked for; default none. */
  readonly code?: readonly string[];
  /** Which compatibility is asked for; default `full`, both directions. */
  readonly mode?: NonNullable<CompareOptions["mode"]>;
  /** The least severity that makes the report a failed one; default `error`. */
  readonly failOn?: Report["failOn"];
}

/** The same with everything that was left out. */
type Review = Required<Omit<ReviewFolderOptions, keyof Surroundings | "code" | "head">> & {
  readonly around: Surroundings;
};

/**
 * Compares a schemas folder with a git revision or another folder, and reports who breaks, as `rabbitgen review` does;
 * `review.json` of the folder is applied. A revision that HEAD does not contain is compared at the commit where HEAD left
 * it, unless there is a `head`: between two revisions, both are as they are named. Rejects with `UsageError` for something that is not there, `GitError` for a
 * revision that cannot be read, and `UnsoundError` for schemas with errors.
 */
export async function reviewFolder(options: ReviewFolderOptions = {}): Promise<Report> {
  const { schemas = "schemas", head, against = [], code, mode = "full", failOn = "error" } = options;
  const around = surroundingsOf(options);
  const review: Review = { schemas, against, mode, failOn, around };
  for (const each of code ?? [])
    if (!existsSync(resolve(around.cwd, each))) throw new UsageError(`Folder ${each} not found (--code).`);
  const folder = head === undefined ? readCurrent(around, schemas) : await readHead(around, schemas, head);
  const [first, ...earlier] = await statesOf(review);
  // git works while the engine is loaded
  const reading = readBase(around, schemas, { against: first, exact: head !== undefined }, folder.files);
  reading.catch(() => {});
  const { judgeChanges } = await import("../review/judge-changes.js");
  const { base, unread } = sharingSubmodules(await reading, folder.files);
  if (folder.files.size === 0 && base.files.size === 0) throw new UsageError(noEvents(schemas));
  const { old, now } = await loadSides(review, folder, { ...base, called: "the base" });
  const findings = [...judgeChanges(old, now, { mode, today: around.today, unread })];
  for (const state of earlier) {
    const exactly = { against: state, exact: true };
    const read = sharingSubmodules(await readBase(around, schemas, exactly, folder.files), folder.files);
    const further = await loadSides(review, folder, { ...read.base, called: state });
    const judged = judgeChanges(further.old, further.now, {
      mode: "backward",
      today: around.today,
      unread: [],
    });
    findings.push(...earlierFindings(state, judged, findings));
  }
  findings.sort(compareFindings);
  const due = findings.some(({ rule }) => rule === "approval-stale")
    ? await (await import("../review/stale-approvals.js")).withoutOtherApprovals(findings, now, {
        ...folder,
        today: around.today,
      })
    : findings;
  const used = code === undefined ? due : await withUses(around, code, due, old, base);
  return reportOf(review, { folder, base, now, findings: used, isHead: head === undefined });
}

/** What `--against` names, with the tags of patterns, each once. */
async function statesOf({
  around,
  schemas,
  against,
}: Review): Promise<readonly [base: string | undefined, ...earlier: string[]]> {
  const states: string[] = [];
  for (const each of against) {
    states.push(...(isTagPattern(each) ? await tagsMatching(await gitOf(around, schemas), each) : [each]));
  }
  const [first, ...earlier] = new Set(states);
  return [first, ...earlier];
}

/** Both sides of a comparison. Throws `UnsoundError` when the folder as it is has errors. */
async function loadSides(
  { schemas }: Review,
  folder: Folder,
  base: ReviewBase & { readonly called: string },
): Promise<{ readonly old: LoadedBase; readonly now: Side }> {
  const [{ loadSide }, { loadBase }] = await Promise.all([
    import("../review/load-side.js"),
    import("../review/load-base.js"),
  ]);
  const same = unchangedFiles(base.files, folder.files);
  const touched = touchedFiles(same, base.files, folder.files);
  const checked = new Set([...same].filter((path) => !touched(path)));
  const now = await loadSide(folder, { schemas, checked, wanted: touched });
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
  /** Whether it is the state that the CI system has checked out, whose files its web pages show. */
  readonly isHead: boolean;
}

async function reportOf(
  { schemas, failOn, around }: Review,
  { folder, base, now, findings, isHead }: Reviewed,
): Promise<Report> {
  const { reviewRules } = await import("../review/review-rules.js");
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
    ...(base.submodule === undefined && isHead ? repositoryLinks(around.env, base.commit) : {}),
  };
}

/** The folder as it is at a revision. */
function readHead({ cwd, env }: Surroundings, schemas: string, ref: string): Promise<Folder> {
  return readRevision({ folder: resolve(cwd, schemas), ref, env, skips: isExamplesFolder });
}

/** The folder as it is; one that is gone is empty, so that all its events were removed. */
function readCurrent(around: Surroundings, schemas: string): Folder {
  try {
    return readSchemas(around, schemas, isExamplesFolder); // examples have no say in a review
  } catch (error) {
    if (error instanceof UsageError) return { files: new Map(), findings: [] };
    throw error;
  }
}

async function withUses(
  around: Surroundings,
  code: readonly string[],
  findings: readonly Finding[],
  old: Side,
  base: ReviewBase,
): Promise<readonly Finding[]> {
  const { addUses } = await import("./add-uses.js");
  const { cwd, note } = around;
  const found = await addUses(findings, { code, cwd, contract: old.contract, root: base.root });
  for (const each of found.notes) note(`--code: ${each}`);
  return found.findings;
}
