import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { loadContract } from "../../src/contract/load-contract.js";
import { runtimeFiles } from "../../src/files/package-files.js";
import { readFolder } from "../../src/files/read-folder.js";
import type { Finding } from "../../src/findings/finding.js";
import { lintContract } from "../../src/lint/lint-contract.js";
import { fingerprintOf } from "../../src/report/select-findings.js";
import { applyApprovals } from "../../src/review/apply-approvals.js";
import type { LoaderExample } from "../../src/rules/loader/loader-rule.js";
import { loaderRules } from "../../src/rules/loader/loader-rules.js";
import type { ExampleFiles, ExampleFolder } from "../../src/rules/rule.js";
import { generateSdk } from "../../src/sdk/generate-sdk.js";
import { runCli } from "../support/run-cli.js";
import { tempFolder } from "../support/temp-folder.js";

const ids: ReadonlySet<string> = new Set(loaderRules.map(({ id }) => id));
const today = "2026-11-24";

/** What the loader's rules find in an example, each finding once, whichever commands make it. */
export async function loaderFindings(example: LoaderExample): Promise<readonly Finding[]> {
  const found = "old" in example ? await reviewed(example.old, example.new) : await read(example);
  const own = found.filter(({ rule }) => ids.has(rule));
  return [
    ...new Map(own.map((finding) => [JSON.stringify([finding.rule, finding.message]), finding])).values(),
  ];
}

/** The findings of `lint`, `generate` and, where there is a message, `check`. */
async function read(example: ExampleFiles): Promise<readonly Finding[]> {
  const root = written(example);
  const folder = withModes(root, example.modes ?? {}, () => readFolder(join(root, "schemas")));
  const loaded = await loadContract(folder.files, { unread: folder.findings });
  const { contract, sources } = loaded;
  const linted = [...lintContract(loaded, { today })].map((each) => ({
    ...each,
    fingerprint: fingerprintOf(each),
  }));
  const approved = applyApprovals(linted, sources.get("review.json"), { today, isPartial: true });
  const findings = [...folder.findings, ...loaded.findings, ...approved];
  if (contract === undefined || findings.some(({ severity }) => severity === "error")) return findings;
  findings.push(...(await generateSdk(contract, { runtime: runtimeFiles() })).findings);
  if (!Object.keys({ ...example.folder, ...example.latin1 }).includes("../message.json")) return findings;
  const { out } = await runCli(root, ["check", "order_paid", "v1", "message.json", "--format", "json"]);
  return [...findings, ...findingsIn(out)];
}

/** The user and the group that own nothing. */
const nobody = 65_534;

/** Reads while the permissions of an example hold; an administrator, whom none stop, reads as another user. */
function withModes<Result>(
  root: string,
  modes: NonNullable<ExampleFiles["modes"]>,
  read: () => Result,
): Result {
  const paths = Object.keys(modes).map((path) => join(root, "schemas", path));
  if (paths.length === 0) return read();
  const isAdministrator = process.geteuid?.() === 0;
  chmodSync(root, 0o755);
  for (const [path, mode] of Object.entries(modes)) chmodSync(join(root, "schemas", path), mode);
  if (isAdministrator) process.seteuid?.(nobody);
  try {
    return read();
  } finally {
    if (isAdministrator) process.seteuid?.(0);
    for (const path of paths) chmodSync(path, 0o755);
  }
}

async function reviewed(old: ExampleFolder, now: ExampleFolder): Promise<readonly Finding[]> {
  const base = join(written({ folder: old }), "schemas");
  const root = written({ folder: now });
  const { out } = await runCli(root, ["review", "--against", base, "--format", "json"]);
  return findingsIn(out);
}

function findingsIn(json: string): readonly Finding[] {
  const { error, findings } = JSON.parse(json) as { error?: unknown; readonly findings: readonly Finding[] };
  if (error !== undefined) throw new Error(json);
  return findings;
}

/** A folder that has the example below `schemas`. */
function written({ folder, texts = {}, latin1 = {}, links = {} }: ExampleFiles): string {
  const root = tempFolder();
  const place = (path: string): string => {
    const file = join(root, "schemas", path);
    mkdirSync(dirname(file), { recursive: true });
    return file;
  };
  place("x");
  for (const [path, value] of Object.entries(folder)) writeFileSync(place(path), JSON.stringify(value));
  for (const [path, text] of Object.entries(texts)) writeFileSync(place(path), text);
  for (const [path, text] of Object.entries(latin1)) writeFileSync(place(path), text, "latin1");
  for (const [path, target] of Object.entries(links)) symlinkSync(target, place(path));
  return root;
}
