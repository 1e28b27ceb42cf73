import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "../support/repository.js";
import { writeFiles } from "../support/temp-folder.js";
import { commentsApi } from "./comments-api.js";
import { orderPaid, shop } from "./shop.js";

/** A change that consumers of what is in the queues do not survive. */
const breaking = { "schemas/order_paid/v1.json": orderPaid({}, ["orderId", "total", "note"]) };

const harmless = { "schemas/order_paid/v1.json": orderPaid({ place: { type: "string", maxLength: 9 } }) };

/** All steps but the one that needs a pull request. */
const checks = ["Find rabbitgen", "Lint", "Review", "Check the generated SDK", "Write the summary"];

test("a pull request that breaks is annotated, summarized, commented on, and fails", async () => {
  const api = await commentsApi();
  const { push, run } = shop();
  push(breaking);
  const acted = await run(api);
  expect(acted.code).toBe(1);
  expect(acted.steps).toEqual([...checks, "Keep the comment", "Result"]);
  expect(
    acted.annotations.filter((line) => line.startsWith("::error file=schemas/order_paid/v1.json,")),
  ).toHaveLength(1);
  expect(acted.summary).toContain("❌ **This breaks:** 1 error");
  expect(acted.summary).toContain("✅ **No problems found:**");
  expect(acted.summary).toContain("✅ **The generated SDK is up to date**");
  expect(api.comments.map(({ body }) => body.split("\n").slice(0, 2).join("\n"))).toEqual([
    expect.stringMatching(/^<!-- rabbitgen review -->\n❌ \*\*This breaks:\*\* 1 error/),
  ]);
  expect(api.comments[0]?.body).toContain("https://github.example/shop/orders/actions/runs/42");
  expect(acted.outputs).toMatchObject({ failed: "true", errors: "1" });
  expect(acted.outputs["report"]).toMatch(/review\.json$/);
});

test("one comment follows the pull request until its problem is fixed", async () => {
  const api = await commentsApi();
  const { push, run, origin } = shop();
  push(breaking);
  await run(api);
  push({ "readme.md": "more" });
  expect((await run(api)).code).toBe(1);
  expect(api.comments).toHaveLength(1);
  // links lead to what was pushed, not to GitHub's merge of it
  expect(api.comments[0]?.body).toContain(`/shop/orders/blob/${origin.git("rev-parse", "feature")}/schemas/`);
  push(harmless);
  const mended = await run(api);
  expect(mended.code).toBe(0);
  expect(mended.outputs).toMatchObject({ failed: "false", errors: "0" });
  expect(api.comments.map(({ body }) => body)).toEqual([expect.stringContaining("✅ **Nothing breaks:**")]);
  expect(api.calls.map((call) => call.split(" ")[0])).toEqual([
    "GET",
    "POST",
    "GET",
    "PATCH",
    "GET",
    "PATCH",
  ]);
});

test("a pull request that never broke gets no comment", async () => {
  const api = await commentsApi();
  const { push, run } = shop();
  push(harmless);
  const acted = await run(api);
  expect(acted.code).toBe(0);
  expect(acted.summary).toContain("✅ **Nothing breaks:**");
  expect(api.comments).toEqual([]);
});

test("where the token may not write, as from a fork, that is a notice and decides nothing", async () => {
  const api = await commentsApi({ mayWrite: false });
  const { push, run } = shop();
  push(breaking);
  const broken = await run(api);
  expect(broken.code).toBe(1);
  expect(broken.steps.at(-1)).toBe("Result");
  const told = broken.annotations.filter((line) => line.includes("comment could not be written"));
  expect(told).toEqual([expect.stringMatching(/^::notice .*pull-requests: write.*Resource not accessible/)]);
});

test("a stale SDK fails, and says which files and what to run", async () => {
  const api = await commentsApi();
  const { push, run } = shop();
  push(harmless, { generate: false });
  const acted = await run(api);
  expect(acted.code).toBe(1);
  const advice = "The generated SDK is out of date. Run `rabbitgen generate` and commit the result.";
  expect(acted.annotations).toContainEqual(
    expect.stringMatching(
      /^::error title=rabbitgen::The generated SDK is out of date.*%0Achanged +generated\/events\/order_paid\/v1/,
    ),
  );
  expect(acted.summary).toMatch(/\n {4}changed +generated\/events\/order_paid\/v1\.types\.ts\n/);
  expect(acted.summary).toContain(`❌ **${advice}**`);
  expect(api.comments.map(({ body }) => body)).toEqual([expect.stringContaining(`\n❌ **${advice}**\n`)]);
});

test("an SDK of one service is checked with the input service, and without it the report says what is missing", async () => {
  const api = await commentsApi();
  const { push, run } = shop();
  const contract = { vhost: "/shop", services: { "svc-a": { publishes: ["order_paid"] } } };
  push({ "schemas/contract.json": contract }, { generate: false });
  const prepare = ({ folder }: { readonly folder: string }): void => {
    const program = join(repository, "dist", "src", "bin.js");
    execFileSync(process.execPath, [program, "generate", "--service", "svc-a"], { cwd: folder });
  };
  const inputs = { service: "svc-a" };
  expect((await run(api, { inputs, prepare })).summary).toContain("✅ **The generated SDK is up to date**");
  const without = await run(api, { prepare });
  expect(without.code).not.toBe(0);
  expect(without.summary).toContain("generated/ was generated only for svc-a. Pass --service svc-a");
  const stale = await run(api, { inputs });
  expect(stale.summary).toContain("Run `rabbitgen generate --service svc-a` and commit the result.");
});

test("findings of lint fail the action, and one line of the comment reports them", async () => {
  const api = await commentsApi();
  const { push, run } = shop();
  push({ "schemas/order_paid/v1.json": orderPaid({ place: { type: "string", maxLenght: 9 } }) });
  const acted = await run(api);
  expect(acted.code).toBe(1);
  expect(acted.annotations).toContainEqual(expect.stringContaining("maxLenght"));
  expect(api.comments[0]?.body).toMatch(/^<!-- rabbitgen review -->\n✅[\s\S]*\n❌ \*\*Lint failed:\*\* 1 /);
  expect((await run(api, { inputs: { lint: "false" } })).code).toBe(0);
  expect((await run(api, { inputs: { "fail-on": "error" } })).code).toBe(0);
});

test("schemas that cannot be read fail with 2, and are reported in the annotations, the summary and the comment", async () => {
  const api = await commentsApi();
  const { push, run } = shop();
  push({ "schemas/order_paid/v1.json": '{ "::warning::": ' }, { generate: false });
  const acted = await run(api);
  expect(acted.code).toBe(2);
  expect(acted.annotations).toContainEqual(
    expect.stringMatching(/^::error file=schemas\/order_paid\/v1\.json,/),
  );
  expect(acted.annotations).toContainEqual(
    "::error title=rabbitgen::rabbitgen review failed to run: 1 error in schemas: they cannot be reviewed.",
  );
  expect(acted.annotations).toContainEqual(
    "::error title=rabbitgen::rabbitgen generate --check failed to run: 1 error; nothing was compared.",
  );
  expect(acted.summary).toMatch(
    /❌ \*\*rabbitgen review failed to run:\*\*\n\n {4}Compared with .*\n {4}schemas\/order_paid\/v1\.json:1:/,
  );
  expect(api.comments[0]?.body).toMatch(/^<!-- rabbitgen review -->\n❌ /);
  expect(acted.outputs).toMatchObject({ failed: "true", report: "" });
});

test("a push is compared with what was there before, and has no comment", async () => {
  const api = await commentsApi();
  const { origin, land, run } = shop();
  const before = origin.git("rev-parse", "main");
  land(breaking);
  const github = { EVENT_NAME: "push", BASE_REF: "", HEAD_REF: "", REF: "refs/heads/main", REF_NAME: "main" };
  const sha = origin.git("rev-parse", "main");
  const acted = await run(api, { github: { ...github, SHA: sha }, event: { before, after: sha } });
  expect(acted.code).toBe(1);
  expect(acted.log).toContain(`git fetch --no-tags --depth=1 origin ${before}`);
  expect(acted.summary).toContain("❌ **This breaks:**");
  expect(acted.summary).toContain(`blob/${sha}/`);
  expect(acted.steps).toEqual([...checks, "Result"]);
  expect(api.calls).toEqual([]);
});

test("what landed on main meanwhile is not the pull request's", async () => {
  const api = await commentsApi();
  const { push, land, run } = shop();
  push({ "readme.md": "more" });
  land({ "schemas/order_sent/v1.json": orderPaid() });
  const acted = await run(api, { fetch: [] });
  expect(acted.summary).toContain("no findings in 2 events");
  expect(acted.log).not.toContain("git fetch");
});

test("a base that cannot be fetched is reported, with a fix", async () => {
  const api = await commentsApi();
  const { push, run } = shop();
  push(breaking);
  const acted = await run(api, {
    prepare: ({ git }) => git("remote", "set-url", "origin", "file:///nonexistent"),
  });
  expect(acted.code).toBe(2);
  expect(acted.annotations).toContainEqual(expect.stringMatching(/^::warning .*`fetch-depth: 0`/));
  expect(acted.annotations).toContainEqual(expect.stringMatching(/^::error .*There is no commit/));
});

test("folders of code are separated by spaces and lines, and are not patterns", async () => {
  const api = await commentsApi();
  const { push, run } = shop();
  const text = { type: "string", minLength: 1, maxLength: 64 };
  const schema = orderPaid({}, ["orderId"]) as { properties: Record<string, unknown> };
  push({
    "schemas/order_paid/v1.json": { ...schema, properties: { orderId: text, note: text } },
    "lib/empty.ts": "export {};\n",
  });
  expect((await run(api, { inputs: { code: " lib\n  src\n" } })).summary).toContain("src/billing.ts:2:");
  expect((await run(api, { inputs: { code: "s*c" } })).summary).not.toContain("src/billing.ts:2:");
});

test("a project below the root is reviewed in its folder, and its files are named from the root", async () => {
  const api = await commentsApi();
  const { push, run, origin } = shop();
  writeFiles(origin.folder, { "services/shop/package.json": "{}" });
  origin.git("mv", "schemas", "services/shop/schemas");
  origin.commit({ generated: undefined });
  origin.git("branch", "-f", "feature");
  push(
    { "services/shop/schemas/order_paid/v1.json": breaking["schemas/order_paid/v1.json"] },
    { generate: false },
  );
  const acted = await run(api, { inputs: { "working-directory": "services/shop", generated: "" } });
  expect(acted.code).toBe(1);
  expect(acted.steps).not.toContain("Check the generated SDK");
  expect(acted.annotations).toContainEqual(
    expect.stringMatching(/^::error file=services\/shop\/schemas\/order_paid\/v1\.json,/),
  );
});

test("the package has the action, so that a workflow can use the version that is installed", () => {
  const { files } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as { files: string[] };
  expect(files).toContain("action.yml");
  expect(files).toContain("action");
});
