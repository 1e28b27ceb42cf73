import { type Diagnosis, findingAt, type SourceFile } from "../contract/source-file.js";
import { compareFindings, type Finding } from "../findings/finding.js";
import { isObject, type Json, type JsonObject, member } from "../json/json.js";
import { valueAt } from "../json/pointer.js";

/** One entry of `review.json`. */
interface Approval {
  readonly fingerprint: string;
  readonly reason: string;
  /** The last day on which it is valid. */
  readonly until: string | undefined;
  readonly pointer: string;
}

/** The context in which approvals are applied. */
export interface ApprovalOptions {
  /** Today, as `2026-11-24`. */
  readonly today: string;
  /**
   * The base's `review.json`. An entry that is already there needs no matching finding: the base contains the change,
   * so later reviews do not report it.
   */
  readonly before?: SourceFile | undefined;
  /** Whether an entry without a matching finding is ignored, since it may be for another command's findings. */
  readonly isPartial?: boolean;
}

/**
 * Marks the findings that `review.json` accepts. Invalid entries, expired entries, and new entries without a matching
 * finding become findings of their own.
 */
export function applyApprovals(
  findings: readonly Finding[],
  source: SourceFile | undefined,
  options: ApprovalOptions,
): readonly Finding[] {
  if (source === undefined) return findings;
  const { today, before, isPartial = false } = options;
  const { approvals, wrong } = readApprovals(source);
  const found: Finding[] = [...wrong];
  const known = new Set(findings.map(({ fingerprint }) => fingerprint));
  const settled = new Set(before && readApprovals(before).approvals.map(({ fingerprint }) => fingerprint));
  const holding = new Map<string, Approval>();
  for (const approval of approvals) {
    const { fingerprint, until, pointer } = approval;
    if (known.has(fingerprint) && until !== undefined && until < today)
      found.push(findingAt(source, pointer, lapsed(until)));
    else if (known.has(fingerprint)) holding.set(fingerprint, approval);
    else if (!isPartial && !settled.has(fingerprint))
      found.push(findingAt(source, pointer, stale(fingerprint)));
  }
  const marked = findings.map((finding): Finding => {
    const approval = holding.get(finding.fingerprint ?? "");
    if (approval === undefined) return finding;
    const { reason, until } = approval;
    const accepted = { reason, ...(until === undefined ? {} : { until }) };
    return { ...finding, review: { breaks: [], services: [], uses: [], ...finding.review, accepted } };
  });
  return [...marked, ...found].sort(compareFindings);
}

function readApprovals(source: SourceFile): {
  readonly approvals: readonly Approval[];
  readonly wrong: readonly Finding[];
} {
  const approvals: Approval[] = [];
  const wrong: Finding[] = [];
  const complain = (pointer: string, message: string): void =>
    void wrong.push(findingAt(source, pointer, { rule: "approval-invalid", severity: "error", message }));
  const list = isObject(source.value) ? (member(source.value, "accept") ?? []) : undefined;
  if (!Array.isArray(list)) complain("", 'review.json must be an object with a list "accept".');
  const other = isObject(source.value) ? unknownKey(source.value, ["$schema", "accept"]) : undefined;
  if (other !== undefined) complain("", `Unknown key ${other} in review.json; only "accept" is allowed.`);
  for (const [index, entry] of (Array.isArray(list) ? (list as readonly Json[]) : []).entries()) {
    const pointer = `/accept/${index}`;
    if (!isObject(entry)) {
      complain(pointer, "An entry must be an object.");
      continue;
    }
    const problem = problemOf(entry);
    if (problem !== undefined) complain(pointer, problem);
    else if (isUnwritten(entry))
      complain(`${pointer}/reason`, 'Replace the TODO: "reason" must say why the finding is acceptable.');
    else approvals.push({ ...textsOf(entry), pointer });
  }
  return { approvals, wrong };
}

/** Unknown keys are errors: a misspelt `"untill"` would accept the finding forever. */
function unknownKey(value: JsonObject, known: readonly string[]): string | undefined {
  const key = Object.keys(value).find((each) => !known.includes(each));
  return key === undefined ? undefined : JSON.stringify(key);
}

function problemOf(entry: JsonObject): string | undefined {
  const { fingerprint, reason, until } = textsOf(entry);
  const other = unknownKey(entry, ["fingerprint", "finding", "reason", "until"]);
  if (other !== undefined)
    return `Unknown key ${other} in an entry; allowed are "fingerprint", "reason" and "until".`;
  if (!/^[0-9a-f]{16}$/.test(fingerprint))
    return 'An entry must have a "fingerprint" of 16 hexadecimal digits.';
  if (reason.trim() === "")
    return 'An entry must have a non-empty "reason" that says why the finding is acceptable.';
  if (until !== undefined && !isDay(until))
    return `"until" must be a date such as 2027-06-30, not ${JSON.stringify(member(entry, "until"))}.`;
  return undefined;
}

/** True for an entry as `--format approvals` writes it, whose reason is still to be written. */
function isUnwritten(entry: JsonObject): boolean {
  return textsOf(entry).reason.startsWith("TODO");
}

function textsOf(entry: JsonObject): Omit<Approval, "pointer"> {
  const text = (name: string): string => {
    const value = member(entry, name);
    return typeof value === "string" ? value : "";
  };
  return {
    fingerprint: text("fingerprint"),
    reason: text("reason"),
    until: member(entry, "until") === undefined ? undefined : text("until"),
  };
}

function isDay(text: string): boolean {
  return (
    /^\d{4}-\d\d-\d\d$/.test(text) &&
    !Number.isNaN(Date.parse(text)) &&
    new Date(text).toISOString().startsWith(text)
  );
}

function stale(fingerprint: string): Diagnosis {
  return {
    rule: "approval-stale",
    severity: "warning",
    message: `No finding has the fingerprint ${fingerprint}; this entry has no effect.`,
    help: "Remove it, or copy the current fingerprint from the output of `--format approvals`.",
  };
}

function lapsed(until: string): Diagnosis {
  return {
    rule: "approval-lapsed",
    severity: "warning",
    message: `This approval expired on ${until}.`,
    help: 'Fix the finding, or extend "until".',
  };
}

/** The fingerprint named in an entry of `review.json`. */
export function fingerprintAt(
  source: SourceFile | undefined,
  pointer: string | undefined,
): string | undefined {
  const entry = source && pointer !== undefined ? valueAt(source.value, pointer) : undefined;
  return entry !== undefined && isObject(entry) ? textsOf(entry).fingerprint : undefined;
}
