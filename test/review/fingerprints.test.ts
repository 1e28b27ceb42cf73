// @module-tag long
import { describe, expect, test } from "vitest";
import type { Finding } from "../../src/findings/finding.js";
import { reviewRules } from "../../src/review/review-rules.js";
import { declaring, event, orderPaid, service, used } from "../../src/review/rule-examples.js";
import { type Folder, review } from "./review-folders.js";

/** A schema below the payload's property `x`, before and after. */
const edited = (from: unknown, to: unknown): readonly [Folder, Folder] => [
  orderPaid({ x: from }),
  orderPaid({ x: to }),
];
const version = (schema: object): Folder => ({ "order_paid/v1.json": schema });

test("two findings of the examples of all rules have one fingerprint only if they say the same", async () => {
  const messages = new Map<string, Set<string>>();
  for (const { examples } of reviewRules)
    for (const { old, new: now } of [...examples.invalid, ...examples.valid])
      for (const { fingerprint = "", rule, file, pointer, message } of await review(old, now)) {
        const said = messages.get(fingerprint) ?? new Set();
        messages.set(fingerprint, said.add(`${rule} ${file} ${pointer} ${message}`));
      }
  expect(messages.size).toBeGreaterThan(100);
  expect([...messages.values()].filter((said) => said.size > 1)).toEqual([]);
});

const money = (maximum: number, description = "An amount."): object => ({
  type: "object",
  properties: { amount: { type: "integer", maximum, description } },
});
const referring = (maximum: number): Folder => ({
  ...version({
    type: "object",
    properties: { x: { $ref: "../_shared/money.json" } },
    additionalProperties: true,
  }),
  "_shared/money.json": money(maximum),
});
const free: Folder = version({ type: "object", properties: {}, additionalProperties: true });
const anyOf = (...branches: object[]): object => ({ anyOf: branches });
const prefixed = (...prefixItems: object[]): object => ({ type: "array", prefixItems });
const bound = (bind: string): Folder =>
  used(event({ v1: {} }, { routingKey: "order.{region}.paid" }), { bind });
const conditional = (maximum: number): object => ({ if: { type: "integer" }, then: { maximum } });

/** A change, and one that goes further at the same place. */
const worse: Readonly<Record<string, readonly [old: Folder, now: Folder, worse: Folder]>> = {
  "a narrower bound": [...edited({ maximum: 9 }, { maximum: 5 }), orderPaid({ x: { maximum: 4 } })],
  "a new bound": [...edited({}, { maximum: 5 }), orderPaid({ x: { maximum: 4 } })],
  "another value": [...edited({ enum: [1] }, { enum: [1, 2] }), orderPaid({ x: { enum: [1, 3] } })],
  "another type": [...edited({ type: "string" }, { type: "integer" }), orderPaid({ x: { type: "null" } })],
  "another pattern": [...edited({}, { pattern: "^a" }), orderPaid({ x: { pattern: "^ab" } })],
  "a narrower new property": [free, referring(9), referring(8)],
  "another schema behind `not`": [
    ...edited({ not: { maximum: 1 } }, { not: { maximum: 2 } }),
    orderPaid({ x: { not: { maximum: 3 } } }),
  ],
  "a narrower branch": [
    ...edited(anyOf({ const: 1 }), anyOf({ const: 1 }, { title: "b", maximum: 9 })),
    orderPaid({ x: anyOf({ const: 1 }, { title: "b", maximum: 99 }) }),
  ],
  "a narrower condition": [...edited({}, conditional(9)), orderPaid({ x: conditional(8) })],
  "narrower first items": [
    ...edited(prefixed({}), prefixed({}, { maximum: 9 })),
    orderPaid({ x: prefixed({}, { maximum: 8 }) }),
  ],
  "a narrower header": [
    version({}),
    declaring({ tenant: { type: "string", maxLength: 9 } }, ["tenant"]),
    declaring({ tenant: { type: "string", maxLength: 8 } }, ["tenant"]),
  ],
  "another binding": [bound("#"), bound("order.eu.paid"), bound("order.us.paid")],
  "fewer attempts": [
    service({ retry: { maxAttempts: 5 } }),
    service({ retry: { maxAttempts: 4 } }),
    service({ retry: { maxAttempts: 3 } }),
  ],
};

describe("the fingerprint is another one with", () => {
  test.each(Object.entries(worse))("%s", async (_, [old, now, further]) => {
    const [first, second] = [await review(old, now), await review(old, further)];
    const places = (findings: readonly Finding[]): readonly string[] =>
      findings.map(({ rule, file, pointer }) => `${rule} ${file} ${pointer}`).sort();
    expect(first.length).toBeGreaterThan(0);
    expect(places(second)).toEqual(places(first));
    expect(fingerprints(second).filter((each) => fingerprints(first).includes(each))).toEqual([]);
  });
});

test("the fingerprint stays the same when a description or another property is edited", async () => {
  const old = orderPaid({ note: {} });
  const described = (description: string): Folder =>
    orderPaid({ note: {}, x: { type: "string", description } });
  const [first] = await review(old, described("A note."));
  const [second] = await review(old, described("Another text."));
  expect(second?.fingerprint).toBe(first?.fingerprint);
  const both = await review(old, orderPaid({ note: { title: "Note" }, x: { type: "string" } }));
  expect(fingerprints(both)).toContain(first?.fingerprint);
});

test("the fingerprint depends on data alone, so that entries of users' review.json outlive a new wording", async () => {
  const [finding] = await review(...edited({ maximum: 9 }, { maximum: 5 }));
  expect(finding).toMatchObject({ message: "maximum changed from 9 to 5", fingerprint: "c53ce366930a39ee" });
});

function fingerprints(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ fingerprint = "" }) => fingerprint);
}
