import { parseArgs } from "node:util";
import { Interruption } from "./interruption.js";
import { runDemo } from "./run-demo.js";
import { Screen } from "./screen.js";

const screen = new Screen(process.stdout);
const interruption = new Interruption(process);
try {
  const { rabbitmq } = parseArgs({ options: { rabbitmq: { type: "boolean", default: false } } }).values;
  const problems = await runDemo(screen, { rabbitmq, interrupted: interruption.signal });
  for (const problem of problems) screen.failure(problem);
  // No process.exit: nothing of the SDK may keep a process alive, and this one shows it.
  process.exitCode = interruption.code ?? (problems.length === 0 ? 0 : 1);
} catch (error) {
  if (interruption.code !== undefined) {
    screen.text("interrupted; nothing stays behind");
    process.exit(interruption.code);
  }
  screen.failure(error instanceof Error ? error.message : String(error));
  process.exit(1);
} finally {
  interruption.end();
}
