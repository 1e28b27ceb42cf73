import { run } from "./run.js";

// `npm run new-rule -- lint my-rule`, or `-- review my-rule`.
try {
  console.log(run(process.cwd(), process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
