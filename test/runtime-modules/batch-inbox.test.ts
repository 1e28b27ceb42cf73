import { expect, test } from "vitest";
import { BatchInbox, type InboxVerdicts } from "../../runtime/consume/batch-fates.js";
import { memoryInbox } from "../../runtime/index.js";

const source = { queue: "q", event: "order_paid" };
const all = () => true;

test("calls the handler with what is new and each message once, and notes what is done", async () => {
  const inbox = new BatchInbox(memoryInbox());
  const calls: (readonly number[])[] = [];
  const pass = async (ids: readonly (string | undefined)[], isDone = all as (place: number) => boolean) => {
    const verdicts: InboxVerdicts = new Map();
    await inbox.pass(ids, source, verdicts, async (places) => {
      calls.push(places);
      return isDone;
    });
    return [...verdicts].map(([place, { kind }]) => `${place} ${kind}`);
  };
  expect(await pass(["a", "b", undefined, "a", undefined], (place) => place !== 1)).toEqual(["3 copy"]);
  expect(await pass(["b", "a", undefined])).toEqual(["1 duplicate"]);
  expect(await pass(["a", "b"])).toEqual(["0 duplicate", "1 duplicate"]);
  expect(calls).toEqual([
    [0, 1, 2, 4],
    [0, 2],
  ]);
});

test("waits for a call that still handles the message, though its time is over", async () => {
  const inbox = new BatchInbox(memoryInbox());
  let finish: (() => void) | undefined;
  const slow = inbox.pass(["a", "b"], source, new Map(), async () => {
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    return all;
  });
  const calls: (readonly number[])[] = [];
  const verdicts: InboxVerdicts = new Map();
  while (finish === undefined) await new Promise((resolve) => setImmediate(resolve));
  const next = inbox.pass(["b", "c"], source, verdicts, async (places) => {
    calls.push(places);
    return all;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(calls).toEqual([]);
  finish();
  await Promise.all([slow, next]);
  expect(calls).toEqual([[1]]);
  expect([...verdicts]).toEqual([[0, { kind: "duplicate" }]]);
});

test("passes on what the handler throws, and notes nothing then", async () => {
  const memory = memoryInbox();
  const inbox = new BatchInbox(memory);
  const failing = inbox.pass(["a"], source, new Map(), async () => {
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  expect(memory.seen("a", source)).toBe(false);
  await inbox.pass(["a"], source, new Map(), async () => all); // and it is free again
  expect(memory.seen("a", source)).toBe(true);
});
