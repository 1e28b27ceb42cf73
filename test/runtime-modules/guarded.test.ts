import { afterEach, expect, test, vi } from "vitest";
import { guarded } from "../../runtime/observe/instrumentation.js";

afterEach(() => void vi.restoreAllMocks());

test.each([
  [
    "throws",
    (): never => {
      throw new Error("no tracer");
    },
  ],
  ["returns a promise that rejects", async (): Promise<never> => Promise.reject(new Error("no tracer"))],
])("a hook that %s causes a warning and nothing else", async (_name, hook) => {
  const warnings: string[] = [];
  vi.spyOn(process, "emitWarning").mockImplementation((text) => void warnings.push(String(text)));
  const unhandled = vi.fn();
  process.once("unhandledRejection", unhandled);
  const returned: unknown = guarded(hook);
  await new Promise((resolve) => setTimeout(resolve, 10));
  process.off("unhandledRejection", unhandled);
  expect(unhandled).not.toHaveBeenCalled();
  expect(warnings).toEqual(["an instrumentation hook threw: Error: no tracer"]);
  expect(returned === undefined || returned instanceof Promise).toBe(true);
});

test("a hook's result is given back", () => {
  const observation = { ended: (): void => {} };
  expect(guarded(() => observation)).toBe(observation);
});
