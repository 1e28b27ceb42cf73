import vm from "node:vm";
import { expect, onTestFinished, test, vi } from "vitest";
import { machineClock } from "../../src/machine/clock.js";
import { interruptedTest } from "../../src/patterns/interrupted-test.js";

/** Replaces the processor's clock by one that shows these times, one after the other. */
function processorShows(...times: readonly number[]): void {
  const rest = [...times];
  const clock = vi.spyOn(machineClock, "processorMs").mockImplementation(() => rest.shift() ?? Number.NaN);
  onTestFinished(() => clock.mockRestore());
}

const endless = { pattern: "^(a+)+\\1$", flags: "u" };
const text = `${"a".repeat(80)}c`;

test("counts what the processor did for the last try alone", () => {
  processorShows(0, 4, 4, 10);
  expect(interruptedTest(endless, text, 10)).toEqual({ matches: undefined, processorMs: 6 });
});

test("does not take many short tries for one that is too long", () => {
  processorShows(0, 4, 4, 8, 8, 12, 12, 17);
  expect(interruptedTest(endless, text, 10)).toEqual({ matches: undefined, processorMs: 5 });
});

test("gives each try more time than the one before", () => {
  const { runInContext } = vm.Script.prototype;
  const given: unknown[] = [];
  const spy = vi.spyOn(vm.Script.prototype, "runInContext").mockImplementation(function (
    this: vm.Script,
    ...args
  ) {
    given.push(args[1]?.timeout);
    return Reflect.apply(runInContext, this, args);
  });
  onTestFinished(() => spy.mockRestore());
  processorShows(0, 1, 1, 2, 2, 9);
  interruptedTest(endless, text, 10);
  expect(given).toEqual([10, 20, 40]);
});
