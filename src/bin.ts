#!/usr/bin/env node
import { writeSync } from "node:fs";
import { explainError } from "./cli/explain-error.js";
import { failureJson } from "./cli/failure-json.js";
import { processIo } from "./cli/process-io.js";
import { run } from "./cli/run.js";
import { wantedJson } from "./cli/wanted-json.js";
import { printable } from "./code/printable.js";

// other users of the machine see a command's arguments, and a URL among them may hold a password
if (process.argv.some((argument) => /:\/\/[^/]*@/.test(argument))) process.title = "rabbitgen";

/** Ends the process after an error outside of `run`: exit code 2 and a one-line reason, instead of Node's stack trace. */
function fail(error: unknown): never {
  // after EPIPE there is no reader left to report to
  if ((error as NodeJS.ErrnoException)?.code !== "EPIPE") report(explainError(error), error);
  process.exit(2);
}

/** Reports on standard error why the command ended, and also on standard output if a program reads JSON from it. */
function report(message: string, error?: unknown): void {
  const text = printable(message, { color: false });
  write(2, text);
  const argv = process.argv.slice(2);
  if (wantedJson(argv).out) write(1, failureJson(argv, { error, text }));
}

function write(stream: 1 | 2, text: string): void {
  try {
    writeSync(stream, text);
  } catch {
    // it is closed
  }
}

for (const stream of [process.stdout, process.stderr]) {
  // A reader that closes the pipe early (`| head`) is not a failure, and must not change the exit code.
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") fail(error);
  });
}
process.on("uncaughtException", fail);
process.on("unhandledRejection", fail);

// Not awaited: node ends with 13 when nothing is left that could settle what a module awaits.
let ended = false;
run(process.argv.slice(2), processIo()).then((code) => {
  ended = true;
  process.exitCode = code;
}, fail);
process.on("exit", () => {
  if (ended || process.exitCode === 2) return;
  process.exitCode = 2;
  report("rabbitgen: this is a bug in rabbitgen, please report it: the work stopped before its end.\n");
});
