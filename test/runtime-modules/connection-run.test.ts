import { expect, test } from "vitest";
import { ConnectionRun } from "../../runtime/connection/connection-life.js";

const short = { lifetimeMs: 30, isProved: true, isRefused: false };
const counts = (run: ConnectionRun, life: Parameters<ConnectionRun["lost"]>[0], times: number) =>
  Array.from({ length: times }, () => run.lost(life));

test("dials at once after a long life, however often, and after the first short ones", () => {
  const run = new ConnectionRun();
  expect(counts(run, { ...short, lifetimeMs: 5_000 }, 3)).toEqual([0, 0, 0]);
  expect(counts(run, short, 6)).toEqual([0, 0, 1, 2, 3, 3]);
  expect(counts(run, { ...short, lifetimeMs: 5_000 }, 1)).toEqual([0]);
  expect(counts(run, short, 3)).toEqual([0, 0, 1]);
});

test("backs off ever longer while no channel gets ready, failed attempts between them included", () => {
  const run = new ConnectionRun();
  expect(counts(run, { ...short, isProved: false }, 3)).toEqual([0, 1, 2]);
  expect([run.failed(), run.failed()]).toEqual([4, 5]);
  expect(counts(run, { ...short, isProved: false }, 1)).toEqual([5]);
  expect(counts(run, short, 1), "a channel got ready: the broker is there again").toEqual([3]);
  expect(run.failed()).toBe(1);
});

test("never dials at once when the broker closed the connection with an error", () => {
  const run = new ConnectionRun();
  expect(counts(run, { lifetimeMs: 60_000, isProved: true, isRefused: true }, 2)).toEqual([1, 1]);
  expect(counts(run, { ...short, isRefused: true }, 8)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});
