import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { documentationParts } from "./parts.js";
import { placePart } from "./place-part.js";

// `npm run docs`: writes the generated parts of the documentation; `-- --check` lists those that are out of date and exits with 1.
const { check } = parseArgs({ options: { check: { type: "boolean", default: false } } }).values;
const stale = new Set<string>();
for (const part of await documentationParts(process.cwd())) {
  const current = existsSync(part.file) ? readFileSync(part.file, "utf8") : "";
  const text = placePart(current, part);
  if (text === current) continue;
  stale.add(part.file);
  if (check) continue;
  mkdirSync(dirname(part.file), { recursive: true });
  writeFileSync(part.file, text);
}
for (const file of stale) console.log(check ? `${file} is out of date` : `${file} written`);
if (check && stale.size > 0) {
  console.log("Run `npm run docs`, and commit what it writes.");
  process.exitCode = 1;
}
if (stale.size === 0) console.log("The generated parts of the documentation are up to date.");
