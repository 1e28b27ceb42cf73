import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Admitted } from "../../runtime/consume/batch-processor.js";
import type { Delivery } from "../../runtime/consume/delivery.js";
import { BatchIntake, type BatchIntakeSettings } from "../../runtime/consume/processing-intake.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const versions = { a: {}, A: {} };

/** A consumer's side of an intake, whose handler ends when the test says so. */
function intake(changes: Partial<BatchIntakeSettings> & { readonly size?: number } = {}) {
  const begun: string[] = [];
  const givenBack: string[] = [];
  const channel = new AbortController();
  let wanted = changes.prefetch ?? 6;
  let end: (() => void) | undefined;
  const made = new BatchIntake({
    prefetch: wanted,
    wanted: () => wanted,
    keepsDeliveries: false,
    batch: { size: changes.size ?? 3, withinMs: 100 },
    keepsOrder: false,
    longestWaitMs: 60_000,
    admit: (delivery) => {
      const name = String(delivery.messageId);
      if (name === "!") return Promise.resolve();
      return { delivery, version: name.toUpperCase() === name ? versions.A : versions.a } as Admitted;
    },
    handle: (batch) => {
      begun.push(batch.map(({ delivery }) => delivery.messageId).join(""));
      const ended = new Promise<void>((resolve) => {
        end = resolve;
      });
      return { ended, works: batch.map(() => ended) };
    },
    ...changes,
  });
  const take = (names: string, unanswered = 0): void => {
    for (const name of names) {
      const delivery = {
        messageId: name,
        attempt: 1 + unanswered,
        unanswered,
        lost: channel.signal,
        giveBack: () => givenBack.push(name),
      };
      made.take(delivery as unknown as Delivery);
    }
  };
  return {
    made,
    begun,
    givenBack,
    take,
    want: (count: number) => {
      wanted = count;
      made.adjust();
    },
    lose: () => {
      channel.abort();
      made.forget();
    },
    end: async () => {
      end?.();
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

test("handles one batch at a time, while the next one fills", async () => {
  const { take, begun, end, made } = intake();
  take("abcdef");
  expect(begun).toEqual(["abc"]);
  expect(made.active).toBe(3);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(begun).toEqual(["abc"]);
  await end();
  expect(begun).toEqual(["abc", "def"]);
  await end();
  expect(made.active).toBe(0);
});

test("does not cut the next batch short since the acks of the last one are a moment old", async () => {
  const { take, begun, end } = intake({ prefetch: 3 });
  take("a");
  await vi.advanceTimersByTimeAsync(100);
  take("bc");
  await end();
  expect(begun).toEqual(["a"]); // two more can come
  take("d");
  expect(begun).toEqual(["a", "bcd"]);
});

test("hands over what came within its time, and when nothing more can come", async () => {
  const { take, begun, end } = intake({ prefetch: 4, size: 4 });
  take("ab");
  await vi.advanceTimersByTimeAsync(99);
  expect(begun).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(begun).toEqual(["ab"]);
  await end();
  take("cDeF");
  expect(begun).toEqual(["ab", "ce"]); // four in hand of four, though of two versions
});

test("does not cut a batch short for a message on its way to the dead letters, nor waits for it for ever", async () => {
  const never = new Promise<void>(() => {});
  const { take, begun, made, end } = intake({
    prefetch: 3,
    admit: (delivery) =>
      delivery.messageId === "!" ? never : ({ delivery, version: versions.a } as unknown as Admitted),
  });
  take("!a");
  expect([begun, made.active]).toEqual([[], 1]);
  take("b");
  expect(begun).toEqual([]); // another one comes when the place is free
  await vi.advanceTimersByTimeAsync(100);
  expect(begun).toEqual(["ab"]);
  await end();
  expect(made.active).toBe(1);
});

test("handles alone what was delivered before", async () => {
  const { take, begun, end } = intake();
  take("a");
  take("x", 1);
  take("bc");
  expect(begun).toEqual(["x"]);
  await end();
  expect(begun).toEqual(["x", "abc"]);
});

test("handles one by one what it has when one at a time is wanted", async () => {
  const { take, begun, end, want } = intake();
  take("ab");
  want(1);
  expect(begun).toEqual(["a"]);
  await end();
  expect(begun).toEqual(["a", "b"]);
});

test("gives back in order what waits when nothing is wanted, and never hands it over", async () => {
  const { take, begun, givenBack, want, end } = intake();
  take("abcDe");
  want(0);
  take("f");
  expect(givenBack).toEqual(["D", "e", "f"]);
  await end();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(begun).toEqual(["abc"]);
  expect(vi.getTimerCount()).toBe(0);
});

test("keeps what waits where it must not give back, until it is wanted again", async () => {
  const { take, begun, givenBack, want } = intake({ keepsDeliveries: true });
  take("ab");
  want(0);
  take("c");
  await vi.advanceTimersByTimeAsync(1_000);
  expect([begun, givenBack]).toEqual([[], []]);
  want(6);
  expect(begun).toEqual(["abc"]);
});

test("forgets what waits when its channel goes, and hands nothing of it over", async () => {
  const { take, begun, lose, end } = intake();
  take("abcde");
  lose();
  await end();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(begun).toEqual(["abc"]);
  expect(vi.getTimerCount()).toBe(0);
});

test("hands over nothing of a lost channel, even before the loss is reported", async () => {
  const channel = new AbortController();
  const { made, begun } = intake();
  const delivery = { messageId: "a", attempt: 1, unanswered: 0, lost: channel.signal };
  made.take(delivery as unknown as Delivery);
  channel.abort();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(begun).toEqual([]);
});

test("counts what is handled, and not what waits, as work to be drained", async () => {
  const { take, made, end, want } = intake();
  take("abcde");
  const running = made.running();
  expect([running.count, running.left()]).toEqual([3, 3]);
  want(0);
  const idle = made.idle();
  await end();
  await idle;
  expect(running.left()).toBe(0);
});

test("gives back what has waited too long to be handled before the broker takes the channel away", async () => {
  const { take, begun, givenBack, end } = intake({ longestWaitMs: 250 });
  take("abcd", 1);
  await vi.advanceTimersByTimeAsync(200);
  await end();
  take("e", 1);
  await vi.advanceTimersByTimeAsync(50);
  await end();
  expect([begun, givenBack]).toEqual([["a", "b", "c"], []]); // 250 ms are not too long
  await vi.advanceTimersByTimeAsync(1);
  await end();
  expect([begun, givenBack]).toEqual([["a", "b", "c", "e"], ["d"]]);
});

test("gives back only those of a batch that have waited too long", async () => {
  const { take, begun, givenBack, end } = intake({ longestWaitMs: 250, prefetch: 9 });
  take("abcde");
  await vi.advanceTimersByTimeAsync(200);
  take("fg");
  await vi.advanceTimersByTimeAsync(100);
  await end();
  expect([begun, givenBack]).toEqual([
    ["abc", "f"],
    ["d", "e"],
  ]);
  await vi.advanceTimersByTimeAsync(100);
  await end();
  expect(begun).toEqual(["abc", "f", "g"]);
});

test("gives back all that waits where order is kept, so that it comes again in order", async () => {
  const order = { keepsOrder: true, keepsDeliveries: true };
  const { take, begun, givenBack, want, end } = intake({ longestWaitMs: 250, ...order });
  take("aBc");
  await vi.advanceTimersByTimeAsync(200);
  take("d");
  want(1);
  take("e");
  await vi.advanceTimersByTimeAsync(100);
  await end();
  expect([begun, givenBack]).toEqual([["a"], ["B", "c", "d", "e"]]);
});
