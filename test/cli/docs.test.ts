// @module-tag long
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Ran, runCli } from "../support/run-cli.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";

const paid = { type: "object", properties: { id: { type: "string" } }, required: ["id"] };

function project(more: Readonly<Record<string, unknown>> = {}): string {
  return tempFolder({ "schemas/order_paid/v1.json": paid, "schemas/order_sent/v1.json": paid, ...more });
}

test("writes a site that a browser opens from the disk, and nothing again while nothing changes", async () => {
  const folder = project();
  const first = await runCli(folder, ["docs"]);
  expect(first).toEqual({ code: 0, out: "2 events, 2 versions → catalogue/: 7 files written\n", err: "" });
  expect(readdirSync(join(folder, "catalogue")).sort()).toEqual([
    "catalogue.css",
    "catalogue.js",
    "events",
    "flow.html",
    "index.html",
    "rabbitgen-docs.json",
    "search-data.js",
  ]);
  const again = await runCli(folder, ["docs"]);
  expect(again.out).toBe("2 events, 2 versions → catalogue/: up to date\n");
});

test("follows the schemas: pages that changed are written, pages of events that are gone are removed", async () => {
  const folder = project();
  await runCli(folder, ["docs"]);
  rmSync(join(folder, "schemas/order_sent"), { recursive: true });
  writeFiles(folder, { "schemas/order_paid/v2.json": { ...paid, required: [] } });
  const { out } = await runCli(folder, ["docs"]);
  expect(out).toBe("1 event, 2 versions → catalogue/: 4 files written, 1 stale file removed\n");
  expect(existsSync(join(folder, "catalogue/events/order_sent.html"))).toBe(false);
  expect(readFileSync(join(folder, "catalogue/events/order_paid.html"), "utf8")).toContain(
    "Changes from v1 to v2",
  );
});

test("a page that was changed by hand, and another title, are written again; another format is refused", async () => {
  const folder = project();
  await runCli(folder, ["docs"]);
  writeFileSync(join(folder, "catalogue/index.html"), "<!doctype html><!-- rabbitgen docs -->\nother");
  expect((await runCli(folder, ["docs"])).out).toContain("1 file written");
  expect((await runCli(folder, ["docs", "--title", "Ours"])).out).toContain("4 files written");
  const other = await runCli(folder, ["docs", "--format", "markdown"]);
  expect(other.code).toBe(2);
  expect(other.err).toContain(
    "catalogue/ already contains a catalogue in the format html. Remove it, or choose another folder",
  );
});

test("--check writes nothing, and says what is out of date", async () => {
  const folder = project();
  const missing = await runCli(folder, ["docs", "--check"]);
  expect(missing.code).toBe(1);
  expect(missing.out).toContain("missing  catalogue/index.html\n");
  expect(missing.out).toContain("catalogue/ is out of date. Run `rabbitgen docs`");
  expect(existsSync(join(folder, "catalogue"))).toBe(false);
  await runCli(folder, ["docs"]);
  expect(await runCli(folder, ["docs", "--check"])).toEqual({
    code: 0,
    out: "catalogue/ is up to date.\n",
    err: "",
  });
  writeFileSync(join(folder, "catalogue/flow.html"), "<!doctype html><!-- rabbitgen docs -->\n");
  expect((await runCli(folder, ["docs", "--check"])).out).toContain("changed  catalogue/flow.html\n");
});

test.each([["index.html"], ["rabbitgen-docs.json"]])(
  "never overwrites a file of the user's: %s",
  async (name) => {
    const folder = project();
    mkdirSync(join(folder, "catalogue"));
    writeFileSync(join(folder, "catalogue", name), "mine");
    const { code, err } = await runCli(folder, ["docs"]);
    expect(code).toBe(2);
    expect(err).toContain(`Refusing to overwrite files that rabbitgen did not create: ${name}.`);
    expect(readFileSync(join(folder, "catalogue", name), "utf8")).toBe("mine");
    expect(readdirSync(join(folder, "catalogue"))).toEqual([name]);
  },
);

test("leaves files of the user's and the SDK alone, also in one folder with them", async () => {
  const folder = project({ "out/notes.md": "mine" });
  await runCli(folder, ["generate", "--out", "out"]);
  const sdk = readFileSync(join(folder, "out/index.ts"), "utf8");
  await runCli(folder, ["docs", "--out", "out"]);
  expect(readFileSync(join(folder, "out/notes.md"), "utf8")).toBe("mine");
  expect(readFileSync(join(folder, "out/index.ts"), "utf8")).toBe(sdk);
  expect((await runCli(folder, ["generate", "--out", "out", "--check"])).code).toBe(0);
  expect(existsSync(join(folder, "out/index.html"))).toBe(true);
});

test("an output folder inside the schemas folder is refused", async () => {
  const { code, err } = await runCli(project(), ["docs", "--out", "schemas/catalogue"]);
  expect(code).toBe(2);
  expect(err).toContain("--out is inside the schemas folder");
});

test("schemas with errors give the findings and no catalogue", async () => {
  const folder = project({ "schemas/bad/v1.json": { type: "nothing" } });
  const { code, err } = await runCli(folder, ["docs"]);
  expect(code).toBe(2);
  expect(err).toContain("schemas/bad/v1.json:2:11 error");
  expect(err).toContain("no catalogue was written");
  expect(existsSync(join(folder, "catalogue"))).toBe(false);
});

/** Runs `docs --serve` until the work is done; `told` is what it prints on standard error. */
async function serving(
  folder: string,
  work: (url: string, told: readonly string[]) => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  const told: string[] = [];
  let ended: Promise<Ran> | undefined;
  const url = new Promise<string>((resolve, reject) => {
    const io = {
      signal: stop.signal,
      out: (text: string) => resolve(text.trim()),
      err: (text: string) => void told.push(text),
    };
    ended = runCli(folder, ["docs", "--serve"], io);
    ended.then(() => reject(new Error(told.join(""))), reject);
  });
  try {
    await work(await url, told);
  } finally {
    stop.abort();
    expect((await ended)?.code).toBe(0);
  }
}

test("--serve answers on this machine alone, with the site's files and nothing else", async () => {
  const folder = project();
  await serving(folder, async (url) => {
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    const page = await fetch(url);
    expect(page.status).toBe(200);
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(await page.text()).toContain("order_paid");
    expect((await fetch(`${url}catalogue.css`)).headers.get("content-type")).toBe("text/css; charset=utf-8");
    for (const path of ["schemas/order_paid/v1.json", "..%2f..%2fetc/passwd", "%", "events/"])
      expect((await fetch(`${url}${path}`)).status).toBe(404);
    expect((await fetch(url, { method: "POST" })).status).toBe(405);
    const status = await new Promise((resolve) =>
      get(url, { headers: { host: "evil.example" } }, (response) => resolve(response.resume().statusCode)),
    );
    expect(status).toBe(403);
    expect(existsSync(join(folder, "catalogue"))).toBe(false);
  });
});

test("--serve follows changes of the schemas, and keeps the last good site while they have errors", async () => {
  const folder = project();
  await serving(folder, async (url, told) => {
    const until = async (isReached: () => Promise<boolean> | boolean): Promise<void> => {
      while (!(await isReached())) await new Promise((resolve) => setTimeout(resolve, 50));
    };
    const shows = async (text: string): Promise<boolean> => (await (await fetch(url)).text()).includes(text);
    writeFiles(folder, { "schemas/order_moved/v1.json": paid });
    await until(() => shows("order_moved"));
    writeFiles(folder, { "schemas/order_late/v1.json": "{" });
    await until(() => told.some((text) => text.includes("schemas/order_late/v1.json:1:2 error")));
    expect(await shows("order_moved")).toBe(true);
    writeFiles(folder, { "schemas/order_late/v1.json": paid });
    await until(() => shows("order_late"));
  });
});

test("--serve excludes --check and --out, and refuses a port that is none", async () => {
  const folder = project();
  expect((await runCli(folder, ["docs", "--serve", "--check"])).code).toBe(2);
  expect((await runCli(folder, ["docs", "--serve", "99999"])).err).toContain(
    "Must be a whole number from 0 to 65535.",
  );
  expect((await runCli(folder, ["docs", "--serve", "--format", "markdown"])).err).toContain(
    "--serve always serves HTML",
  );
});
