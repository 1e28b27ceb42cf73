#!/usr/bin/env node
import { processIo } from "./cli/process-io.js";
import { run } from "./cli/run.js";

// A reader that has seen enough (`| head`) is no failure, and must not change the exit code.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});
process.exitCode = await run(process.argv.slice(2), processIo());
