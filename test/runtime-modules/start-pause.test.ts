import { expect, onTestFinished, test, vi } from "vitest";
import { SupervisedChannel } from "../../runtime/connection/supervised-channel.js";
import { backoff, startPause } from "../../runtime/timing/waiting.js";

/** The milliseconds at which a first connection is tried, when each attempt fails at once. */
function attemptsWithin(startTimeout: number, random: () => number): readonly number[] {
  const attempts = [0];
  for (let now = 0; attempts.length < 10_000; ) {
    const pause = startPause(backoff(attempts.length, random), startTimeout - now);
    if (pause === undefined) return attempts;
    now += pause;
    attempts.push(now);
  }
  throw new Error("it never ends");
}

test.each([0.999_999, 0.5, 0.1])(
  "a first connection is tried until startTimeout if every draw is %d",
  (draw) => {
    const last = attemptsWithin(30_000, () => draw).at(-1) ?? 0;
    expect(last).toBeGreaterThan(30_000 - 50);
    expect(last).toBeLessThan(30_000);
  },
);

test("no second attempt follows if there is no time for one", () => {
  expect(attemptsWithin(0, () => 0.5)).toEqual([0]);
});

test("the time limit adds few attempts, and Infinity none", () => {
  expect(attemptsWithin(30_000, () => 0.999_999).length).toBeLessThan(25);
  expect(startPause(12_345, Number.POSITIVE_INFINITY)).toBe(12_345);
});

test("a channel is opened again until startTimeout, too", async () => {
  vi.useFakeTimers();
  const random = vi.spyOn(Math, "random").mockReturnValue(0.999_999);
  onTestFinished(() => {
    vi.useRealTimers();
    random.mockRestore();
  });
  const [begun, limit] = [performance.now(), 30_000];
  const attempts: number[] = [];
  const connection = { ready: async () => ({}), stands: () => true, loss: { refusalOf: () => undefined } };
  const life = {
    open: async () => {
      attempts.push(performance.now() - begun);
      throw new Error("no channel");
    },
  };
  const bound = { what: "a consumer", deadline: begun + limit };
  const channel = new SupervisedChannel(connection as never, life as never, bound);
  const failed = expect(channel.started).rejects.toThrow("did not start within startTimeout");
  await vi.advanceTimersByTimeAsync(limit);
  await failed;
  expect(attempts.at(-1)).toBeGreaterThan(limit - 50);
});
