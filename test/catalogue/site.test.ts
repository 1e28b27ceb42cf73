import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import { expect, test } from "vitest";
import { contentSecurityPolicy } from "../../src/catalogue/html/page.js";
import { readFolder } from "../../src/files/read-folder.js";
import { hostileContract } from "../asyncapi/hostile-contract.js";
import { repository } from "../support/repository.js";
import { contractOf, siteFor } from "./make.js";

const own = Object.fromEntries(readFolder(join(repository, "schemas")).files);

/** Every `href` and `src` of a page, resolved to a file of the site and an id in it. */
function linksOf(
  page: string,
  html: string,
): readonly { readonly file: string; readonly id: string | undefined }[] {
  return [...html.matchAll(/ (?:xlink:href|href|src)="([^"]*)"/g)].flatMap(([, written = ""]) => {
    if (written === "data:,") return [];
    const link = written.replaceAll("&amp;", "&").replaceAll("&#39;", "'").replaceAll("&#45;", "-");
    const [path = "", id] = link.split("#");
    const file = path === "" ? page : posix.normalize(posix.join(posix.dirname(page), decodeURI(path)));
    return [{ file, id: id === undefined ? undefined : decodeURIComponent(id) }];
  });
}

function idsOf(html: string): readonly string[] {
  return [...html.matchAll(/ id="([^"]*)"/g)].map(([, id = ""]) =>
    id
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&quot;", '"')
      .replaceAll("&#39;", "'")
      .replaceAll("&amp;", "&"),
  );
}

test.each([
  ["this repository's contract", own],
  ["a contract of hostile texts", hostileContract],
])("every link of the site of %s leads to a file and an id, and each id is there once", async (_, files) => {
  const site = await siteFor(await contractOf(files));
  const pages = [...site].filter(([path]) => path.endsWith(".html"));
  const dead = pages.flatMap(([page, html]) =>
    linksOf(page, html).filter(({ file, id }) => {
      const target = site.get(file);
      return target === undefined || (id !== undefined && !idsOf(target).includes(id));
    }),
  );
  expect(pages.flatMap(([page, html]) => linksOf(page, html)).length).toBeGreaterThan(50);
  expect(dead).toEqual([]);
  for (const [, html] of pages) {
    const ids = idsOf(html);
    expect(ids).toEqual([...new Set(ids)]);
  }
});

test("every page has the policy by which nothing but the site's own files loads, and nothing that it forbids", async () => {
  const site = await siteFor(await contractOf(hostileContract));
  expect(contentSecurityPolicy).not.toMatch(/unsafe|\*|https?:/);
  for (const [path, text] of site) {
    if (!path.endsWith(".html")) continue;
    expect(text).toContain("Content-Security-Policy");
    expect(text.match(/<script\b[^>]*>/g)).toEqual([
      expect.stringMatching(/^<script src="[./]*catalogue\.js" defer>$/),
    ]);
    const withoutValues = text.replace(/="[^"]*"/g, '=""');
    expect(/<style|<[^>]* style=|<[^>]* on[a-z]+=/.exec(withoutValues)?.[0]).toBeUndefined();
  }
});

test("the same contract gives the same site", async () => {
  const [first, again] = [await siteFor(await contractOf(own)), await siteFor(await contractOf(own))];
  expect([...again]).toEqual([...first]);
});

test("our own script and style sheet are one each, and weigh less than 300 KB", () => {
  const folder = join(repository, "assets");
  const files = readdirSync(folder);
  expect(files).toEqual(["catalogue.css", "catalogue.js"]);
  const bytes = files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
  expect(bytes).toBeLessThan(300_000);
  expect(readFileSync(join(folder, "catalogue.js"), "utf8")).not.toMatch(
    /innerHTML|insertAdjacentHTML|document\.write|eval/,
  );
});

test("events whose names differ in case alone have pages of their own", async () => {
  const site = await siteFor(
    await contractOf({
      "Paid/v1.json": true,
      "paid/v1.json": true,
      "paid/event.json": { identifier: "OtherPaid" },
    }),
  );
  const pages = [...site.keys()].filter((path) => path.startsWith("events/"));
  expect(pages).toEqual(["events/Paid~fb81b961af456e5e.html", "events/paid~268ad70eb5bc4737.html"]);
});
