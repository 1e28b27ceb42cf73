// @module-tag browser
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { readFolder } from "../../src/files/read-folder.js";
import { hostileContract } from "../asyncapi/hostile-contract.js";
import { findBrowser, startBrowser } from "../support/find-browser.js";
import { largePackage } from "../support/large-package.js";
import { repository } from "../support/repository.js";
import { noBrowser } from "../support/skip-needs.js";
import { writeFiles } from "../support/temp-folder.js";
import { contractOf, siteFor } from "./make.js";

const axe = readFileSync(largePackage.resolve("axe-core/axe.min.js"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "rabbitgen-browser-"));
const executable = await findBrowser();
let browser: Browser;

/** A thousand events, as a company has them. */
const many = Object.fromEntries(
  Array.from({ length: 1_000 }, (_, index) => [
    `event_${index}/v1.json`,
    {
      type: "object",
      description: `Number ${index}.`,
      properties: { [`field_${index}`]: { type: "string" } },
    },
  ]),
);

beforeAll(async () => {
  if (executable === undefined) return;
  browser = await startBrowser(executable);
  const own = Object.fromEntries(readFolder(join(repository, "schemas")).files);
  for (const [name, files] of Object.entries({ own, hostile: hostileContract, many }))
    writeFiles(join(folder, name), Object.fromEntries(await siteFor(await contractOf(files))));
});

beforeEach(({ skip }) => skip(executable === undefined, noBrowser));

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Opened {
  readonly page: Page;
  /** Errors of scripts and what the policy refused. */
  readonly problems: readonly string[];
}

/** Opens a page of a site from the disk. */
async function open(path: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => problems.push(message.text()));
  page.on("dialog", (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(`${pathToFileURL(join(folder)).href}/${path}`);
  return { page, problems };
}

/** What axe-core reports, of which these parts are read here. */
interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** What axe-core finds of WCAG 2 and of good practice. What runs in the page is text: these files have no types of a DOM. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const results: AxeResults = await page.evaluate("axe.run({ preload: false })"); // it would fetch the style sheet
  return results.violations.map(
    ({ id, impact, nodes }) => `${impact} ${id}: ${nodes[0]?.html.slice(0, 200)}`,
  );
}

test.each([
  "index.html",
  "flow.html",
  "services.html",
  "services/svc-billing.html",
  "events/order_paid.html",
])("%s has no fault that axe-core finds, in light, in dark and on a phone", async (path) => {
  for (const options of [
    { colorScheme: "light" },
    { colorScheme: "dark" },
    { viewport: { width: 360, height: 700 } },
  ] as const) {
    const { page, problems } = await open(`own/${path}`, options);
    expect(await violations(page)).toEqual([]);
    expect(problems).toEqual([]);
  }
});

test("dark mode is dark, by the reader's setting", async () => {
  const backgroundOf = async (colorScheme: "light" | "dark"): Promise<string> => {
    const { page } = await open("own/index.html", { colorScheme });
    return page.evaluate("getComputedStyle(document.body).backgroundColor");
  };
  expect(await backgroundOf("light")).toBe("rgb(255, 255, 255)");
  expect(await backgroundOf("dark")).toBe("rgb(15, 20, 25)");
});

test.each(["index.html", "flow.html", "services.html", "events/order_placed.html"])(
  "%s fits a phone: only what scrolls on its own is wider",
  async (path) => {
    const { page } = await open(`own/${path}`, { viewport: { width: 360, height: 700 } });
    const width = await page.evaluate("document.documentElement.scrollWidth");
    expect(width).toBeLessThanOrEqual(360);
  },
);

test("the search finds events, services, properties and queues, by the keyboard alone", async () => {
  const { page, problems } = await open("own/services/svc-order.html");
  await page.keyboard.press("/");
  await page.keyboard.type("order_pa");
  await page.locator("#found a").first().waitFor();
  const [first, ...others] = await page.locator("#found a").allInnerTexts();
  expect(first).toMatch(/^order_paid\s+event$/);
  expect(others.join("\n")).toMatch(/^svc-billing\s+service, queue svc-billing\.order_paid$/m);
  expect(await page.locator("#found-count").innerText()).toBe(`${others.length + 1} results`);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/events/order_paid.html");
  await page.keyboard.press("/");
  await page.keyboard.type("currency");
  await page.locator("#found small", { hasText: "property currency" }).first().waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/events/*.html#*currency");
  expect(problems).toEqual([]);
});

test("Escape closes what was found, and words that nothing has find nothing", async () => {
  const { page } = await open("own/index.html");
  await page.keyboard.press("/");
  await page.keyboard.type("order");
  await page.locator("#found").waitFor();
  await page.keyboard.press("Escape");
  expect(await page.locator("#found").isVisible()).toBe(false);
  await page.keyboard.press("Control+A");
  await page.keyboard.type("zebra");
  await page.getByText("0 results").waitFor();
});

test("among a thousand events the search answers while one types, and says how many it found", async () => {
  const { page, problems } = await open("many/index.html");
  await page.keyboard.press("/");
  for (const [typed, found] of [
    ["e", "1000 results, the first 30 are shown"],
    ["vent_99", "11 results"],
    ["9", "1 result"],
  ] as const) {
    await page.keyboard.type(typed);
    await page.getByText(found, { exact: true }).waitFor();
  }
  await page.keyboard.press("Control+A");
  await page.keyboard.type("field_500");
  await page.locator("#found a", { hasText: "event_500" }).waitFor();
  expect(problems).toEqual([]);
});

test("the tree opens and closes by keyboard, all at once by its buttons", async () => {
  const { page } = await open("own/events/order_paid.html");
  const places = page.locator("#v2 .tree details");
  const openOnes = page.locator("#v2 .tree details[open]");
  const all = await places.count();
  expect(all).toBeGreaterThan(4);
  await page.locator("#v2").getByRole("button", { name: "Collapse all" }).click();
  expect(await openOnes.count()).toBe(0);
  await page.locator("#v2 .tree summary").first().focus();
  await page.keyboard.press("Enter");
  expect(await openOnes.count()).toBe(1);
  await page.locator("#v2").getByRole("button", { name: "Expand all" }).click();
  expect(await openOnes.count()).toBe(all);
});

test("a deep link opens the version and the place that it leads to", async () => {
  const { page } = await open(`own/events/order_paid.html#${encodeURIComponent("v1:/total")}`);
  const place = page.locator('[id="v1:/total"]');
  await place.waitFor();
  expect(await place.isVisible()).toBe(true);
  expect(await page.evaluate("document.querySelector(':target').id")).toBe("v1:/total");
});

test("the whole page can be walked with the Tab key, and starts with a link past the heading", async () => {
  const { page } = await open("own/events/order_paid.html");
  const focused = (): Promise<string> => page.evaluate("document.activeElement.textContent");
  await page.keyboard.press("Tab");
  expect(await focused()).toBe("Skip to content");
  await page.keyboard.press("Enter");
  expect(await page.evaluate("document.activeElement.id")).toBe("content");
  await page.keyboard.press("Tab");
  expect(await focused()).toBe("v2");
});

test("the flow is filtered by service and by event, keeps that in its address, and each node is a link", async () => {
  const { page, problems } = await open("own/flow.html");
  const clear = page.locator(".plain .node:not(.dim)");
  const nodes = await clear.count();
  await page.getByLabel("Event").selectOption("order_paid");
  const shown = (await clear.locator("text").allTextContents()).sort();
  expect(shown).toEqual([
    "order_paid",
    "orders",
    "svc-billing",
    "svc-billing.order_paid",
    "svc-order",
    "svc-shipping",
    "svc-shipping.order_paid",
  ]);
  expect(page.url()).toMatch(/#event=order_paid$/);
  await page.getByLabel("Service").selectOption("svc-shipping");
  expect((await clear.locator("text").allTextContents()).sort()).toEqual([
    "order_paid",
    "orders",
    "svc-order",
    "svc-shipping",
    "svc-shipping.order_paid",
  ]);
  await page.reload();
  expect(await clear.count()).toBe(5);
  expect(nodes).toBeGreaterThan(20);
  expect(await page.locator(".plain .node:not(:has(a))").count()).toBe(0);
  await page.locator(".plain .node.event a", { hasText: "order_paid" }).click();
  await page.waitForURL("**/events/order_paid.html");
  expect(problems).toEqual([]);
});

test("retry and dead-letter queues are shown when they are asked for", async () => {
  const { page } = await open("own/flow.html");
  const dead = page.locator(".complete .node.dead", { hasText: "svc-billing.order_paid.dead" });
  expect(await dead.isVisible()).toBe(false);
  await page.getByLabel("Retry and dead-letter queues").check();
  expect(await dead.isVisible()).toBe(true);
  expect(await page.locator(".plain").isVisible()).toBe(false);
});

test("everything is printed, also what is closed on the screen", async () => {
  const { page } = await open("own/events/order_paid.html");
  const hidden = page.locator("#v1 h3", { hasText: "Payload" });
  expect(await hidden.isVisible()).toBe(false);
  await page.evaluate('dispatchEvent(new Event("beforeprint"))');
  await page.emulateMedia({ media: "print" });
  expect(await hidden.isVisible()).toBe(true);
  expect(await page.locator("header.site").isVisible()).toBe(false);
  await page.evaluate('dispatchEvent(new Event("afterprint"))');
  await page.emulateMedia({ media: "screen" });
  expect(await hidden.isVisible()).toBe(false);
});

test("without scripts every page can be read, and nothing is shown that would not work", async () => {
  const { page } = await open("own/flow.html", { javaScriptEnabled: false });
  expect(await page.locator(".search").isVisible()).toBe(false);
  expect(await page.locator(".filters").isVisible()).toBe(false);
  await page.locator(".plain .node.event a").first().click();
  await page.locator("#v1 summary, #v2 summary").first().waitFor();
});

test("hostile texts are shown as text, and run, load and link nothing", async () => {
  for (const path of ["index.html", "flow.html", "services.html", "events/ev.html", "events/123.html"]) {
    const { page, problems } = await open(`hostile/${path}`);
    expect(await page.locator("script").count()).toBe(1);
    expect(
      await page.locator("main :is(img, iframe, object, embed, style, script, form:not(.filters))").count(),
    ).toBe(0);
    const links: readonly string[] = await page.evaluate(
      "[...document.querySelectorAll('a')].map((a) => a.getAttribute('href') ?? a.getAttribute('xlink:href') ?? '#')",
    );
    expect(links.length).toBeGreaterThan(3);
    for (const link of links)
      expect(link).toMatch(
        /^(?:#|(?:\.\.\/)?(?:(?:events|services)\/[^/]+|index|flow|services)\.html(?:#wire)?$)/,
      );
    expect(problems).toEqual([]);
  }
  const { page, problems } = await open("hostile/events/ev.html");
  expect(await page.locator("main").innerText()).toContain("<script>alert(1)</script>");
  await page.keyboard.press("/");
  await page.keyboard.type("script");
  await page.locator("#found a", { hasText: "<script>alert(1)</script>" }).first().waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/ev.html#*script*");
  expect(problems).toEqual([]);
});
