import { expect, test, vi } from "vitest";
import { BatchInbox, type InboxVerdicts } from "../../runtime/consume/batch-fates.js";
import { InboxGate, memoryInbox } from "../../runtime/consume/consumer-options.js";

const source = { queue: "q", event: "order_paid" };

/** Work that goes on until it is ended, like that of a handler whose channel was lost meanwhile. */
function longWork() {
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { ended, end };
}

test("a message that is delivered again while its handler runs is a duplicate when that has ended well", async () => {
  const gate = new InboxGate(memoryInbox());
  const { ended, end } = longWork();
  const again = vi.fn<() => void>();
  const first = gate.pass("m", source, () => ended);
  const second = gate.pass("m", source, again);
  const other = gate.pass("n", source, () => {});
  expect(await other).toBe("handled"); // others do not wait
  end();
  expect([await first, await second]).toEqual(["handled", "duplicate"]);
  expect(again).not.toHaveBeenCalled();
});

test("and is handled when that has failed", async () => {
  const gate = new InboxGate(memoryInbox());
  const { ended, end } = longWork();
  const first = gate.pass("m", source, () => ended.then(() => Promise.reject(new Error("no"))));
  const second = gate.pass("m", source, () => {});
  end();
  await expect(first).rejects.toThrow("no");
  expect(await second).toBe("handled");
});

test("a batch leaves out what another call still works on, once that has ended well", async () => {
  const inbox = new BatchInbox(memoryInbox());
  const { ended, end } = longWork();
  const first = inbox.pass(["m", undefined], source, new Map(), async () => {
    await ended;
    return () => true;
  });
  await new Promise((resolve) => setImmediate(resolve)); // the first has asked, and works
  const verdicts: InboxVerdicts = new Map();
  const handled: number[] = [];
  const second = inbox.pass(["n", "m"], source, verdicts, async (places) => {
    handled.push(...places);
    return () => true;
  });
  end();
  await Promise.all([first, second]);
  expect(handled).toEqual([0]);
  expect([...verdicts]).toEqual([[1, { kind: "duplicate" }]]);
});
