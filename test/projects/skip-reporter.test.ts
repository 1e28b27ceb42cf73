import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "../support/repository.js";
import { tempFolder } from "../support/temp-folder.js";

const reporter = join(repository, "test/support/skip-reporter.ts");
const projects = ["unit", "broker-embedded"];

/** Runs vitest as the repository does, where there is no RabbitMQ, in a folder with two test files. */
function runIn(...argv: readonly string[]): { readonly status: number | null; readonly last: string } {
  const folder = tempFolder({
    "test/one.test.ts": `import { describe, test } from "vitest";
      describe("a suite", () => {
        test("runs", () => {});
        test.skip("waits", { tags: "build" }, () => {});
      });`,
    "test/broken.test.ts": "import './gone.js';",
    "test/broker.test.ts": `import { test } from "vitest"; test("publishes", () => {});`,
    "vitest.config.ts": `import { SkipReporter } from ${JSON.stringify(reporter)};
      const files = {
        unit: ["test/one.test.ts"], process: [], long: [], packages: [], browser: [],
        onEachBroker: ["test/broker.test.ts"], onRabbitMQ: [],
      };
      const here = { packages: true, rabbitmq: false, rabbitmq4: true };
      const include = { unit: process.argv.includes("test/broken.test.ts") ? ["test/broken.test.ts"] : files.unit, "broker-embedded": files.onEachBroker };
      const tags = [{ name: "build" }];
      export default { test: {
        reporters: ["default", new SkipReporter({ files, here, isStrict: false })],
        projects: ${JSON.stringify(projects)}.map((name) => ({ test: { name, include: include[name], tags } })),
      } };`,
  });
  const vitest = join(repository, "node_modules", "vitest", "vitest.mjs");
  const { status, stdout } = spawnSync(process.execPath, [vitest, "run", "--root", folder, ...argv], {
    cwd: folder,
    encoding: "utf8",
  });
  return { status, last: stdout.trim().split("\n").at(-1) ?? "" };
}

const file = "1 file that needs RabbitMQ (npm run test:rabbitmq)";
const build = "1 test that needs a build (npm run build)";

test.each<[argv: readonly string[], last: string]>([
  [[], `skipped: ${file}; ${build}`],
  [["test/one.test.ts"], `skipped: ${build}`],
  [["test/broker.test.ts"], `skipped: ${file}`],
  [["--project", "unit"], `skipped: ${build}`],
  [["test/one.test.ts", "-t", "a suite waits"], `skipped: ${build}`],
])("a run of %j counts what it would include", (argv, last) => {
  expect(runIn(...argv)).toEqual({ status: 0, last });
});

test("tests that -t leaves out are not skipped, and a -t that matches none fails", () => {
  expect(runIn("test/one.test.ts", "-t", "a suite runs").last).not.toContain("skipped:");
  const { status, last } = runIn("-t", "a suite walks");
  expect(status).toBe(1);
  expect(last).toContain("No test of these files has a name that matches /a suite walks/");
});

test("a file that cannot be loaded is not reported as one without a match", () => {
  const { status, last } = runIn("test/broken.test.ts", "-t", "a suite walks");
  expect(status).toBe(1);
  expect(last).not.toContain("No test");
});
