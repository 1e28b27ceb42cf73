import { describe, expect, test } from "vitest";
import { type Folder, review } from "./review-folders.js";

const text = { type: "string", minLength: 1 };
const order = (properties: Readonly<Record<string, unknown>>, required: readonly string[] = []): Folder => ({
  "order_paid/v1.json": { type: "object", properties, required },
});

const told = async (old: Folder, now: Folder) =>
  (await review(old, now)).map(({ rule, help, review }) => ({
    rule,
    rollout: review?.rollout,
    notes: review?.notes ?? [],
    help,
  }));

const rename = 'part of a rename: "method" has the former schema of "kind"';

describe("what the other changes of a version file add", () => {
  test("a required property that was renamed has one advice, and no order of deployment", async () => {
    const all = await told(order({ kind: text }, ["kind"]), order({ method: text }, ["method"]));
    const advice =
      'Keep "kind" and add "method" as an optional property; rename it in the next version file.';
    expect(all.map(({ rule }) => rule).sort()).toEqual([
      "property-renamed",
      "required-added",
      "required-removed",
    ]);
    for (const { notes, rollout, help } of all.filter(({ rule }) => rule.startsWith("required"))) {
      expect(notes[0]).toBe(rename);
      expect(notes[1]).toMatch(/^this change needs (\w+) first, but others in v1 need (?!\1)\w+ first$/);
      expect({ rollout, help }).toEqual({ rollout: "new-version", help: advice });
    }
  });

  const lost = "no message is rejected, but consumers that still read `kind` find `undefined`";
  const keep =
    'the name must not be reused while old messages are queued: add "/kind" to "reserved" of v1 in event.json';

  test("an optional property that was renamed is lost to consumers that read the old name", async () => {
    const all = await told(order({ kind: text }), order({ method: text }));
    expect(all.map(({ rule, notes, rollout }) => [rule, notes, rollout])).toEqual([
      ["property-renamed", [lost, keep], "consumers-first"],
    ]);
  });

  test("is not a rename where the schemas differ, or several properties could be meant", async () => {
    const other = await told(order({ kind: text }), order({ method: { type: "string" } }));
    const two = await told(order({ kind: text }), order({ method: text, mode: text }));
    const deeper = await told(
      order({ kind: text, to: { type: "object" } }),
      order({ to: { type: "object", properties: { method: text } } }),
    );
    const all = [...other, ...two, ...deeper].filter(({ notes }) => notes.length > 0);
    expect(all.map(({ rule, notes }) => [rule, ...notes])).toEqual([
      ["property-removed", lost, keep],
      ["property-removed", lost, keep],
      ["property-removed", lost, keep],
    ]);
  });

  test("each version, and each change that is alone, keeps its own order", async () => {
    const v2 = { "order_paid/v2.json": { properties: { kind: text }, required: ["kind"] } };
    const old = { ...order({ kind: text }), ...v2 };
    const now = {
      ...order({ kind: text }, ["kind"]),
      "order_paid/v2.json": { properties: { kind: text } },
    };
    expect((await told(old, now)).map(({ rollout, notes }) => [rollout, notes])).toEqual([
      ["publishers-first", []],
      ["consumers-first", []],
    ]);
  });
});

test("a finding of a shared definition has every direction that breaks some event, whichever comes first", async () => {
  const folder = (type: readonly string[]): Folder => ({
    "_shared/code.json": { type },
    // integers come to neither version of this one
    "a/v1.json": { allOf: [{ $ref: "../_shared/code.json" }, { type: ["string", "null"] }] },
    "b/v1.json": { $ref: "../_shared/code.json" },
  });
  const [finding, ...rest] = await review(folder(["string", "null"]), folder(["string", "integer"]));
  expect(rest).toEqual([]);
  expect(finding?.review).toMatchObject({
    event: "a",
    also: ["b v1"],
    breaks: [{ direction: "backward" }, { direction: "forward" }],
    rollout: "new-version",
  });
});
