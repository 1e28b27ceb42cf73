import type { Finding, ReviewDetails, ReviewTarget, Use } from "../findings/finding.js";
import { parseVersionName } from "../findings/version-name.js";
import type { Json } from "../json/json.js";
import type { WantedUse } from "./wanted.js";

/** What to look for in code of the findings of a review, by keys that `withUses` takes. */
export function wantedByFindings(findings: readonly Finding[]): ReadonlyMap<string, WantedUse> {
  return new Map(findings.flatMap((finding, index) => wantedBy(finding, index)));
}

/** The findings with their uses, which are found by the keys of `wantedByFindings`. */
export function withUses(
  findings: readonly Finding[],
  found: ReadonlyMap<string, readonly Use[]>,
): readonly Finding[] {
  return findings.map((finding, index) => {
    const uses = [...found].flatMap(([key, list]) => (key.startsWith(`${index} `) ? list : []));
    return finding.review === undefined
      ? finding
      : { ...finding, ...severityOf(finding, uses), review: { ...finding.review, uses: once(uses) } };
  });
}

/** Silently lost data is more than a warning where code reads it. */
function severityOf({ severity }: Finding, uses: readonly Use[]): Pick<Finding, "severity"> {
  return { severity: severity === "warning" && uses.length > 0 ? "error" : severity };
}

/** What to look for of a finding, once for each event that it is of. */
function wantedBy({ rule, review, severity }: Finding, index: number): [string, WantedUse][] {
  const { event, version, target, also = [] } = review ?? ({} as Partial<ReviewDetails>);
  if (event === undefined || target === undefined) return [];
  if (severity === "info" && !readAnyway.has(rule)) return [];
  const own = wantedOf(target, event, version);
  // findings that are merged are of one rule: all name a version, or none does
  const others = also.flatMap((name) => {
    const other = version === undefined ? { event: name, version } : parseVersionName(name);
    return wantedOf(target, other.event, other.version);
  });
  return [...own, ...others].map((each, number) => [`${index} ${number}`, each]);
}

/** What breaks no message and takes something away all the same: who reads it gets nothing more. */
const readAnyway: ReadonlySet<string> = new Set([
  "property-removed",
  "property-renamed",
  "enum-value-removed",
]);

function wantedOf(target: ReviewTarget, event: string, version: string | undefined): WantedUse[] {
  const versions = version === undefined ? [] : [version];
  switch (target.kind) {
    case "event":
      return [{ kind: "event", event }];
    case "version":
      return [{ kind: "version", event, versions }];
    case "property":
      return [{ kind: "property", event, versions, path: target.path }];
    case "value": {
      const { value, path } = target;
      return isScalar(value) ? [{ kind: "value", event, versions, path, value }] : [];
    }
  }
}

function isScalar(value: Json): value is string | number | boolean | null {
  return typeof value !== "object" || value === null;
}

function once(uses: readonly Use[]): Use[] {
  const known = new Map(uses.map((use) => [`${use.file}:${use.line}:${use.column} ${use.what}`, use]));
  return [...known.values()];
}
