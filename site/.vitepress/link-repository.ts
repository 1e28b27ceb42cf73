import { posix } from "node:path";
import type { MarkdownRenderer } from "vitepress";

/** Makes links that leave `docs/` lead to the file in the repository, whose files are at `address`. */
export function linkRepository(md: MarkdownRenderer, address: string): void {
  md.core.ruler.push("link-repository", ({ tokens, env }) => {
    const page = (env as { relativePath?: string }).relativePath ?? "";
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.attrGet("href");
      if (href === null || /^(?:[a-z]+:|#|\/)/i.test(href)) continue;
      const target = posix.join("docs", posix.dirname(page), href);
      if (!target.startsWith("docs/")) token.attrSet("href", `${address}/${target}`);
    }
  });
}
