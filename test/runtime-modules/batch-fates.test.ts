import { expect, test } from "vitest";
import { type BatchEnd, failureOf, fatesOf, type InboxVerdict } from "../../runtime/consume/batch-fates.js";
import { Reject } from "../../runtime/index.js";

const thrown = new Error("thrown");
const marked = new Error("marked");
const returned = { kind: "returned" } as const;
const threw = { kind: "threw", error: thrown } as const;

function fates(size: number, changes: Partial<BatchEnd>) {
  const end = { size, outcome: returned, marks: new Map(), verdicts: new Map(), ...changes };
  return fatesOf(end).map((fate) => (fate.kind === "failed" ? fate.error : fate.kind));
}

test("lets a message fail by its mark, else by what was thrown", () => {
  const marks = new Map([[1, marked]]);
  expect(fates(3, { marks })).toEqual(["handled", marked, "handled"]);
  expect(fates(3, { marks, outcome: threw })).toEqual([thrown, marked, thrown]);
  expect(fates(2, { marks, outcome: { kind: "abandoned" } })).toEqual(["abandoned", "abandoned"]);
});

test("takes undefined for an error as any other", () => {
  expect(fates(2, { marks: new Map([[0, undefined]]) })).toEqual([undefined, "handled"]);
  expect(fates(1, { outcome: { kind: "threw", error: undefined } })).toEqual([undefined]);
});

test("goes by the inbox: a duplicate is done though the handler threw, a copy goes with its first", () => {
  const unasked = new Error("the inbox is away");
  const verdicts = new Map<number, InboxVerdict>([
    [0, { kind: "duplicate" }],
    [1, { kind: "copy", of: 0 }],
    [3, { kind: "copy", of: 2 }],
    [4, { kind: "failed", error: unasked }],
  ]);
  expect(fates(5, { verdicts })).toEqual(["duplicate", "duplicate", "handled", "duplicate", unasked]);
  expect(fates(5, { verdicts, outcome: threw })).toEqual(["duplicate", "duplicate", thrown, thrown, unasked]);
  const marks = new Map([[2, marked]]);
  expect(fates(5, { verdicts, marks })).toEqual(["duplicate", "duplicate", marked, marked, unasked]);
});

test("counts a batch as one failure, if nothing in it worked and not all of it was rejected on purpose", () => {
  const handled = { kind: "handled" } as const;
  const duplicate = { kind: "duplicate" } as const;
  const failed = { kind: "failed", error: thrown } as const;
  const rejected = { kind: "failed", error: new Reject("no") } as const;
  expect(failureOf([handled, failed, failed])).toBeUndefined();
  expect(failureOf([rejected, rejected])).toBeUndefined();
  expect(failureOf([duplicate])).toBeUndefined();
  expect(failureOf([duplicate, rejected, failed])).toEqual({ place: 2, cause: thrown });
});
