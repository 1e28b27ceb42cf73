import type { Finding } from "../findings/finding.js";
import type { Reporter } from "./report.js";
import { fails } from "./select-findings.js";
import { visible, visibleJson } from "./visible.js";

/** What to paste into `review.json` so that findings that fail are accepted, with a reason to be written. */
export const approvals: Reporter = (report) => {
  const failing = report.findings.filter((finding) => fails(finding, report));
  // a finding of the loader has no fingerprint: what cannot be read cannot be accepted
  const accept = failing.flatMap((finding) =>
    finding.fingerprint === undefined ? [] : [entry(finding, finding.fingerprint)],
  );
  const once = accept.filter(
    ({ fingerprint }, index) => accept.findIndex((each) => each.fingerprint === fingerprint) === index,
  );
  return `${visibleJson({ $schema: schema, accept: once })}\n`;
};

/** As seen from a schemas folder beside `node_modules`; the scaffold's `contract.json` says it the same way. */
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
    reason: "TODO: why this is fine",
  };
}
