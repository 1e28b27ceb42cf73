import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { gitRepository } from "../support/git-repository.js";
import { repository } from "../support/repository.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";
import { commentsApi } from "./comments-api.js";
import { orderPaid, shop } from "./shop.js";

const program = join(repository, "action/needed-fetch.mjs");
const hash = "0123456789012345678901234567890123456789";

/** The words that the action hands to git for a report of these arguments. */
function words(report: unknown): string[] {
  const folder = tempFolder({ "review.json": report });
  const out = execFileSync(process.execPath, [program, join(folder, "review.json")], { encoding: "utf8" });
  return out.split("\0").slice(0, -1);
}
const needs = (...args: unknown[]) => ({ needs: { fetch: "git fetch", arguments: args } });

test.each([
  [["fetch", "--no-tags", "--depth=1", "origin", hash]],
  [["fetch", "--no-tags", "origin", `${hash}${hash.slice(0, 24)}`]],
  [["fetch", "--no-tags", "--deepen=3", "origin", hash]],
  [["fetch", "--no-tags", "--unshallow", "origin"]],
  [["fetch", "--no-tags", "--unshallow", "origin", hash, hash]],
  [["fetch", "--no-tags", "--depth=1", "origin", "+refs/heads/a/b-1.x:refs/remotes/origin/a/b-1.x"]],
  [["fetch", "--no-tags", "--depth=1", "origin", "+refs/tags/v1.0:refs/tags/v1.0"]],
  [["-C", "libs/the contracts", "fetch", "--no-tags", "--depth=1", "origin", hash]],
])("a fetch that rabbitgen gives is run word by word: %j", (args) => {
  expect(words(needs(...args))).toEqual(args);
});

test.each<[args: readonly unknown[]]>([
  [[]],
  [["fetch"]],
  [["fetch", "--no-tags"]],
  [["fetch", "--no-tags", "--upload-pack=touch pwned", "origin", hash]],
  [["fetch", "--no-tags", "--depth=1", "--upload-pack=touch pwned", hash]],
  [["fetch", "--no-tags", "--depth=1", "origin", "--upload-pack=touch pwned"]],
  [["fetch", "--upload-pack=x", "--depth=1", "origin", hash]],
  [["fetch", "--no-tags", "--depth=1", "ext::sh -c touch% pwned", hash]],
  [["fetch", "--no-tags", "--depth=1", "..", hash]],
  [
    [
      "fetch",
      "--no-tags",
      "--depth=1",
      "origin",
      "+refs/heads/$(touch pwned):refs/remotes/origin/$(touch pwned)",
    ],
  ],
  [["fetch", "--no-tags", "--depth=1", "origin", "+refs/heads/a:refs/heads/main"]],
  [["fetch", "--no-tags", "--depth=1", "origin", "+refs/heads/a:refs/remotes/origin/b"]],
  [["fetch", "--no-tags", "--depth=1", "origin", `${hash}\n`]],
  [["fetch", "--no-tags", "--depth=1", "origin", `x${hash}`]],
  [["fetch", "--no-tags", "--depth=x", "origin", hash]],
  [["-c", "core.sshCommand=touch pwned", "fetch", "--no-tags", "origin", hash]],
  [["-C", "--git-dir=x", "fetch", "--no-tags", "origin", hash]],
  [["-C", "/", "fetch", "--no-tags", "origin", hash]],
  [["-C", "fetch", "--no-tags", "origin", hash]],
  [["push", "--no-tags", "origin", hash]],
  [["fetch", "--no-tags", "--depth=1", "origin", 1]],
  [["fetch", "--no-tags", "--depth=1", "origin", hash, hash, hash]],
])("anything else is not run: %j", (args) => {
  expect(words(needs(...args))).toEqual([]);
});

test("of a report without such a need, or of no report, there is nothing to run", () => {
  for (const report of [{}, [], "null", "no JSON", { needs: null }, { needs: { fetch: "git fetch origin" } }])
    expect(words(report)).toEqual([]);
  const none = execFileSync(process.execPath, [program, "/nonexistent/review.json"], { encoding: "utf8" });
  expect(none).toBe("");
});

test("the command is taken from the review's data, and no sentence of a schema or a branch is one", async () => {
  const api = await commentsApi();
  const { push, run } = shop();
  push({ "schemas/order_paid/v1.json": orderPaid() });
  const other = gitRepository();
  const sentence = `run \`git fetch --no-tags --depth=1 origin ${other.commit({ "a.txt": "" })}\``;
  const report = JSON.stringify({ error: { message: sentence }, ...needs("push", "origin", sentence) });
  const lines = [
    "#!/bin/sh",
    "[ $1 = --version ] && exit",
    `for each; do case $each in json=*review.json) printf '%s' '${report}' >"\${each#json=}" ;; esac; done`,
    `echo '${sentence}' >&2`,
    "exit 2",
  ];
  const acted = await run(api, {
    prepare: ({ folder }) => writeFiles(folder, { "node_modules/.bin/rabbitgen": lines.join("\n") }),
  });
  expect(acted.code).toBe(2);
  expect(acted.annotations.join("\n")).not.toContain("could not be fetched");
  expect(acted.log).not.toMatch(/^git fetch/m);
});
