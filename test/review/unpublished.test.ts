// @module-tag long
import { expect, test } from "vitest";
import { published } from "../../src/review/rule-examples.js";
import { type Folder, review } from "./review-folders.js";

const order = (properties: object, required: readonly string[] = []) => ({
  type: "object",
  properties: { orderId: { type: "string" }, ...properties },
  required: ["orderId", ...required],
});
const before = { v1: order({}), v2: order({ note: { type: "string" }, total: { type: "integer" } }) };
const after = { v1: order({}), v2: order({ total: { type: "integer", minimum: 1 } }, ["total"]) };

/** Severities, the directions that break, and the orders of deployment. */
async function said(old: Folder, now: Folder): Promise<readonly string[]> {
  const findings = await review(old, now);
  return findings.map(({ rule, severity, review: more }) => {
    const directions = more?.breaks.map(({ direction }) => direction).join("+") || "nothing";
    return `${rule} ${severity} ${directions} ${more?.rollout}`;
  });
}

test("a version that no service publishes yet may change, be dropped and lose properties", async () => {
  const findings = await review(
    published(before, ["v1"], ["v1", "v2"]),
    published(after, ["v1"], ["v1", "v2"]),
  );
  expect(findings.map(({ severity }) => severity)).toEqual(["info", "info", "info"]);
  for (const { review: more } of findings) {
    expect(more?.breaks).toEqual([]);
    expect(more?.notes).toEqual(["no service publishes v2 yet: there is no message of it"]);
  }
});

test("a version that is taken back is guarded by its deprecation, which distinguishes it from one that was never sent", async () => {
  const deprecated = (folder: Folder): Folder => ({
    ...folder,
    "order_paid/event.json": { versions: { v2: { deprecated: true } } },
  });
  const found = await said(deprecated(published(before, ["v1"])), deprecated(published(after, ["v1"])));
  expect(found.filter((each) => each.includes(" error "))).toHaveLength(3);
});

test("a message that older consumers would reject breaks none of them while no service sends its version", async () => {
  const bounded = (minimum: number) => ({
    v1: order({}),
    v2: order({ total: { type: "integer", minimum } }),
  });
  expect(await said(published(bounded(1), ["v1"]), published(bounded(0), ["v1"]))).toEqual([
    "keyword-changed info nothing any-order",
  ]);
  expect(await said(published(bounded(1), ["v2"]), published(bounded(0), ["v2"]))).toEqual([
    "keyword-changed error forward consumers-first",
  ]);
});

test("the same change breaks where it is published, or where a publisher does not say", async () => {
  for (const sent of [["v1", "v2"], ["v2"]]) {
    const found = await said(published(before, sent), published(after, sent));
    expect(found.filter((each) => each.includes(" error "))).toHaveLength(3);
  }
  const unsaid = (versions: object): Folder => ({
    ...published(versions as Record<string, unknown>, ["v1"]),
    "contract.json": {
      services: {
        "svc-order": { publishes: { order_paid: ["v1"] } },
        "svc-shop": { publishes: ["order_paid"] },
      },
    },
  });
  const found = await said(unsaid(before), unsaid(after));
  expect(found.filter((each) => each.includes(" error "))).toHaveLength(2);
});

test("a version that is no longer published may be in queues, so that its changes break their readers", async () => {
  const old = { v1: before.v2, v2: order({}) };
  const now = { v1: after.v2, v2: order({}) };
  const found = await said(published(old, ["v2"]), published(now, ["v2"]));
  expect(found.filter((each) => each.includes(" error "))).toHaveLength(3);
});

test("publishing what changes in the same step leaves those readers behind that know it from before", async () => {
  const old = { v1: order({}), v2: order({ total: { type: "integer", minimum: 1 } }) };
  const now = { v1: order({}), v2: order({ total: { type: "integer", minimum: 0 } }) };
  expect(await said(published(old, ["v1"]), published(now, ["v1", "v2"]))).toEqual([
    "published-versions-changed info nothing consumers-first",
    "keyword-changed error forward consumers-first",
  ]);
});
