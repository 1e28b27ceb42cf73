import { visible, visibleJson } from "../code/visible.js";
import type { Finding } from "../findings/finding.js";
import type { Reporter } from "./report.js";
import { fails } from "./select-findings.js";

/** The text to paste into `review.json` to accept the failing findings; each needs a reason filled in. */
export const approvals: Reporter = (report) => {
  const failing = report.findings.filter((finding) => fails(finding, report));
  // loader findings have no fingerprint: findings about unreadable files cannot be accepted
  const accept = failing.flatMap((finding) =>
    finding.fingerprint === undefined ? [] : [entry(finding, finding.fingerprint)],
  );
  const once = accept.filter(
    ({ fingerprint }, index) => accept.findIndex((each) => each.fingerprint === fingerprint) === index,
  );
  return `${visibleJson({ $schema: schema, accept: once })}\n`;
};

/** Relative to a schemas folder beside `node_modules`, as in the scaffolded `contract.json`. */
const schema = "../node_modules/rabbitgen/json-schemas/review.schema.json";

interface Acceptance {
  readonly fingerprint: string;
  readonly finding: string;
  readonly reason: string;
}

function entry({ file, message, review }: Finding, fingerprint: string): Acceptance {
  const about = [review?.event, review?.version].filter((word) => word !== undefined).join(" ");
  return {
    fingerprint,
    finding: visible(`${about === "" ? file : about}: ${message}`),
    reason: "TODO: why this is acceptable",
  };
}
