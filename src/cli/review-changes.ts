import { type ReviewFolderOptions, reviewFolder } from "../project/review-folder.js";
import type { ExitCode, Io } from "./io.js";
import { ioSurroundings } from "./io-surroundings.js";
import { type WantedReport, writeReports } from "./report-options.js";

/** The options of `rabbitgen review` as the command line gives them. */
export interface ReviewFlags
  extends Pick<ReviewFolderOptions, "against" | "schemas" | "code" | "mode" | "failOn"> {
  readonly format?: readonly WantedReport[];
}

/** Compares the schemas folder with its base and reports who breaks. */
export async function reviewChanges(io: Io, { format, ...flags }: ReviewFlags): Promise<ExitCode> {
  return writeReports(io, await reviewFolder({ ...flags, ...ioSurroundings(io) }), format);
}
