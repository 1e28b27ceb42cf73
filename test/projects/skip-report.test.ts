import { expect, test } from "vitest";
import { isNamed } from "../support/is-named.js";
import { projectsOfRabbitMQ, projectsWithoutRabbitMQ, testFiles } from "../support/projects.js";
import { type Skip, skipReport } from "../support/skip-report.js";

const files = {
  unit: ["u"],
  process: ["p"],
  long: ["l"],
  packages: ["d"],
  browser: ["e"],
  onEachBroker: ["a", "b"],
  onRabbitMQ: ["c"],
};
const everything = { packages: true, rabbitmq: true, rabbitmq4: true };
const nothing = { packages: false, rabbitmq: false, rabbitmq4: false };
const skip = (parts: Partial<Skip>): Skip => ({
  project: "broker-found",
  file: "test/a.test.ts",
  name: "does it",
  note: undefined,
  tags: [],
  ...parts,
});

const whole = () => true;

test("one line counts the files and tests that did not run, by what they need and how to get it", () => {
  const skips = [
    skip({ project: "broker-embedded", note: "needs node" }),
    skip({ tags: ["real-world-data"] }),
    skip({ tags: ["json-schema-test-suite"] }),
    skip({ tags: ["root"] }),
    skip({ note: "not here: Chromium" }),
    skip({ note: "not here: Chromium" }),
    skip({ note: "not here: Go with amqp091-go (there is no go on PATH)" }),
    skip({ tags: ["build"] }),
    skip({}),
  ];
  expect(skipReport(skips, { files, here: nothing, isStrict: false }, whole)).toEqual({
    lines: [
      [
        "skipped: 2 files that need test/packages (npm ci --prefix test/packages)",
        "3 files that need RabbitMQ (npm run test:rabbitmq)",
        "2 files that need RabbitMQ 4 (with Docker: npm run test:rabbitmq)",
        "1 test that needs schemas of the Eiffel protocol (in .cache/eiffel)",
        "1 test that needs the JSON-Schema-Test-Suite (npm run suite)",
        "1 test that needs root (run the tests as root)",
        "2 tests that need Chromium (on PATH; as root on Debian: RABBITGEN_INSTALL=1)",
        "1 test that needs Go with amqp091-go (go on PATH, the package in GOPATH)",
        "1 test that needs a build (npm run build)",
        "1 test for another reason (RABBITGEN_SKIPS=fail lists them)",
      ].join("; "),
    ],
    fails: false,
  });
});

test("nothing is reported where everything ran", () => {
  const skips = [skip({ project: "broker-embedded", note: "needs node" })];
  const options = { files, here: everything, isStrict: true };
  expect(skipReport(skips, options, whole)).toEqual({ lines: [], fails: false });
});

test("files that the run would not include are not counted, and do not fail it", () => {
  const options = { files, here: nothing, isStrict: true };
  expect(skipReport([], options, () => false)).toEqual({ lines: [], fails: false });
  const one = (_: string, file: string) => file === "a";
  expect(skipReport([], options, one)).toEqual({
    lines: [
      "skipped: 1 file that needs RabbitMQ (npm run test:rabbitmq); 1 file that needs RabbitMQ 4 (with Docker: npm run test:rabbitmq)",
    ],
    fails: true,
  });
  const packages = (project: string) => project === "packages";
  expect(skipReport([], options, packages).lines).toEqual([
    "skipped: 1 file that needs test/packages (npm ci --prefix test/packages)",
  ]);
});

test("a test that another project of the same run does not try is counted", () => {
  const skips = [skip({ project: "broker-embedded", note: "needs node" })];
  const embedded = (project: string) => project === "broker-embedded";
  for (const here of [nothing, everything])
    expect(skipReport(skips, { files, here, isStrict: false }, embedded).lines).toEqual([
      "skipped: 1 test that needs a private RabbitMQ (npm run test:rabbitmq, without AMQP_URL)",
    ]);
});

test("a strict run counts what cannot be had, and does not fail for it", () => {
  const skips = [
    skip({ tags: ["real-world-data"] }),
    skip({ note: "not here: Go with amqp091-go (there is no go on PATH)" }),
    skip({ note: "not here: RabbitMQ 4.0" }),
  ];
  const here = { ...everything, rabbitmq4: false };
  const { lines, fails } = skipReport(skips, { files, here, isStrict: true }, whole);
  expect(fails).toBe(false);
  expect(lines).toHaveLength(1);
});

test.each([
  ["a skip without a reason", everything, [skip({})]],
  ["a skip for want of what could be had", everything, [skip({ note: "needs rabbitmqctl" })]],
  ["a skip for want of a build", everything, [skip({ tags: ["build"] })]],
  ["a test that runs nowhere", nothing, [skip({ project: "broker-embedded", note: "needs node" })]],
  ["no RabbitMQ at all", { ...everything, rabbitmq: false }, []],
  ["test/packages that is not installed", { ...everything, packages: false }, []],
])("a strict run fails for %s", (_, here, skips) => {
  const { lines, fails } = skipReport(skips, { files, here, isStrict: true }, whole);
  expect(fails).toBe(true);
  expect(lines.filter((line) => line.includes("which fails"))).toHaveLength(skips.length);
});

test.each<[filter: string, isNamed: boolean]>([
  ["test/runtime", true],
  ["test/runtime/", true],
  ["./test/runtime/publishing.test.ts", true],
  ["/repository/test/runtime/publishing.test.ts", true],
  ["test/runtime/publishing.test.ts:12", true],
  ["Publishing", true],
  ["test/run/", false],
  ["test/lint", false],
])("a run of %s includes test/runtime/publishing.test.ts: %j", (filter, is) => {
  expect(isNamed("/repository", "test/runtime/publishing.test.ts", [filter])).toBe(is);
  expect(isNamed("/repository", "test/runtime/publishing.test.ts", ["other", filter])).toBe(is);
  expect(isNamed("/repository", "test/runtime/publishing.test.ts", [])).toBe(true);
});

test("each test file belongs to one project for Node alone, or says that it needs RabbitMQ", () => {
  const all = testFiles();
  const names = projectsWithoutRabbitMQ(all, everything).flatMap(({ test }) => test?.include ?? []);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toContain("test/projects/skip-report.test.ts");
  expect(names).toContain("test/runtime/publishing.test.ts");
  expect(all.onRabbitMQ).toContain("test/rabbitmq/private-node.test.ts");
  expect(names.filter((name) => all.onRabbitMQ.includes(name))).toEqual([]);
  expect(all.unit).toContain("test/structure.test.ts");
  expect(all.process).toContain("test/git/read-revision.test.ts");
  // by a helper that it imports
  expect(all.process).toContain("test/action/action.test.ts");
  expect(all.long).toContain("test/compat/hand-made-pairs.test.ts");
  expect(all.packages).toContain("test/foreign/foreign.test.ts");
  expect(all.browser).toEqual(["test/catalogue/browser.test.ts"]);
});

test("what needs test/packages is left out as a whole where they are not installed", () => {
  const always = ["unit", "process", "long", "broker-embedded"];
  const names = (here: typeof everything) =>
    projectsWithoutRabbitMQ(files, here).map(({ test }) => test?.name);
  expect(names(nothing)).toEqual(always);
  expect(names(everything)).toEqual([...always, "packages", "browser"]);
});

test("Windows goes without what tries programs for a POSIX shell", () => {
  const { unit, process, onRabbitMQ } = testFiles("win32");
  expect(unit).toContain("test/projects/skip-report.test.ts");
  expect(
    [...unit, ...process, ...onRabbitMQ].filter((file) => /^test\/(?:action|rabbitmq)\//.test(file)),
  ).toEqual([]);
  expect(testFiles("darwin").unit).toContain("test/rabbitmq/find-broker.test.ts");
});

test("projects with a RabbitMQ are there for each RabbitMQ that is here", () => {
  const named = (here: typeof everything) => projectsOfRabbitMQ(files, here).map(({ test }) => test?.name);
  expect(named(nothing)).toEqual([]);
  expect(named(everything)).toEqual(["broker-found", "broker-4"]);
});
