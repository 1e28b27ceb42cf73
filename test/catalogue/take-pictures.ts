import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { findBrowser, startBrowser } from "../support/find-browser.js";

// `npm run pictures`: the pictures of the README, of the catalogue of this repository's own contract.
const executable = await findBrowser();
if (executable === undefined)
  throw new Error("Chromium was not found on PATH; RABBITGEN_INSTALL=1 installs it on Debian");
const site = mkdtempSync(join(tmpdir(), "rabbitgen-pictures-"));
execFileSync(process.execPath, ["dist/src/bin.js", "docs", "--out", site]);
const browser = await startBrowser(executable);
try {
  const page = await browser.newPage({ viewport: { width: 1040, height: 900 }, colorScheme: "light" });
  const take = async (path: string, name: string, height: number): Promise<void> => {
    await page.goto(`${pathToFileURL(site).href}/${path}`);
    await page.screenshot({
      path: join("docs", "pictures", name),
      clip: { x: 0, y: 0, width: 1040, height },
    });
  };
  mkdirSync(join("docs", "pictures"), { recursive: true });
  await page.setViewportSize({ width: 1040, height: 1600 });
  await take("flow.html", "catalogue-flow.png", 1110);
  await take("events/order_paid.html", "catalogue-event.png", 1230);
} finally {
  await browser.close();
  rmSync(site, { recursive: true, force: true });
}
