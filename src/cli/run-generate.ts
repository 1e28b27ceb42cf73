import { count } from "../code/count.js";
import { shellQuote } from "../code/shell-quote.js";
import type { Difference } from "../files/compare-output.js";
import { manifestName } from "../files/manifest.js";
import { countFindings } from "../findings/count-findings.js";
import { type GeneratedFolder, generateFolder } from "../project/generate-folder.js";
import { capWarnings } from "./cap-warnings.js";
import type { ExitCode, Io } from "./io.js";
import { progressLine } from "./progress.js";
import { reportFindings } from "./report-findings.js";

/** The options of `rabbitgen generate` as the command line gives them. */
export interface GenerateFlags {
  readonly schemas: string;
  readonly out: string;
  readonly check?: true;
  readonly fresh?: true;
  readonly keepGoing?: true;
  readonly service?: string;
  readonly allServices?: true;
  readonly format: "text" | "json";
}

/** One run of `rabbitgen generate`, reported as its flags say. */
export async function runGenerate(io: Io, flags: GenerateFlags): Promise<ExitCode> {
  const progress = progressLine(io, "Compiling");
  const report = await generateFolder({ ...flags, cwd: io.cwd, progress: progress.update }).finally(
    progress.end,
  );
  if (flags.format === "json") io.out(`${JSON.stringify(asJson(report, flags), undefined, 2)}\n`);
  else {
    const { shown, rest } = capWarnings(report.findings);
    reportFindings(io, flags.schemas, shown, report.files);
    for (const line of rest) io.err(`${line}\n`);
    if (flags.service !== undefined && report.difference && report.events === 0)
      io.err(
        `warning: ${flags.service} neither publishes nor consumes an event in contract.json; the SDK has none.\n`,
      );
    io.out(summary(report, flags));
  }
  if (!report.difference) return 2;
  if (report.broken.size > 0) return 1;
  return flags.check && isDifferent(report.difference) ? 1 : 0;
}

/** What differs in our own files; a foreign file is reported and kept, unless it would be overwritten. */
function isDifferent({ changed, missing, stale, blocked }: Difference): boolean {
  return changed.length + missing.length + stale.length + blocked.length > 0;
}

/** For machines: findings by the path that leads to the file, the output's files by their path below `out`. */
function asJson(
  { findings, difference, broken, events, versions }: GeneratedFolder,
  { schemas, out }: GenerateFlags,
): unknown {
  const placed = findings.map((finding) => ({ ...finding, file: `${schemas}/${finding.file}` }));
  return {
    events,
    versions,
    findings: placed,
    out,
    difference: difference ?? null,
    broken: [...broken.keys()],
  };
}

function summary(report: GeneratedFolder, flags: GenerateFlags): string {
  const { findings, difference, broken, events, versions } = report;
  if (!difference)
    return `${countFindings(findings)}; nothing was ${flags.check ? "compared" : "written"}.\n`;
  const because = [...broken].map(([name, file]) => `${name} (${flags.schemas}/${file})`);
  const left = because.length === 0 ? "" : `, without ${because.join(", ")}`;
  const what = `${count(events, "event")}, ${count(versions, "version")}${left}`;
  const counted = findings.length === 0 ? "" : ` (${countFindings(findings)})`;
  if (flags.check) return checkSummary(difference, flags, `${what}${counted}`);
  if (isManifestAlone(difference))
    return `${what}${counted} → ${flags.out}/: up to date, ${manifestName} rewritten\n`;
  const written = difference.changed.length + difference.missing.length;
  const removed = difference.stale.length;
  const did = [
    ...(written > 0 ? [`${count(written, "file")} written`] : []),
    ...(removed > 0 ? [`${count(removed, "stale file")} removed`] : []),
  ];
  return `${what}${counted} → ${flags.out}/: ${did.length === 0 ? "up to date" : did.join(", ")}\n`;
}

/** True when only what the folder remembers was written, as for a schema with other white space. */
function isManifestAlone({ changed, missing, stale }: Difference): boolean {
  return changed.length === 1 && changed[0] === manifestName && missing.length + stale.length === 0;
}

function checkSummary(difference: Difference, flags: GenerateFlags, what: string): string {
  const { out } = flags;
  const kinds = ["changed", "missing", "stale", "blocked", "foreign"] as const;
  const formatted = new Set(difference.formatted);
  const remark = (kind: (typeof kinds)[number], path: string): string => {
    if (kind === "changed" && path === manifestName) return "  cannot be read";
    return formatted.has(path) ? "  only the formatting differs" : meaning[kind];
  };
  const lines = kinds.flatMap((kind) =>
    difference[kind].map((path) => `${kind.padEnd(8)} ${out}/${path}${remark(kind, path)}\n`),
  );
  return `${lines.join("")}${what}: ${verdict(difference, flags)}\n`;
}

function verdict(difference: Difference, { out, service }: GenerateFlags): string {
  const command = `rabbitgen generate${service === undefined ? "" : ` --service ${shellQuote(service)}`}`;
  if (!isDifferent(difference)) return `${out}/ is up to date`;
  const { changed, formatted, missing, stale, blocked } = difference;
  if (formatted.length < changed.length + missing.length + stale.length + blocked.length)
    return `${out}/ is out of date. Run \`${command}\` and commit the result.`;
  return (
    `${out}/ differs only in formatting: a formatter rewrote it. Add the line "${out}/" to .prettierignore ` +
    `(or your formatter's ignore list), run \`${command}\` and commit the result.`
  );
}

const meaning = {
  changed: "",
  missing: "",
  stale: "  no longer generated by any schema",
  blocked: "  not created by rabbitgen; would be overwritten",
  foreign: "  not created by rabbitgen; left unchanged",
} as const;
