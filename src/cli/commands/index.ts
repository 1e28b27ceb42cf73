import type { Command } from "commander";
import type { ExitCode, Io } from "../io.js";
import { generateCommand } from "./generate.js";

/** Every command, in the order in which `--help` lists them. */
export function commands(io: Io, end: (code: ExitCode) => void): Command[] {
  return [generateCommand(io, end)];
}
