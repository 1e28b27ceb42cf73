import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { marked, type Token } from "marked";
import { describe, expect, test } from "vitest";
import { repository } from "../support/repository.js";

interface Packed {
  readonly files: readonly { readonly path: string }[];
}

/** What the tarball holds; without the scripts that build first, since no page links to what is built. */
const [packed] = JSON.parse(
  execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: repository,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }),
) as readonly Packed[];
const paths = new Set(packed?.files.map(({ path }) => path));
const pages = [...paths].filter((path) => path.endsWith(".md"));

function textOf(path: string): string {
  return readFileSync(join(repository, path), "utf8");
}

/** Where the links of a page lead that stay in the package, as they are written. */
function linksOf(path: string): readonly string[] {
  const links: string[] = [];
  marked.walkTokens(marked.lexer(textOf(path)), (token: Token) => {
    if ((token.type === "link" || token.type === "image") && !/^[a-z]+:/.test(token.href))
      links.push(token.href);
    if (token.type === "html") {
      const targets = token.text.matchAll(/(?:href|src|srcset)="([^"]*)"/g) as Iterable<RegExpMatchArray>;
      for (const [, target = ""] of targets) if (!/^[a-z]+:/.test(target)) links.push(target);
    }
  });
  return links;
}

/** The names that its headings have as targets of links, as GitHub and npm make them. */
function anchorsOf(path: string): readonly string[] {
  const headings = [...textOf(path).matchAll(/^#+ (.*)$/gm)].map(([, text = ""]) => text);
  return headings.map((text) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/** Whether the tarball has the file, or a folder with files, and the file the heading. */
function leadsSomewhere(page: string, link: string): boolean {
  const [file = "", anchor] = link.split("#");
  const target = file === "" ? page : normalize(join(dirname(page), file));
  if (anchor !== undefined && paths.has(target)) return anchorsOf(target).includes(anchor);
  return paths.has(target) || [...paths].some((path) => path.startsWith(`${target.replace(/\/$/, "")}/`));
}

describe("a user of the package, who has its tarball alone,", () => {
  test("has the README and every page of docs", () => {
    expect(pages).toContain("README.md");
    expect(pages.filter((path) => path.startsWith("docs/")).length).toBeGreaterThan(5);
  });

  test.each(pages)("finds what %s links to", (page) => {
    expect(linksOf(page).filter((link) => !leadsSomewhere(page, link))).toEqual([]);
  });

  test("would miss what is not there", () => {
    expect(leadsSomewhere("README.md", "docs/reference/connecting.md")).toBe(true);
    expect(leadsSomewhere("README.md", "schemas")).toBe(true);
    expect(leadsSomewhere("README.md", "src/bin.ts")).toBe(false);
    expect(leadsSomewhere("docs/reference/queues.md", "connecting.md#errors")).toBe(true);
    expect(leadsSomewhere("docs/reference/queues.md", "connecting.md#mistakes")).toBe(false);
    expect(linksOf("README.md").length).toBeGreaterThan(20);
  });
});
