import { loadContract } from "../contract/load-contract.js";
import type { Folder } from "../files/read-folder.js";
import { compareFindings, type Finding } from "../finding.js";
import { applyApprovals } from "../review/approvals.js";
import { type ReviewOptions, reviewContracts } from "../review/review-contracts.js";
import type { Side } from "../review/review-rule.js";
import { fingerprint } from "../rules/fingerprint.js";
import type { Io } from "./io.js";
import { countFindings, printFindings } from "./print-findings.js";

/** Which side is loaded, and how. */
export interface SideOptions {
  readonly schemas: string;
  /** Files whose structure needs no check. */
  readonly checked: ReadonlySet<string>;
  /** Version files whose schemas take part. */
  readonly wanted: (path: string) => boolean;
  /** What the base is called; absent for the folder as it is. */
  readonly base?: string;
}

/** Loads one side; `undefined`, with all that is wrong told, when it has errors. */
export async function loadSide(
  io: Io,
  { files, findings }: Folder,
  { schemas, checked, wanted, base }: SideOptions,
): Promise<Side | undefined> {
  const { contract, sources, findings: loaded } = await loadContract(files, { checked, wanted });
  const errors = [...findings, ...loaded].filter(({ severity }) => severity === "error");
  if (contract !== undefined && errors.length === 0) return { contract, sources };
  const folder = base === undefined ? schemas : `${base}:${schemas}`;
  const options = { color: io.color, folder, textOf: (file: string) => files.get(file) };
  const where = base === undefined ? schemas : `${schemas} at ${base}`;
  const what = base === undefined ? "they cannot be reviewed" : "nothing can be compared with them";
  io.err(`${printFindings(errors, options)}\n${countFindings(errors)} in ${where}: ${what}.\n`);
  return undefined;
}

/** How a change is judged. */
export interface JudgeOptions extends ReviewOptions {
  /** What could not be compared. */
  readonly unread: readonly Finding[];
}

/** Everything that there is to say of a change, with what `review.json` accepts marked. */
export function judgeChanges(old: Side, now: Side, { unread, ...options }: JudgeOptions): readonly Finding[] {
  const found = [...reviewContracts(old, now, options), ...unread.map(acceptable)];
  const accepted = applyApprovals(found, now.sources.get("review.json"), options.today);
  return [...accepted].sort(compareFindings);
}

function acceptable(finding: Finding): Finding {
  const { rule, file, pointer, message } = finding;
  const review = { breaks: [], services: [], uses: [] };
  return { ...finding, fingerprint: fingerprint(rule, file, pointer, message), review };
}
