import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { repository } from "../support/repository.js";
import { tempFolder } from "../support/temp-folder.js";
import { type CommentsApi, commentsApi } from "./comments-api.js";

const marker = "<!-- rabbitgen review -->";
const bad = `${marker}\n❌ **This breaks:** 1 error\n`;
const good = `${marker}\n✅ **Nothing breaks:** no findings\n`;

/** Runs the step that keeps the comment, and gives what it printed. */
async function keepComment(api: CommentsApi, text: string, failed = text === bad): Promise<string> {
  const folder = tempFolder({ "comment.md": text, "event.json": { pull_request: { number: 7 } } });
  const { stdout } = await promisify(execFile)(process.execPath, [join(repository, "action/comment.mjs")], {
    env: {
      REPORTS: folder,
      FAILED: String(failed),
      TOKEN: "the-token",
      GITHUB_EVENT_PATH: join(folder, "event.json"),
      GITHUB_API_URL: api.url,
      GITHUB_REPOSITORY: "shop/orders",
      GITHUB_SERVER_URL: "https://github.example",
      GITHUB_RUN_ID: "42",
    },
  });
  return stdout;
}

test("the comment is found on a later page", async () => {
  const api = await commentsApi();
  for (let number = 0; number < 99; number++) api.say("first");
  await keepComment(api, bad);
  for (let number = 0; number < 150; number++) api.say("then");
  await keepComment(api, good);
  for (let number = 0; number < 50; number++) api.say("later");
  await keepComment(api, bad);
  expect(api.comments).toHaveLength(300);
  expect(api.comments[99]?.body).toMatch(/^<!-- rabbitgen review -->\n❌/);
});

test("three full pages have no fourth to look at without end", async () => {
  const api = await commentsApi();
  for (let number = 0; number < 200; number++) api.say("first");
  await keepComment(api, bad);
  const pages = api.calls.filter((call) => call.startsWith("GET"));
  expect(pages.map((call) => call.split("page=").at(-1))).toEqual(["1", "2", "3"]);
  expect(api.comments).toHaveLength(201);
});

test("a comment of another author that has the marker, or quotes it, is left alone", async () => {
  const api = await commentsApi();
  api.say(good);
  api.say(`> ${bad}`, "Bot");
  await keepComment(api, bad);
  expect(api.comments.map(({ user }) => user.login)).toEqual(["somebody", "somebody", "github-actions[bot]"]);
  expect(api.comments[0]?.body).toBe(good);
  await keepComment(api, bad);
  expect(api.comments).toHaveLength(3);
});

test("with a person's token, the comment is that person's", async () => {
  const api = await commentsApi({ login: "maintainer" });
  api.say(good);
  await keepComment(api, bad);
  await keepComment(api, good);
  expect(api.comments.map(({ user }) => user.login)).toEqual(["somebody", "maintainer"]);
  expect(api.comments[1]?.body).toContain("✅");
});

test("what fails nothing and is worth a look is commented on, and so is a good review beside a failure", async () => {
  const look = await commentsApi();
  await keepComment(look, `${marker}\n⚠️ **Review before merging:** 1 warning\n`);
  expect(look.comments).toHaveLength(1);
  const stale = await commentsApi();
  await keepComment(stale, `${good}\n❌ **The generated SDK is out of date.**\n`, true);
  expect(stale.comments).toHaveLength(1);
  const nothing = await commentsApi();
  await keepComment(nothing, good);
  expect(nothing.comments).toEqual([]);
});

test("a comment has at most as many characters as GitHub takes", async () => {
  const api = await commentsApi();
  await keepComment(api, bad + "x".repeat(70_000), true);
  expect(api.comments[0]?.body).toHaveLength(65_536);
});

test("an API that fails, or is not there, is a warning", async () => {
  const broken = await keepComment(await commentsApi({ status: 500 }), bad);
  expect(broken).toMatch(/^::warning title=rabbitgen::The comment could not be written: GET .* 500 /);
  const away: CommentsApi = { ...(await commentsApi()), url: "http://127.0.0.1:1" };
  expect(await keepComment(away, bad)).toMatch(/^::warning .*fetch failed/);
});
