import { readFileSync } from "node:fs";
import { join } from "node:path";
import { renderReport } from "../../test/broker-contract/report.js";
import { badgeSvg } from "../pictures/badge.js";
import { commandsPage } from "./commands-page.js";
import { commandsTable } from "./commands-table.js";
import { faultsPassed } from "./faults-passed.js";
import { printedBy } from "./in-process.js";
import { indexPage } from "./index-page.js";
import { lintRulesTable } from "./lint-rules-table.js";
import type { Part } from "./part.js";
import { pullRequestsFolder, pullRequestsTable } from "./pull-requests.js";

/** What the badges show of package.json. */
interface Manifest {
  readonly license: string;
  readonly engines: { readonly node: string };
}

/** The generated parts of the README and the pages that show the command line; `root` is the repository. */
export async function pageParts(root: string): Promise<readonly Part[]> {
  const read = (path: string): string => readFileSync(join(root, path), "utf8");
  const review = read(`${pullRequestsFolder}/enum-value-added.txt`);
  const { license, engines } = JSON.parse(read("package.json")) as Manifest;
  const compared = await printedBy(join(root, "test/readme"), ["compare", "old.json", "new.json"]);
  return [
    { file: "README.md", marker: "commands", text: commandsTable() },
    { file: "docs/pictures/badge-license.svg", text: badgeSvg("license", license) },
    { file: "docs/pictures/badge-node.svg", text: badgeSvg("node", engines.node) },
    {
      file: "README.md",
      marker: "faults",
      text: faultsPassed(read("docs/explanation/comparison.md")),
    },
    { file: "docs/README.md", text: indexPage(join(root, "docs")) },
    { file: "docs/reference/commands.md", text: await commandsPage() },
    { file: "docs/how-to/review.md", marker: "review", text: session("review --against main", review) },
    { file: "docs/how-to/review.md", marker: "pull-requests", text: pullRequestsTable(root) },
    {
      file: "docs/how-to/compare.md",
      marker: "compare",
      text: session("compare old.json new.json", compared),
    },
    { file: "docs/how-to/lint.md", marker: "rules", text: lintRulesTable() },
    { file: "docs/how-to/embedded-broker.md", marker: "contract", text: renderReport() },
  ];
}

/** A command and its output, as a terminal shows them. */
function session(command: string, output: string): string {
  return `\`\`\`console\n$ rabbitgen ${command}\n${output.trimEnd()}\n\`\`\``;
}
