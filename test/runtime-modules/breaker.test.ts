import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Breaker } from "../../runtime/consume/delivery-guard.js";

const down = new Error("the database is down");
let told: string[] = [];
let pauses: number[] = [];

beforeEach(() => {
  told = [];
  pauses = [];
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

function breaker(failures: number, countsRetries = false): Breaker {
  return new Breaker(
    { failures, countsRetries, pauseMs: 1_000, maxPauseMs: 3_000 },
    {
      opened: (pauseMs, run) => {
        told.push(`open after ${run}`);
        pauses.push(pauseMs);
      },
      probing: () => told.push("probing"),
      closed: () => told.push("closed"),
    },
  );
}

test("opens at a run of failures, and a success in between begins a new run", () => {
  const one = breaker(3);
  one.failed(down, 1);
  one.failed(down, 1);
  one.succeeded();
  one.failed(down, 1);
  one.failed(down, 1);
  expect([one.state, told]).toEqual(["closed", []]);
  one.failed(down, 1);
  expect([one.state, told]).toEqual(["open", ["open after 3"]]);
});

test("probes after its pause, and closes at the first success", () => {
  const one = breaker(1);
  one.failed(down, 1);
  one.succeeded(); // of a handler that began before
  expect(one.state).toBe("open");
  vi.advanceTimersByTime(1_000);
  expect(one.state).toBe("probing");
  one.succeeded();
  expect(told).toEqual(["open after 1", "probing", "closed"]);
});

test("opens again at a probe that failed before, each time for twice as long up to the longest pause", () => {
  const one = breaker(1);
  for (let i = 0; i < 5; i += 1) {
    one.failed(down, i === 0 ? 1 : 2);
    one.failed(down, 1); // a second one while it is open changes nothing
    vi.advanceTimersByTime(3_000);
  }
  const ceilings = [1_000, 2_000, 3_000, 3_000, 3_000];
  expect(pauses.map((ms, i) => ms <= (ceilings[i] ?? 0) && ms >= (ceilings[i] ?? 0) / 2)).toEqual(
    ceilings.map(() => true),
  );
});

test("does not count what failed before, however often", () => {
  const one = breaker(2);
  one.failed(down, 1);
  for (let attempt = 2; attempt < 20; attempt += 1) one.failed(down, attempt);
  expect(one.state).toBe("closed");
  one.failed(down, 1);
  expect(one.state).toBe("open");
});

test("counts every attempt where a message holds up the others anyway", () => {
  const one = breaker(3, true);
  for (const attempt of [1, 2, 3]) one.failed(down, attempt);
  expect(one.state).toBe("open");
});

test("tries twice as many first attempts from probe to probe, and at most ten times as many as open it", () => {
  const one = breaker(3);
  const tried: number[] = [];
  const untilOpen = (): void => {
    let failures = 0;
    while (one.state !== "open") {
      one.failed(down, 1);
      failures += 1;
    }
    tried.push(failures);
  };
  for (let probe = 0; probe < 7; probe += 1) {
    untilOpen();
    vi.advanceTimersByTime(3_000);
  }
  expect(tried).toEqual([3, 3, 6, 12, 24, 30, 30]);
  one.succeeded();
  tried.splice(0);
  untilOpen();
  vi.advanceTimersByTime(1_000);
  untilOpen();
  expect(tried).toEqual([3, 3]);
});

test("leaves no timer when it is stopped", () => {
  const one = breaker(1);
  one.failed(down, 1);
  one.stop();
  one.failed(down, 1);
  expect(vi.getTimerCount()).toBe(0);
});
