import { loadContract } from "../contract/load-contract.js";
import type { Folder } from "../files/read-folder.js";
import { compareFindings, type Finding } from "../findings/finding.js";
import { applyApprovals } from "../review/approvals.js";
import { type ReviewOptions, reviewContracts } from "../review/review-contracts.js";
import type { Side } from "../review/review-rule.js";
import { fingerprint } from "../rules/fingerprint.js";
import type { Io } from "./io.js";
import type { LoadedBase } from "./load-base.js";
import { unsound } from "./print-findings.js";

/** Which side is loaded, and how. */
export interface SideOptions {
  readonly schemas: string;
  /** Files whose structure needs no check. */
  readonly checked: ReadonlySet<string>;
  /** Version files whose schemas take part. */
  readonly wanted: (path: string) => boolean;
}

/** Loads the folder as it is. Throws `UnsoundError` when it has errors. */
export async function loadSide(
  io: Io,
  { files, findings }: Folder,
  { schemas, checked, wanted }: SideOptions,
): Promise<Side> {
  const { contract, sources, findings: loaded } = await loadContract(files, { checked, wanted });
  const errors = [...findings, ...loaded].filter(({ severity }) => severity === "error");
  if (contract !== undefined && errors.length === 0) return { contract, sources };
  const options = { color: io.color, folder: schemas, textOf: (file: string) => files.get(file) };
  throw unsound(errors, ` in ${schemas}: they cannot be reviewed.`, options);
}

/** How a change is judged. */
export interface JudgeOptions extends ReviewOptions {
  /** What could not be compared. */
  readonly unread: readonly Finding[];
}

/** Everything that there is to say of a change, with what `review.json` accepts marked. */
export function judgeChanges(old: LoadedBase, now: Side, options: JudgeOptions): readonly Finding[] {
  const { unread, ...questions } = options;
  const { contract } = now;
  // an event that the base has, and that cannot be read there, is not new
  const events = contract.events.filter(({ name }) => !old.withheld.has(name));
  const compared = { ...now, contract: { ...contract, events } };
  const found = [
    ...reviewContracts(old, compared, questions),
    ...[...unread, ...old.unreadable].map(acceptable),
  ];
  const approvals = { today: options.today, before: old.sources.get("review.json") };
  const accepted = applyApprovals(found, now.sources.get("review.json"), approvals);
  return [...accepted].sort(compareFindings);
}

function acceptable(finding: Finding): Finding {
  const { rule, file, pointer, message, review = { breaks: [], services: [], uses: [] } } = finding;
  return { ...finding, fingerprint: fingerprint(rule, file, pointer, message), review };
}
