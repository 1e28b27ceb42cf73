import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { Option } from "commander";
import { makeFolder } from "../files/make-folder.js";
import { UsageError } from "../findings/usage-error.js";
import { type Format, reportFormats } from "../report/formats.js";
import type { Report } from "../report/report.js";
import type { ExitCode, Io } from "./io.js";

/** A requested report: to standard output, or to a file. */
export interface WantedReport {
  readonly format: Format;
  readonly file: string | undefined;
}

/** `--format text --format markdown=comment.md`: several reports of one run. */
export function formatOption(): Option {
  return new Option(
    "--format <format[=file]>",
    `report format, and optionally a file; may be repeated\n(${reportFormats.join(", ")}; default text)`,
  ).argParser((text: string, before: readonly WantedReport[] = []) => [...before, wanted(text)]);
}

/** `--mode`: which of the two questions are asked. */
export function modeOption(): Option {
  return new Option(
    "--mode <mode>",
    "backward: new consumers, old messages; forward: old consumers, new messages",
  )
    .choices(["backward", "forward", "full"])
    .default("full");
}

/** `--fail-on`, with the default of a command. */
export function failOption(preset: "error" | "warning"): Option {
  return new Option("--fail-on <severity>", "minimum severity that exits with 1")
    .choices(["error", "warning"])
    .default(preset);
}

function wanted(text: string): WantedReport {
  const at = text.indexOf("=");
  const name = at < 0 ? text : text.slice(0, at);
  const format = reportFormats.find((each) => each === name);
  if (format === undefined)
    throw new UsageError(
      `--format ${text}: unknown format ${JSON.stringify(name)}. Available formats: ${reportFormats.join(", ")}.`,
    );
  const file = at < 0 ? undefined : text.slice(at + 1);
  if (file === "") throw new UsageError(`--format ${text}: add a file name after "=".`);
  return { format, file };
}

/** Writes the reports that are wanted, and says whether something failed. */
export async function writeReports(
  io: Io,
  report: Report,
  all: readonly WantedReport[] = [{ format: "text", file: undefined }],
): Promise<ExitCode> {
  if (all.filter(({ file }) => file === undefined).length > 1)
    throw new UsageError(
      "Only one report can go to standard output; give the others a file, for example --format markdown=comment.md.",
    );
  const { reporters } = await import("../report/reporters.js");
  for (const { format, file } of all) {
    const color = file === undefined && format === "text" && io.color;
    const text = reporters[format](report, { color });
    if (file === undefined) (format === "github" ? (io.command ?? io.out) : io.out)(text);
    else if (format === "approvals") io.err(await writeApprovals(resolve(io.cwd, file), file, text, report));
    else writeReport(resolve(io.cwd, file), file, text);
  }
  return report.failed ? 1 : 0;
}

/** Adds to the entries that are there, whose reasons people wrote. Returns the line for stderr that counts the new ones: none if nothing fails. */
async function writeApprovals(
  path: string,
  name: string,
  text: string,
  { command, failed }: Pick<Report, "command" | "failed">,
): Promise<string> {
  const { addApprovals } = await import("../review/merge-approvals.js");
  const existing = existsSync(path) ? readFileSync(path, "utf8") : undefined;
  const merged = addApprovals(name, existing, text);
  writeReport(path, name, merged.text);
  if (merged.added === 0) return failed ? `No entry added to ${name}.\n` : "";
  const [entries, reasons] =
    merged.added === 1 ? ["1 entry", "its reason"] : [`${merged.added} entries`, "their reasons"];
  return `${entries} added to ${name}: write ${reasons}, then run ${command} again.\n`;
}

function writeReport(path: string, name: string, text: string): void {
  try {
    makeFolder(dirname(path));
    writeFileSync(path, text);
  } catch (error) {
    throw new UsageError(
      `The report ${name} cannot be written: ${(error as NodeJS.ErrnoException).code ?? String(error)}.`,
    );
  }
}
