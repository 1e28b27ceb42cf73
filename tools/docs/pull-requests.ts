import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Where the review's whole output for each pull request is, relative to the repository. */
export const pullRequestsFolder = "test/cli/golden/pull-requests";

/** The pull requests in the order of the table. */
const names = [
  "optional-field-added",
  "required-field-added",
  "enum-value-added",
  "field-renamed",
  "type-widened",
  "bound-tightened",
  "description-edited",
  "version-added",
  "version-removed",
  "exchange-changed",
];

/** What the review says of ten pull requests, as a table made of the golden outputs. */
export function pullRequestsTable(repository: string): string {
  const files = readdirSync(join(repository, pullRequestsFolder)).map((name) => name.replace(/\.txt$/, ""));
  const missing = files.filter((name) => !names.includes(name));
  if (missing.length > 0) throw new Error(`tools/docs/pull-requests.ts: add ${missing.join(", ")}`);
  const rows = names.map((name) => {
    const output = readFileSync(join(repository, pullRequestsFolder, `${name}.txt`), "utf8");
    if (messages(output).length === 0) throw new Error(`tools/docs/pull-requests.ts: ${name} has no message`);
    const link = `[${name.replaceAll("-", " ")}](../../${pullRequestsFolder}/${name}.txt)`;
    return `| ${link} | ${cell(messages(output))} | ${cell(broken(output)) || "none"} | ${cell(rollouts(output)) || "in any order"} |`;
  });
  return [
    "| pull request | the review reports | who breaks | deploy |",
    "| --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}

/** The first line of each finding, those that break nothing among them. */
function messages(output: string): readonly string[] {
  const listed = /^Safe changes:\n((?: .*\n)*)/m.exec(output)?.[1] ?? "";
  const harmless = [...listed.matchAll(/^ {2}(\S.*?)\.? {2}\S+$/gm)].map(([, text = ""]) => text);
  const shown = [...output.matchAll(/^\S+(?: \(in \S+\))? (?:error|warning|info) \S+\n {2}(.*?)\.?$/gm)];
  return [...shown.map(([, text = ""]) => text), ...harmless];
}

function broken(output: string): readonly string[] {
  return [...output.matchAll(/^ +(may )?breaks? (.*?) ?(?:\(|\.|:|$)/gm)].map(([, perhaps, side = ""]) =>
    perhaps === undefined ? side : `${side} (may break)`,
  );
}

function rollouts(output: string): readonly string[] {
  return [...output.matchAll(/^ +rollout: (.*)$/gm)].map(([, order = ""]) => order);
}

function cell(texts: readonly string[]): string {
  return [...new Set(texts)].join("; ").replaceAll("|", "\\|");
}
