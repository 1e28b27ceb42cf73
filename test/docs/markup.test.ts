import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { lexer, type Token, walkTokens } from "marked";
import { expect, test } from "vitest";
import { repository } from "../support/repository.js";

const pages = [
  "README.md",
  ...readdirSync(join(repository, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name.replaceAll("\\", "/")}`),
];

/** Markup that is meant: comments around generated parts, line breaks in tables, pictures for light and dark. */
const meant = /^(?:<!--.*?-->|<br>|<\/?(?:picture|source|img|p|a)\b[^>]*>|\s)+$/s;

test.each(pages)("%s has no angle brackets that a reader would not see", (page) => {
  const found: string[] = [];
  walkTokens(lexer(readFileSync(join(repository, page), "utf8")), (token: Token) => {
    if (token.type === "html" && !meant.test(token.raw)) found.push(token.raw);
  });
  expect(found, "write them as code, or as \\<").toEqual([]);
});
