import { expect, test } from "vitest";
import { Budget, BudgetExceeded } from "../../../src/compat/prove/budget.js";

const hour = 3_600_000;
const glance = 5_000;

/** A clock that a test sets. */
function handClock() {
  const shown = { wall: 0, processor: 0 };
  return { shown, clock: { wallMs: () => shown.wall, processorMs: () => shown.processor } };
}

test("an hour that other programs took ends no question", () => {
  const { shown, clock } = handClock();
  const budget = new Budget(100, undefined, clock);
  shown.wall += hour;
  budget.spend(glance);
  expect(budget.over).toBeUndefined();
});

test("an hour of the processor's ends one, whatever was counted", () => {
  const { shown, clock } = handClock();
  const all = new Budget(100, undefined, clock);
  const budget = new Budget(100, all); // which goes by the same clock
  shown.wall += hour; // the processor's time is first read after half of the limit
  budget.spend(glance);
  shown.processor += hour;
  expect(() => budget.spend(glance)).toThrow(BudgetExceeded);
  expect(budget.over).toBe("it takes this machine's processor more than 10,000 ms");
});

test("steps end it, and those of all questions together", () => {
  const all = new Budget(2);
  const one = new Budget(1, all);
  expect(() => one.spend(1_001)).toThrow("it takes more than 1,000 steps to decide");
  expect(() => new Budget(1, all).spend(1_000)).toThrow("all questions together take more than 2,000 steps");
});
