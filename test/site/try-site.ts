import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { findBrowser, startBrowser } from "../support/find-browser.js";

// `.ci/run`: opens the built site (`npm run docs:site`) in a browser: the index, a page, search, dark mode, a phone's width.

const site = join(process.cwd(), "build", "site");
const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};
const missing: string[] = [];
const server = createServer((request, response) => {
  const path = normalize(new URL(request.url ?? "/", "http://site").pathname);
  try {
    const content = readFileSync(join(site, path.endsWith("/") ? `${path}index.html` : path));
    response
      .setHeader("content-type", types[extname(path)] ?? (path.endsWith("/") ? "text/html" : ""))
      .end(content);
  } catch {
    if (path !== "/favicon.ico") missing.push(path);
    response.writeHead(404).end();
  }
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** Waits in the page until VitePress has mounted its application; keys do nothing before. */
const isInteractive = `new Promise((resolve) => {
  const look = () => (document.querySelector("#app").__vue_app__ ? resolve() : requestAnimationFrame(look));
  look();
})`;

const executable = await findBrowser();
if (executable === undefined)
  throw new Error("Chromium not found on PATH (RABBITGEN_INSTALL=1 installs it on Debian).");
const browser = await startBrowser(executable);
try {
  const page = await browser.newPage({ colorScheme: "dark" });
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(String(error)));

  await page.goto(address);
  const pages = await page.locator(".VPSidebarItem a").count();
  assert.ok(pages >= 20, `the sidebar has ${pages} pages`);
  const dark = await page.evaluate<boolean>('document.documentElement.classList.contains("dark")');
  assert.ok(dark, "follows the reader's dark mode");

  await page.evaluate(isInteractive);
  await page.locator("button.DocSearch-Button").first().click();
  await page.locator("#localsearch-input").fill("dead replay");
  await page.locator(".result").first().waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/*.html*");

  await page.goto(`${address}/reference/rules.html#vhost-default`);
  assert.ok(await page.locator("#vhost-default").isVisible(), "an anchor for each rule");

  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`${address}/tutorials/getting-started.html`);
  const overflow = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
  assert.ok(overflow <= 0, `at 360 px the page is ${overflow} px too wide`);
  assert.deepEqual([...problems, ...missing], []);
  console.log(
    `The site works in a browser: ${pages} pages in the sidebar, search, dark mode, anchors, 360 px.`,
  );
} finally {
  await browser.close();
  server.close();
}
