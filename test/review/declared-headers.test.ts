import { expect, test } from "vitest";
import type { Finding } from "../../src/findings/finding.js";
import { declaring, event } from "../../src/review/rule-examples.js";
import type { ExampleFolder } from "../../src/rules/rule.js";
import { review } from "./review-folders.js";

const text = { type: "string" };

/** What review says of headers: rule, severity, rollout, and each direction with its witness. */
async function said(old: ExampleFolder, now: ExampleFolder): Promise<readonly unknown[]> {
  return (await review(old, now)).filter(({ rule }) => rule.startsWith("headers-")).map(shown);
}

function shown({ rule, severity, review: details }: Finding): unknown {
  const breaks = details?.breaks.map(({ direction, witness }) => [direction, witness]);
  return [rule, severity, details?.rollout, ...(breaks ?? [])];
}

test("a header that is required now breaks publishers left behind, shown by their headers", async () => {
  expect(await said(declaring({ tenant: text }), declaring({ tenant: text }, ["tenant"]))).toEqual([
    ["headers-changed", "error", "publishers-first", ["backward", {}]],
  ]);
  expect(await said(event({ v1: {} }), declaring({ tenant: text }, ["tenant"]))).toEqual([
    ["headers-added", "error", "publishers-first", ["backward", {}]],
  ]);
  expect(await said(declaring({ tenant: text }, ["tenant"]), event({ v1: {} }))).toEqual([
    ["headers-removed", "error", "consumers-first", ["forward", {}]],
  ]);
});

test("a declared value that free headers may break does so with a header", async () => {
  const [added] = await review(event({ v1: {} }), declaring({ region: { enum: ["eu"] } }));
  expect(added?.review?.breaks).toMatchObject([
    { direction: "backward", verdict: "refuted", witness: { region: expect.any(String) } },
  ]);
});

test("consumers look at declared headers only, so that a publisher's further one breaks none", async () => {
  const closed = (properties: object): ExampleFolder =>
    event({ v1: {} }, { headers: { type: "object", properties, additionalProperties: false } });
  expect(await said(closed({ tenant: text }), closed({ tenant: text, region: text }))).toEqual([
    ["headers-changed", "info", "any-order"],
  ]);
  expect(await said(closed({ tenant: text, region: text }), closed({ tenant: text }))).toEqual([
    ["headers-changed", "warning", "consumers-first"],
  ]);
});

test("a header that was open for any string and is declared now may have another value in the queues", async () => {
  const open = (properties: object): ExampleFolder =>
    event({ v1: {} }, { headers: { type: "object", properties, additionalProperties: true } });
  const changed = await said(open({ tenant: text }), open({ tenant: text, region: { enum: ["eu"] } }));
  expect(changed).toEqual([
    ["headers-changed", "error", "publishers-first", ["backward", { region: expect.any(String) }]],
  ]);
});

test("a changed shared definition is a change of the headers that refer to it", async () => {
  const folder = (pattern: string): ExampleFolder => ({
    ...declaring({ tenant: { $ref: "../_shared/ids.json#/$defs/tenant" } }, ["tenant"]),
    "_shared/ids.json": { $defs: { tenant: { type: "string", pattern } } },
  });
  const [finding, ...others] = await review(folder("^[a-z]+$"), folder("^[a-z]{3}$"));
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    rule: "headers-changed",
    severity: "error",
    file: "_shared/ids.json",
    review: { event: "order_paid", concerns: ["order_paid headers"], rollout: "publishers-first" },
  });
});

test("nothing is said of headers that stay, whatever else of event.json changes", async () => {
  const folder = (settings: object): ExampleFolder =>
    declaring({ tenant: text }, ["tenant"], { ...settings });
  for (const settings of [{ writer: "as-written" }, { description: "x" }, { unroutable: "ignore" }])
    expect(await said(folder({}), folder(settings))).toEqual([]);
});

test("headers of an event that was renamed are compared", async () => {
  const named = (name: string, required: readonly string[]): ExampleFolder =>
    event({ v1: { required: ["a"] } }, { headers: { properties: { tenant: text }, required } }, name);
  expect(await said(named("order_paid", []), named("order_payed", ["tenant"]))).toEqual([
    ["headers-changed", "error", "publishers-first", ["backward", {}]],
  ]);
});
