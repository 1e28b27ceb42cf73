import { describe, expect, test } from "vitest";
import { gitEnv, gitRepository } from "../support/git-repository.js";
import { runCli } from "../support/run-cli.js";

const text = { type: "string" };
const path = "schemas/order_paid/v1.json";
const order = (properties: object) => ({
  [path]: JSON.stringify({ type: "object", properties: { orderId: text, ...properties } }),
});

/** A property that was dropped in one change, and comes back with another type in the next. */
function history() {
  const repository = gitRepository();
  const { git, commit } = repository;
  commit(order({ note: text }));
  git("tag", "release-1");
  commit(order({}));
  git("tag", "release-2");
  git("branch", "base");
  commit(order({ note: { type: "number" } }));
  return repository;
}

async function review(folder: string, ...against: string[]) {
  const argv = ["review", "--format", "json", "--against", ...against];
  const { code, out, err } = await runCli(folder, argv, { env: gitEnv });
  const { findings = [] } = JSON.parse(out || "{}") as {
    readonly findings?: readonly {
      readonly rule: string;
      readonly severity: string;
      readonly review: {
        readonly notes?: readonly string[];
        readonly breaks: readonly { direction: string }[];
      };
    }[];
  };
  const told = findings.map(({ rule, severity, review: { notes = [], breaks } }) => ({
    rule: `${severity} ${rule}`,
    notes,
    breaks: breaks.map(({ direction }) => direction),
  }));
  return { code, err, told };
}

const added = { rule: "info property-added", notes: [], breaks: [] };
const queued = (state: string) => ({
  rule: "error type-changed",
  notes: [`messages as of ${state} may still be queued`],
  breaks: ["backward"],
});

describe("review against earlier states, whose messages may still be queued", () => {
  test("the base alone sees a new property", async () => {
    expect(await review(history().folder, "base")).toEqual({ code: 0, err: "", told: [added] });
  });
  test("a version that was published, taken back and then changed breaks messages of the time before", async () => {
    const { folder, commit } = gitRepository();
    const shop = (published: readonly string[], note: object) => ({
      "schemas/contract.json": JSON.stringify({
        services: { shop: { publishes: { order_paid: published } } },
      }),
      [path]: JSON.stringify({ type: "object" }),
      "schemas/order_paid/v2.json": JSON.stringify({ type: "object", properties: { note } }),
    });
    commit(shop(["v1", "v2"], text));
    commit(shop(["v1"], text));
    commit(shop(["v1"], { type: "number" }));
    const unsent = "no service publishes v2 yet: there is no message of it";
    const harmless = { rule: "info type-changed", notes: [unsent], breaks: [] };
    expect(await review(folder, "HEAD~1")).toEqual({ code: 0, err: "", told: [harmless] });
    const { code, told } = await review(folder, "HEAD~1", "HEAD~2");
    expect({ code, told }).toEqual({ code: 1, told: expect.arrayContaining([harmless, queued("HEAD~2")]) });
  });
  test.each([
    ["a revision", ["base", "release-1"], "release-1"],
    ["a pattern of tags", ["base", "release-*"], "tags/release-1"],
    ["the same state twice", ["base", "release-*", "tags/release-1"], "tags/release-1"],
  ])("%s", async (_, against, state) => {
    const { code, told } = await review(history().folder, ...against);
    expect(told).toEqual(expect.arrayContaining([added, queued(state)]));
    expect([code, told.length]).toEqual([1, 2]);
  });
  test("a pattern may stand for the base: its newest tag", async () => {
    const { told } = await review(history().folder, "release-*");
    expect(told).toEqual(expect.arrayContaining([added, queued("tags/release-1")]));
  });
  test("what the base's own comparison says is said once", async () => {
    const repository = history();
    repository.commit(order({ orderId: { type: "number" }, note: text }));
    const { told } = await review(repository.folder, "base", "release-1");
    expect(told.filter(({ rule }) => rule === "error type-changed")).toHaveLength(1);
  });
  test("a pattern that no tag matches, and a revision that is not there, are errors", async () => {
    const { folder } = history();
    for (const state of ["v*", "release-3"]) {
      const { code, err } = await review(folder, "base", state);
      expect(code).toBe(2);
      expect(err).toContain(state);
    }
  });
});
