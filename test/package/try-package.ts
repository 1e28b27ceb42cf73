import { execFileSync, spawnSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeEnvironmentPlain } from "../support/plain-environment.js";
import { draftSchemas, message } from "./draft-schemas.js";
import { packagesOfDay } from "./packages-of-day.js";

/**
 * Installs a packed tarball in the current folder and uses it as a project does: each command, and each draft of JSON
 * Schema. Prints what it runs; fails at the first thing that goes wrong.
 */
function tryPackage(tarball: string): void {
  install(tarball);
  rabbitgen("--version");
  rabbitgen("init");
  rabbitgen("generate");
  rabbitgen("generate", "--check");
  writeFileSync("message.json", '{ "orderId": "o-1", "total": { "amount": 1250, "currency": "EUR" } }');
  rabbitgen("check", "order_paid", "v1", "message.json");
  writeFileSync("schemas/contract.json", '{ "sdk": { "opentelemetry": true } }');
  rabbitgen("generate");
  if (!existsSync("generated/opentelemetry/index.ts")) throw new Error("the OpenTelemetry folder is missing");
  rabbitgen("lint");
  rabbitgen("rules", "required-added");
  commitAll();
  rabbitgen("review", "--against", "HEAD");
  for (const [draft, schema] of Object.entries(draftSchemas)) tryDraft(draft, schema);
  const library = 'import { loadContract } from "rabbitgen"; console.log(typeof loadContract);';
  expectOutput(
    "function",
    execFileSync("node", ["--input-type=module", "--eval", library], { encoding: "utf8" }),
  );
}

/** Installs as a user does; anything that npm says beyond how many packages came is a failure. */
function install(tarball: string): void {
  const options = ["--no-fund", "--no-audit", "--no-update-notifier", ...packagesOfDay()];
  const { status, stdout, stderr } = spawnSync("npm", ["install", ...options, tarball], { encoding: "utf8" });
  process.stdout.write(stdout + stderr);
  if (status !== 0) throw new Error(`npm install ended with ${status}`);
  if (stderr.trim() !== "")
    throw new Error(
      "npm install printed the warning above, which users see, too. If nothing here changed, the registry did: a package was deprecated.",
    );
}

/** Every command that reads schemas, on a folder with one event of this draft. */
function tryDraft(draft: string, schema: object): void {
  const folder = join("drafts", draft);
  const version = join(folder, "order_paid", "v1.json");
  mkdirSync(join(folder, "order_paid"), { recursive: true });
  writeFileSync(version, JSON.stringify(schema));
  writeFileSync("message.json", JSON.stringify(message));
  const out = `generated-${draft}`;
  commitAll();
  rabbitgen("generate", "--schemas", folder, "--out", out);
  rabbitgen("generate", "--schemas", folder, "--out", out, "--check");
  rabbitgen("lint", "--schemas", folder, "--fail-on", "error");
  rabbitgen("compare", version, version);
  rabbitgen("review", "--schemas", folder, "--against", "HEAD");
  rabbitgen("check", "order_paid", "v1", "message.json", "--schemas", folder);
}

function rabbitgen(...args: readonly string[]): void {
  process.stdout.write(`$ rabbitgen ${args.join(" ")}\n`);
  execFileSync(join("node_modules", ".bin", "rabbitgen"), args, { stdio: "inherit" });
}

function commitAll(): void {
  if (!existsSync(".git")) {
    execFileSync("git", ["init", "--quiet", "."]);
    appendFileSync(".gitignore", "node_modules/\n");
  }
  const author = ["-c", "user.name=ci", "-c", "user.email=ci@example.com"];
  execFileSync("git", ["add", "."]);
  execFileSync("git", [...author, "commit", "--quiet", "--message", "Schemas"]);
}

function expectOutput(expected: string, actual: string): void {
  if (actual.trim() !== expected) throw new Error(`expected ${expected}, got ${actual}`);
}

const [tarball] = process.argv.slice(2);
if (tarball === undefined) throw new Error("usage: try-package <tarball>, in an empty project");
makeEnvironmentPlain();
tryPackage(tarball);
