import { expect, test } from "vitest";
import { type Folder, review } from "./review-folders.js";

/** An event in place, whose note has this schema. */
const noteOf = (note: object): Folder => ({ "order_paid/v1.json": { properties: { note } } });

async function helpOf(old: Folder, now: Folder): Promise<readonly (string | undefined)[]> {
  return (await review(old, now)).map(({ help }) => help);
}

const limit = (maxLength: number) => noteOf({ type: "string", maxLength });

test("a tighter limit needs a new version; a looser one can also follow the consumers", async () => {
  expect(await helpOf(limit(64), limit(32))).toEqual(["Change it in the next version file."]);
  expect(await helpOf(limit(32), limit(64))).toEqual([
    "Upgrade all consumers before a publisher relies on this, or change it in the next version file.",
  ]);
});

test("a constraint that accepts other values than before needs a new version", async () => {
  const [a, b] = ["^a+$", "^b+$"].map((pattern) => noteOf({ type: "string", pattern }));
  expect(await helpOf(a ?? {}, b ?? {})).toEqual(["Change it in the next version file."]);
});

test("an added alternative can follow the consumers; an added requirement needs a new version", async () => {
  const [text, empty] = [{ type: "string" }, { type: "null" }];
  expect(await helpOf(noteOf({ anyOf: [text] }), noteOf({ anyOf: [text, empty] }))).toEqual([
    "Upgrade all consumers before a publisher sends it, or add it in the next version file.",
  ]);
  const long = { minLength: 3 };
  expect(await helpOf(noteOf({ allOf: [text] }), noteOf({ allOf: [text, long] }))).toEqual([
    "Add it in the next version file.",
  ]);
});

test("what a new version changes is named with its place in the payload", async () => {
  const v1 = { properties: { total: { properties: { currency: { enum: ["EUR"] } } } } };
  const v2 = {
    properties: { total: { properties: { currency: { type: "string" } }, required: ["currency"] } },
    maxProperties: 9,
  };
  const [added] = await review(
    { "order_paid/v1.json": v1 },
    { "order_paid/v1.json": v1, "order_paid/v2.json": v2 },
  );
  expect(added?.review?.notes?.map((note) => note.replace(/ \(.*/, ""))).toEqual([
    "contract.json has no consumer of order_paid; any that does not read v2 dead-letters it",
    "migrating from v1 involves:",
    "- maxProperties 9 added",
    '- total: property "currency" became required',
    "- total.currency: type string added",
    "- total.currency: enum removed",
  ]);
});
