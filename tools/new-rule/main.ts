import { newRule } from "./new-rule.js";

// `npm run new-rule -- lint my-rule`, or `-- review my-rule`.
const [, , kind = "", id = ""] = process.argv;
try {
  console.log(newRule(process.cwd(), kind, id));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
