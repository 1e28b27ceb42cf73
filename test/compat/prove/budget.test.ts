import { afterEach, expect, test, vi } from "vitest";
import { Budget, BudgetExceeded } from "../../../src/compat/prove/budget.js";

afterEach(() => vi.restoreAllMocks());

const hour = 3_600_000;
const glance = 5_000;

test("an hour that other programs took ends no question", () => {
  const budget = new Budget(100);
  const now = performance.now() + hour;
  vi.spyOn(performance, "now").mockReturnValue(now);
  vi.spyOn(Date, "now").mockReturnValue(Date.now() + hour);
  budget.spend(glance);
  expect(budget.over).toBeUndefined();
});

test("an hour of the processor's ends one, whatever was counted", () => {
  const budget = new Budget(100);
  vi.spyOn(performance, "now").mockReturnValue(performance.now() + hour); // before half of the patience nothing is asked
  budget.spend(glance);
  const { user, system } = process.cpuUsage();
  vi.spyOn(process, "cpuUsage").mockReturnValue({ user: user + hour * 1_000, system });
  expect(() => budget.spend(glance)).toThrow(BudgetExceeded);
  expect(budget.over).toBe("it takes this machine's processor more than 10,000 ms");
});

test("steps end it, and those of all questions together", () => {
  const all = new Budget(2);
  const one = new Budget(1, all);
  expect(() => one.spend(1_001)).toThrow("it takes more than 1,000 steps to decide");
  expect(() => new Budget(1, all).spend(1_000)).toThrow("all questions together take more than 2,000 steps");
});
