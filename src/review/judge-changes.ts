import { compareFindings, type Finding } from "../findings/finding.js";
import { fingerprint } from "../rules/fingerprint.js";
import { applyApprovals } from "./apply-approvals.js";
import type { LoadedBase } from "./load-base.js";
import { type ReviewOptions, reviewContracts } from "./review-contracts.js";
import type { Side } from "./review-rule.js";

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
