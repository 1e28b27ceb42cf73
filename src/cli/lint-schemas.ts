import { type LintFolderOptions, lintFolder } from "../project/lint-folder.js";
import type { ExitCode, Io } from "./io.js";
import { ioSurroundings } from "./io-surroundings.js";
import { type WantedReport, writeReports } from "./report-options.js";

/** The options of `rabbitgen lint` as the command line gives them. */
export interface LintFlags extends Pick<LintFolderOptions, "schemas" | "failOn"> {
  readonly format?: readonly WantedReport[];
}

/** Lints a schemas folder and reports what it finds; ends with 2 when it has errors, so that not all could be judged. */
export async function lintSchemas(io: Io, { format, ...flags }: LintFlags): Promise<ExitCode> {
  const { report, isBroken } = await lintFolder({ ...flags, ...ioSurroundings(io) });
  const code = await writeReports(io, report, format);
  return isBroken ? 2 : code;
}
