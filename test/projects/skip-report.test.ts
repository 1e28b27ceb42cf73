import { expect, test } from "vitest";
import { projectsOfNode, projectsOfRabbitMQ, testFiles } from "../support/projects.js";
import { type Skip, skipReport } from "../support/skip-report.js";

const files = { pure: ["p"], onEachBroker: ["a", "b"], onRabbitMQ: ["c"] };
const everything = { rabbitmq: true, rabbitmq4: true };
const nothing = { rabbitmq: false, rabbitmq4: false };
const skip = (parts: Partial<Skip>): Skip => ({
  project: "found broker",
  file: "test/a.test.ts",
  name: "does it",
  note: undefined,
  tags: [],
  ...parts,
});

test("without a RabbitMQ, one line counts the files and names the command that runs them", () => {
  const skips = [
    skip({ project: "embedded broker", note: "needs node" }),
    skip({ tags: ["real-world-data"] }),
  ];
  expect(skipReport(skips, { files, here: nothing, isStrict: false })).toEqual({
    lines: ["skipped: 3 files that need RabbitMQ; npm run test:rabbitmq"],
    fails: false,
  });
});

test("with a RabbitMQ nothing is said, whatever was skipped", () => {
  expect(skipReport([skip({})], { files, here: everything, isStrict: false })).toEqual({
    lines: [],
    fails: false,
  });
});

test("without a browser, one line counts the tests that need it", () => {
  const skips = [skip({ note: "not here: Chromium" }), skip({ note: "not here: Chromium" }), skip({})];
  expect(skipReport(skips, { files, here: everything, isStrict: false }).lines).toEqual([
    "skipped: 2 tests that need a browser, Chromium",
  ]);
  const strict = skipReport(skips.slice(0, 2), { files, here: everything, isStrict: true });
  expect(strict).toEqual({ lines: ["not to be had here: Chromium: 2 tests"], fails: false });
});

test("a strict run counts what cannot be had by what it is, and does not fail for it", () => {
  const skips = [
    skip({ tags: ["real-world-data"] }),
    skip({ tags: ["real-world-data"] }),
    skip({ note: "not here: Go with amqp091-go (there is no go on PATH)" }),
    skip({ note: "not here: RabbitMQ 4.0" }),
    skip({ project: "embedded broker", note: "needs rabbitmqctl" }),
  ];
  const here = { rabbitmq: true, rabbitmq4: false };
  const { lines, fails } = skipReport(skips, { files, here, isStrict: true });
  expect(fails).toBe(false);
  expect(lines).toEqual([
    "not to be had here: RabbitMQ 4.0 (2 files); folders of real data: 2 tests; Go with amqp091-go: 1 tests; RabbitMQ 4.0: 1 tests",
  ]);
});

test.each([
  ["a skip without a reason", everything, [skip({})]],
  ["a skip for want of what could be had", everything, [skip({ note: "needs rabbitmqctl" })]],
  ["a test that runs nowhere", nothing, [skip({ project: "embedded broker", note: "needs node" })]],
  ["no RabbitMQ at all", nothing, []],
])("a strict run fails for %s", (_, here, skips) => {
  const { lines, fails } = skipReport(skips, { files, here, isStrict: true });
  expect(fails).toBe(true);
  expect(lines.filter((line) => line.includes("which fails"))).toHaveLength(skips.length);
});

test("each test file belongs to one project for Node alone, or says that it needs RabbitMQ", () => {
  const all = testFiles();
  const names = projectsOfNode(all).flatMap(({ test }) => test?.include ?? []);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toContain("test/projects/skip-report.test.ts");
  expect(names).toContain("test/runtime/publishing.test.ts");
  expect(all.onRabbitMQ).toContain("test/rabbitmq/private-node.test.ts");
  expect(names.filter((name) => all.onRabbitMQ.includes(name))).toEqual([]);
});

test("Windows goes without what tries programs for a POSIX shell", () => {
  const { pure, onRabbitMQ } = testFiles("win32");
  expect(pure).toContain("test/projects/skip-report.test.ts");
  expect([...pure, ...onRabbitMQ].filter((file) => /^test\/(?:action|rabbitmq)\//.test(file))).toEqual([]);
  expect(testFiles("darwin").pure).toContain("test/rabbitmq/find-broker.test.ts");
});

test("projects with a RabbitMQ are there for each RabbitMQ that is here", () => {
  const named = (here: typeof everything) => projectsOfRabbitMQ(files, here).map(({ test }) => test?.name);
  expect(named(nothing)).toEqual([]);
  expect(named(everything)).toEqual(["found broker", "RabbitMQ 4.0"]);
});
