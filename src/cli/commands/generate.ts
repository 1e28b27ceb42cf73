import { watch } from "node:fs";
import { resolve } from "node:path";
import { Command, Option } from "commander";
import type { Difference } from "../../files/compare-output.js";
import { generateOnce, type GenerateReport, type GenerateRequest } from "../generate-once.js";
import type { ExitCode, Io } from "../io.js";
import { reportFindings } from "../load-folder.js";
import { countFindings } from "../print-findings.js";
import { progressLine } from "../progress.js";
import { UsageError } from "../usage-error.js";

interface Flags {
  readonly schemas: string;
  readonly out: string;
  readonly check?: true;
  readonly watch?: true;
  readonly fresh?: true;
  readonly format: "text" | "json";
}

/** `rabbitgen generate`: schemas in, a typed SDK out. */
export function generateCommand(io: Io, end: (code: ExitCode) => void): Command {
  return new Command("generate")
    .summary("compile the schemas into a typed SDK")
    .description("Compiles every version of every event into a typed TypeScript SDK, and keeps that folder in step.")
    .option("-s, --schemas <dir>", "folder with the schemas", "schemas")
    .option("-o, --out <dir>", "folder for the generated SDK; files of yours in it are left alone", "generated")
    .option("--check", "write nothing; exit 1 when the folder is not what the schemas say (for CI)")
    .option("--watch", "generate again whenever a schema changes")
    .option("--fresh", "compile everything anew, whatever is remembered of the last run")
    .addOption(new Option("--format <format>", "how to report").choices(["text", "json"]).default("text"))
    .addHelpText("after", examples)
    .action(async (flags: Flags) => {
      if (flags.watch && flags.check) throw new UsageError("--watch and --check exclude each other.");
      end(await runOnce(io, flags));
      if (flags.watch) await watchSchemas(io, flags);
    });
}

const examples = `
Examples:
  $ rabbitgen generate                          schemas/ into generated/
  $ rabbitgen generate --schemas events --out src/sdk
  $ rabbitgen generate --check                  is the committed SDK up to date?

Exit codes: 0 done, or nothing to do; 1 --check found a difference; 2 the schemas have errors.
`;

async function runOnce(io: Io, flags: Flags): Promise<ExitCode> {
  const progress = progressLine(io, "Compiling");
  const request: GenerateRequest = {
    schemas: flags.schemas,
    out: flags.out,
    check: flags.check === true,
    fresh: flags.fresh === true,
    progress: progress.update,
  };
  const report = await generateOnce(io, request).finally(progress.end);
  if (flags.format === "json") io.out(`${JSON.stringify(asJson(report), undefined, 2)}\n`);
  else {
    reportFindings(io, flags.schemas, report.findings, report.files);
    io.out(summary(report, flags));
  }
  if (!report.difference) return 2;
  return flags.check && isDifferent(report.difference) ? 1 : 0;
}

/** What differs in our own files; a foreign file is told and left alone, unless it is in the way. */
function isDifferent({ changed, missing, stale, blocked }: Difference): boolean {
  return changed.length + missing.length + stale.length + blocked.length > 0;
}

function asJson({ findings, difference, events, versions }: GenerateReport): unknown {
  return { events, versions, findings, difference: difference ?? null };
}

function summary(report: GenerateReport, flags: Flags): string {
  const { findings, difference, events, versions } = report;
  if (!difference) return `${countFindings(findings)}: nothing was ${flags.check ? "compared" : "written"}.\n`;
  const what = `${count(events, "event")}, ${count(versions, "version")}`;
  const told = findings.length === 0 ? "" : ` (${countFindings(findings)})`;
  if (flags.check) return checkSummary(difference, flags, `${what}${told}`);
  const written = difference.changed.length + difference.missing.length;
  const removed = difference.stale.length;
  const did = [
    ...(written > 0 ? [`${count(written, "file")} written`] : []),
    ...(removed > 0 ? [`${count(removed, "stale file")} removed`] : []),
  ];
  return `${what}${told} → ${flags.out}/: ${did.length === 0 ? "up to date" : did.join(", ")}\n`;
}

function checkSummary(difference: Difference, { out }: Flags, what: string): string {
  const kinds = ["changed", "missing", "stale", "blocked", "foreign"] as const;
  const lines = kinds.flatMap((kind) => difference[kind].map((path) => `${kind.padEnd(8)} ${out}/${path}${meaning[kind]}\n`));
  const verdict = isDifferent(difference)
    ? `${what}: ${out}/ is not what the schemas say. Run \`rabbitgen generate\` and commit the result.\n`
    : `${what}: ${out}/ is up to date\n`;
  return lines.join("") + verdict;
}

const meaning = {
  changed: "",
  missing: "",
  stale: "  no schema makes this file any more",
  blocked: "  not written by rabbitgen, and in the way",
  foreign: "  not written by rabbitgen, left alone",
} as const;

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** Generates after each change below the schemas folder until the user stops it; mistakes are told and waited out. */
async function watchSchemas(io: Io, flags: Flags): Promise<void> {
  io.err(`Watching ${flags.schemas}/ (Ctrl-C ends it)\n`);
  let running = false;
  let again = false;
  const regenerate = async (): Promise<void> => {
    again = true;
    if (running) return;
    running = true;
    while (again) {
      // Editors write in several steps: wait until they are through.
      await new Promise((done) => setTimeout(done, 50));
      again = false;
      await runOnce(io, flags).catch((error: unknown) => {
        if (!(error instanceof UsageError)) throw error;
        io.err(`${error.message}\n`);
      });
    }
    running = false;
  };
  await new Promise<void>((finish, fail) => {
    const watcher = watch(resolve(io.cwd, flags.schemas), { recursive: true, signal: io.signal });
    watcher.on("change", () => regenerate().catch(fail));
    watcher.on("error", fail);
    watcher.on("close", finish);
  });
}
