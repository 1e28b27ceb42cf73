// @module-tag long
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { compile } from "../support/compile.js";
import { fencedBlocks } from "../support/fenced-blocks.js";
import { repository } from "../support/repository.js";
import { tempFolder } from "../support/temp-folder.js";

const page = readFileSync(join(repository, "docs/tutorials/getting-started.md"), "utf8");
const bin = join(repository, "dist/src/bin.js");
const pageUrl = "amqp://guest:guest@localhost:5672";

/** What the page shows as printed: blocks without a language. */
const printed = fencedBlocks(page)
  .filter(({ language }) => language === "")
  .map(({ text }) => text);

test("the tutorial's files and commands print what it says", async () => {
  const folder = tempFolder();
  const rabbitgen = (args: readonly string[], url = ""): string =>
    execFileSync(process.execPath, [bin, ...args], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, RABBITGEN_URL: url },
    });
  rabbitgen(["init"]);
  rabbitgen(["generate"]);

  const broker = start(folder, [bin, "broker", "--port", "0", "--format", "json"]);
  const { url } = JSON.parse(await broker.line(/"url"/)) as { url: string };
  const invalid = 'currency: "eur"';
  const files = filesOfPage();
  const [settings = ""] = fencedBlocks(page).flatMap(({ language, text }) =>
    language === "json" ? [text] : [],
  );
  expect(JSON.parse(settings)).toMatchObject({ compilerOptions: { strict: true, noEmit: true } });
  expect(Object.keys(files)).toEqual(["billing.ts", "order.ts"]);
  const write = (name: string, text: string): void =>
    writeFileSync(join(folder, name), text.replaceAll(pageUrl, url));
  for (const [name, text] of Object.entries(files)) write(name, text);
  write("invalid.ts", (files["order.ts"] ?? "").replaceAll('currency: "EUR"', invalid));
  await compile(folder, { noUnusedLocals: false });

  const billing = start(folder, ["build/billing.js"]);
  await billing.line(/connected \(consuming/);
  expect(printed.join("")).toContain(await start(folder, ["build/invalid.js"], "stderr").line(/^Invalid/));
  await start(folder, ["build/order.js"]).line(/^3 events published$/);
  await billing.line(/billed o-2/);
  await billing.line(/dead letter/);
  const shown = linesOf(printed.find((text) => text.startsWith("rabbitgen: connected")));
  expect(billing.lines.map(anonymous).sort()).toEqual(shown.sort());

  const [list = "", replayed = ""] = printed.slice(-2);
  expect(linesOf(anonymous(rabbitgen(["dead", "list"], url)))).toEqual(linesOf(anonymous(list)));
  expect(rabbitgen(["dead", "show"], url)).toContain("Reject: nothing to bill");
  billing.process.kill("SIGINT");
  await billing.ended;
  const withoutReject = (files["billing.ts"] ?? "").replace(/^.*new Reject\(.*\n/m, "");
  write("billing.ts", withoutReject);
  await compile(folder, { noUnusedLocals: false });
  const again = start(folder, ["build/billing.js"]);
  await again.line(/connected \(consuming/);
  expect(rabbitgen(["dead", "replay"], url)).toBe(replayed);
  const [, promised = ""] = /^The consumer prints `(billed o-3[^`]*)`/m.exec(page) ?? [];
  expect(await again.line(/^billed/)).toBe(promised);
});

/** The page's TypeScript by the file name in each block's first line. */
function filesOfPage(): Readonly<Record<string, string>> {
  const blocks = fencedBlocks(page).filter(({ language }) => language === "ts");
  return Object.fromEntries(blocks.map(({ text }) => [/^\/\/ (\S+)/.exec(text)?.[1] ?? "", text]));
}

function linesOf(text = ""): string[] {
  return text.split("\n").filter((line) => line.trim() !== "");
}

/** Message ids and ages as the page writes them. */
function anonymous(text: string): string {
  return text
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "<id>")
    .replace(/\b\d+ s( +|$)/gm, "<age> ")
    .replace(/127\.0\.0\.1:\d+/, "localhost:5672");
}

interface Running {
  readonly process: ChildProcess;
  /** All lines so far. */
  readonly lines: string[];
  readonly ended: Promise<unknown>;
  /** The first line that matches, as soon as it is printed. Rejects when the program ends without it. */
  line(pattern: RegExp): Promise<string>;
}

/** Starts a program of Node; it is killed when the test ends. */
function start(cwd: string, args: readonly string[], stream: "stdout" | "stderr" = "stdout"): Running {
  const child = spawn(process.execPath, [...args], { cwd });
  onTestFinished(() => void child.kill("SIGKILL"));
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  for (const name of ["stdout", "stderr"] as const)
    createInterface({ input: child[name] }).on("line", (line) => {
      if (name === stream || line.startsWith("rabbitgen: ")) lines.push(line);
      for (const look of waiting) look();
    });
  const ended = new Promise((resolve) => void child.once("close", resolve));
  const line = (pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = lines.find((one) => pattern.test(one));
        if (found !== undefined) resolve(found);
      };
      waiting.add(look);
      void ended.then(() => reject(new Error(`ended without ${pattern}:\n${lines.join("\n")}`)));
      look();
    });
  return { process: child, lines, ended, line };
}
