import { join, posix } from "node:path";
import { marked, type Token } from "marked";
import { expect, test } from "vitest";
import { markdownFiles } from "../../src/catalogue/markdown/markdown-files.js";
import { hasUnsafe } from "../../src/code/unsafe-characters.js";
import { readFolder } from "../../src/files/read-folder.js";
import { hostileContract, hostileTexts } from "../asyncapi/hostile-contract.js";
import { repository } from "../support/repository.js";
import { catalogueFor, contractOf } from "./make.js";

async function pagesOf(files: Readonly<Record<string, unknown>>): Promise<ReadonlyMap<string, string>> {
  return markdownFiles(await catalogueFor(await contractOf(files)));
}

function tokensOf(page: string): readonly Token[] {
  const tokens: Token[] = [];
  marked.walkTokens(marked.lexer(page), (token) => void tokens.push(token));
  return tokens;
}

/** Each line on which a paragraph, a heading or an item begins with a text of the contract. */
const lineStarts = [
  "1. one",
  "- dash",
  "+ plus",
  "=====",
  "-----",
  "# heading",
  "> quote",
  "    indented",
  "| a | b |",
  "<!--",
  "```",
  "~~~",
  "[a]: b",
];

test("the pages of this repository's contract link to each other, and show flow, payload, code and changes", async () => {
  const pages = await pagesOf(Object.fromEntries(readFolder(join(repository, "schemas")).files));
  expect(pages.size).toBe(15);
  for (const [path, page] of pages) {
    for (const token of tokensOf(page)) {
      if (token.type !== "link") continue;
      const target = posix.normalize(posix.join(posix.dirname(path), decodeURI(token.href)));
      expect(pages.has(target), `${path} links to ${target}`).toBe(true);
    }
  }
  const page = pages.get("events/order_paid.md") ?? "";
  expect(page).toContain("```mermaid\nflowchart LR\n");
  expect(page).toContain("- <code>orderId</code>: string · **required**");
  expect(page).toContain("### Changes from v1 to v2");
  expect(page).toContain("import { connect, orderPaidV2 } from");
});

test("hostile texts are text: no markup, no link, no list of their own", async () => {
  const pages = await pagesOf({
    ...hostileContract,
    "starts/event.json": { description: lineStarts.join("\n\n"), owner: lineStarts[0] },
    "starts/v1.json": { description: lineStarts.join("\n\n"), title: lineStarts[1] },
  });
  const seen = new Set<string>();
  for (const [path, page] of pages) {
    for (const token of tokensOf(page)) {
      seen.add(token.type);
      if (token.type === "html") expect(token.raw).toMatch(/^(?:<!-- rabbitgen docs -->\s*|<\/?code>)$/);
      if (token.type === "link") expect(token.href).toMatch(/^(?:\.\.\/)?(?:events|services)\/[^/]+\.md$/);
      expect(["image", "blockquote", "hr", "def", "del"], `${path}: ${token.raw}`).not.toContain(token.type);
      if (token.type === "heading") expect(token.raw).toMatch(/^#+ /);
      if (token.type === "list") expect(token.ordered).toBe(false);
      if (token.type === "code") expect(["mermaid", "ts", "json", "jsonc"]).toContain(token.lang);
    }
  }
  expect([...seen]).toEqual(expect.arrayContaining(["html", "link", "heading", "list", "code"]));
  const shown = (marked.parse(pages.get("events/starts.md") ?? "") as string).replace(/<[^>]*>/g, "");
  const text = shown
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">");
  for (const start of lineStarts) expect(text).toContain(start.trim());
});

test("labels of the flow have no character that Mermaid reads as syntax", async () => {
  const files: Record<string, unknown> = { "contract.json": { services: {} } };
  const names = hostileTexts.filter((text) => !hasUnsafe(text) && !text.includes("/"));
  const consumes: Record<string, unknown> = {};
  for (const [index, name] of names.entries()) {
    files[`${name.trim()}/v1.json`] = true;
    consumes[name.trim()] = { queue: { name: `q${index} ${name.slice(0, 100)}` } };
  }
  files["contract.json"] = { services: { 'end"; click n0 "javascript:alert(1)"': { consumes } } };
  const pages = await pagesOf(files);
  const charts = [...pages.values()].flatMap((page) =>
    [...page.matchAll(/^```mermaid\n(.*?)^```$/gms)].map(([, chart = ""]) => chart),
  );
  expect(charts.length).toBeGreaterThan(names.length);
  for (const line of charts.flatMap((chart) => chart.trimEnd().split("\n"))) {
    expect(line).toMatch(
      /^(?:flowchart LR| {2}end| +n\d+ (?:-->|-\.->) n\d+| {2}subgraph v\d+\["(?:[\p{L}\p{N} _./:-]|#\d+;)*"\]| +n\d+[[>{(]+"(?:[\p{L}\p{N} _./:-]|#\d+;)*"[\]})]+)$/u,
    );
  }
});

test("line ends of a description stay, and an address in code is copied as it was written", async () => {
  const address = "https://www.example.com/a";
  const pages = await pagesOf({
    "ev/event.json": { description: "Two cases:\n- paid\n- cancelled" },
    "ev/v1.json": { properties: { at: { const: address } } },
  });
  const shown = marked.parse(pages.get("events/ev.md") ?? "") as string;
  expect(shown).toContain("<p>Two cases:<br>- paid<br>- cancelled</p>");
  const [, code = ""] = /<code>([^<]*www[^<]*)<\/code>/.exec(shown) ?? [];
  const copied = code
    .replace(/&#(\d+);/g, (_, unit: string) => String.fromCharCode(Number(unit)))
    .replaceAll("&quot;", '"');
  expect(copied).toBe(JSON.stringify(address));
});
