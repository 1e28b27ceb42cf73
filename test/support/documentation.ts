import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type FencedBlock, fencedBlocks } from "./fenced-blocks.js";
import { repository } from "./repository.js";

/** A fenced block and where it stands. */
export interface CodeBlock extends FencedBlock {
  readonly page: string;
  /** TypeScript that the reader has to imagine in front of it: the text of a comment `<!-- with: … -->` above the block. */
  readonly prelude: string;
  /** The test that the comment `<!-- proved by: … -->` above the block names; empty without one. */
  readonly provedBy: string;
}

/** The README and all pages of docs/, by path relative to the repository. */
export function documentationPages(): readonly string[] {
  const names = readdirSync(join(repository, "docs"), { recursive: true, encoding: "utf8" });
  return ["README.md", ...names.filter((name) => name.endsWith(".md")).map((name) => `docs/${name}`)].sort();
}

/** The fenced blocks of a page. */
export function codeBlocks(page: string): readonly CodeBlock[] {
  const text = readFileSync(join(repository, page), "utf8");
  const lines = text.split("\n");
  return fencedBlocks(text).map((block) => {
    const above = lines
      .slice(0, block.line - 1)
      .join("\n")
      .trimEnd();
    const [, prelude = ""] = /<!-- with: (.*) -->$/.exec(above) ?? [];
    const [, provedBy = ""] = /<!-- proved by: (.*) -->$/.exec(above) ?? [];
    return { ...block, page, prelude, provedBy };
  });
}

/** The code spans of a page, without what its blocks have. */
export function codeSpans(page: string): readonly string[] {
  const text = readFileSync(join(repository, page), "utf8").replace(/^```.*?^```$/gms, "");
  return [...text.matchAll(/(`+)(.+?)\1/gs)].map(([, , code = ""]) => code.trim().replace(/\s+/g, " "));
}
