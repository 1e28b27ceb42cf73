import { type Loaded, loadContract } from "../contract/load-contract.js";
import { packageVersion } from "../files/package-files.js";
import type { Folder } from "../files/read-folder.js";
import { compareFindings, type Finding } from "../finding.js";
import type { Report } from "../report/report.js";
import { fails } from "../report/select-findings.js";
import { applyApprovals } from "../review/approvals.js";
import { reviewContracts } from "../review/review-contracts.js";
import type { Side } from "../review/review-rule.js";
import { reviewRules } from "../review/rules.js";
import type { ExitCode, Io } from "./io.js";
import { noEvents, readSchemas } from "./load-folder.js";
import { countFindings, printFindings } from "./print-findings.js";
import { reportLinks } from "./report-links.js";
import { type Wanted, writeReports } from "./report-options.js";
import { type ReviewBase, readBase } from "./review-base.js";
import { UsageError } from "./usage-error.js";

/** The options of `rabbitgen review` as the command line gives them. */
export interface ReviewFlags {
  readonly against?: string;
  readonly schemas: string;
  readonly code?: readonly string[];
  readonly mode: "backward" | "forward" | "full";
  readonly failOn: Report["failOn"];
  readonly format?: readonly Wanted[];
}

/** Compares the schemas folder with its base and reports who breaks. */
export async function reviewChanges(io: Io, flags: ReviewFlags): Promise<ExitCode> {
  const { schemas, mode, failOn } = flags;
  const folder = readCurrent(io, schemas);
  const base = await readBase(io, schemas, flags.against, folder.files);
  if (folder.files.size === 0 && base.files.size === 0) throw new UsageError(noEvents(schemas));
  const now = await load(io, folder, schemas, new Set());
  const same = new Set(
    [...base.files.keys()].filter((path) => base.files.get(path) === folder.files.get(path)),
  );
  const old = await load(io, base, schemas, now === undefined ? new Set() : same, base.name);
  if (now === undefined || old === undefined) return 2;
  const found = reviewContracts(old, now, { mode, today: io.today });
  const accepted = applyApprovals(found, now.sources.get("review.json"), io.today);
  const findings = flags.code === undefined ? accepted : await withUses(io, flags.code, accepted, old, base);
  const { events } = now.contract;
  const report: Report = {
    command: "review",
    version: packageVersion(),
    findings: [...findings].sort(compareFindings),
    rules: new Map(reviewRules.map((rule) => [rule.id, rule])),
    folder: schemas,
    repositoryFolder: base.prefix ?? schemas,
    base: { name: base.name, ...(base.commit === undefined ? {} : { commit: base.commit }) },
    counts: {
      events: events.length,
      versions: events.flatMap(({ versions }) => versions).length,
      changedFiles: new Set([...base.files.keys(), ...folder.files.keys()]).size - same.size,
    },
    failOn,
    failed: findings.some((finding) => fails(finding, { failOn })),
    textOf: (file, side) => (side === "new" ? folder : base).files.get(file),
    ...reportLinks(io.env, base.commit),
  };
  return writeReports(io, report, flags.format);
}

/** The folder as it is; one that is gone is empty, so that all its events were removed. */
function readCurrent(io: Io, schemas: string): Folder {
  try {
    return readSchemas(io, schemas);
  } catch (error) {
    if (error instanceof UsageError) return { files: new Map(), findings: [] };
    throw error;
  }
}

/** Loads one side; `undefined`, with all that is wrong told, when it has errors. Examples have no say in a review. */
async function load(
  io: Io,
  { files, findings }: Folder,
  schemas: string,
  checked: ReadonlySet<string>,
  base?: string,
): Promise<Side | undefined> {
  const judged = new Map([...files].filter(([path]) => !/(?:^|\/)examples\//.test(path)));
  const { contract, sources, findings: loaded }: Loaded = await loadContract(judged, { checked });
  const errors = [...findings, ...loaded].filter(({ severity }) => severity === "error");
  if (contract !== undefined && errors.length === 0) return { contract, sources };
  const folder = base === undefined ? schemas : `${base}:${schemas}`;
  const options = { color: io.color, folder, textOf: (file: string) => files.get(file) };
  const where = base === undefined ? schemas : `${schemas} at ${base}`;
  const what = base === undefined ? "they cannot be reviewed" : "nothing can be compared with them";
  io.err(`${printFindings(errors, options)}\n${countFindings(errors)} in ${where}: ${what}.\n`);
  return undefined;
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
