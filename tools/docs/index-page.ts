import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The four kinds of documentation, and the order of their pages; pages that are not named follow by name. */
const kinds = [
  { folder: "tutorials", title: "Tutorials", what: "They teach by one example.", first: ["getting-started"] },
  {
    folder: "how-to",
    title: "How-to guides",
    what: "They solve one task each.",
    first: [
      "publish",
      "consume",
      "batches",
      "ordering",
      "routing",
      "testing",
      "embedded-broker",
      "review",
      "compare",
      "lint",
      "continuous-integration",
      "evolve-an-event",
      "share-schemas",
      "existing-systems",
      "nestjs",
      "topology",
      "operating",
      "opentelemetry",
      "troubleshooting",
    ],
  },
  {
    folder: "reference",
    title: "Reference",
    what: undefined,
    first: [
      "commands",
      "schema-files",
      "contract-json",
      "event-json",
      "review-json",
      "connecting",
      "queues",
      "wire-format",
      "glossary",
    ],
  },
  {
    folder: "explanation",
    title: "Explanations",
    what: undefined,
    first: ["compatibility", "reliability", "performance", "comparison"],
  },
] as const;

/** docs/README.md: every page by kind, with what its first paragraph says. */
export function indexPage(docs: string): string {
  const sections = kinds.flatMap(({ folder, title, what, first }) => {
    const names = pagesOf(docs, folder, first);
    if (names.length === 0) return [];
    const rows = names.map((name) => row(docs, `${folder}/${name}.md`));
    return [
      `## ${title}`,
      ...(what === undefined ? [] : [what]),
      ["| page | |", "| --- | --- |", ...rows].join("\n"),
    ];
  });
  return `${["# Documentation", ...sections].join("\n\n")}\n`;
}

function pagesOf(docs: string, folder: string, first: readonly string[]): readonly string[] {
  const place = (name: string): number => (first.includes(name) ? first.indexOf(name) : first.length);
  return names(join(docs, folder)).sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder).flatMap((name) => (name.endsWith(".md") ? [name.slice(0, -3)] : []));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}

function row(docs: string, path: string): string {
  const [title = "", about = ""] = readFileSync(join(docs, path), "utf8").split(/\n\n+/);
  if (!title.startsWith("# ") || /^[#|`<>!-]/.test(about))
    throw new Error(`docs/${path}: start with a title and a paragraph that says what the page is for`);
  return `| [${title.slice(2)}](${path}) | ${plain(about)} |`;
}

/** A paragraph in one line and without its links, which lead from another folder. */
function plain(text: string): string {
  return text
    .replaceAll("\n", " ")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll("|", "\\|");
}
