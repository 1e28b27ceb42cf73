import { expect, test } from "vitest";
import { deadLetterHeaders } from "../../runtime/retry/dead-letter-headers.js";

const letter = { reason: "rejected", failures: [], attempt: 1, queue: "q", service: "s" } as const;

function headersOf(error: Error, more: object = {}): Readonly<Record<string, string>> {
  return deadLetterHeaders({ ...letter, ...more, error }, new Date(0));
}

test("has the stack of the error, then those of its causes", () => {
  const cause = new TypeError("socket hang up", { cause: new RangeError("port 0") });
  const error = Object.assign(new Error("gateway down", { cause }), { name: "GatewayError" });
  const stack = headersOf(error)["rabbitgen-error-stack"] ?? "";
  const heads = stack.split("\n").filter((line) => !/^\s+at /.test(line));
  expect(heads).toEqual([
    "GatewayError: gateway down",
    "Caused by: TypeError: socket hang up",
    "Caused by: RangeError: port 0",
  ]);
  expect(stack).toMatch(/\n\s+at .*dead-letter-headers\.test/);
  expect(JSON.parse(headersOf(error)["rabbitgen-error-causes"] ?? "")).toEqual([
    { name: "TypeError", message: "socket hang up" },
    { name: "RangeError", message: "port 0" },
  ]);
});

test("leaves the stack out where that is asked for, and the causes in", () => {
  const headers = headersOf(new Error("x", { cause: new Error("y") }), { stack: false });
  expect(headers).not.toHaveProperty("rabbitgen-error-stack");
  expect(headers).toHaveProperty("rabbitgen-error-causes");
});

test("has no stack of an error that the SDK made itself, and none beside failing places", () => {
  const own = Object.assign(new Error("delivered 6 times"), { name: "attempts-exhausted" });
  expect(headersOf(own, { reason: "attempts-exhausted" })).not.toHaveProperty("rabbitgen-error-stack");
  const failures = [{ path: "/a", keyword: "type", message: "must be string" }];
  expect(headersOf(new Error("x"), { failures })).not.toHaveProperty("rabbitgen-error-stack");
});

test("cuts a long stack to 8 KiB of whole characters, and a long message before it leaves room for frames", () => {
  const deep = Object.assign(new Error("x"), {
    stack: `Error: x\n    at ä\n${"    at ä (b.js:1:1)\n".repeat(5_000)}`,
  });
  const stack = headersOf(deep)["rabbitgen-error-stack"] ?? "";
  expect(Buffer.byteLength(stack)).toBeLessThanOrEqual(8_192);
  expect(Buffer.byteLength(stack)).toBeGreaterThan(8_000);
  expect(stack.endsWith("…")).toBe(true);
  expect(stack).not.toContain("\uFFFD");
  expect(headersOf(new Error("m".repeat(100_000)))["rabbitgen-error-stack"]).toMatch(/m…\n\s+at /);
});

test.each([
  ["no stack", Object.assign(new Error("x"), { stack: undefined })],
  ["a stack that is no text", Object.assign(new Error("x"), { stack: 5 })],
  [
    "a stack whose getter throws",
    Object.defineProperty(new Error("x"), "stack", {
      get: () => {
        throw new Error("no");
      },
    }),
  ],
])("does without %s", (_, error) => {
  expect(headersOf(error)).not.toHaveProperty("rabbitgen-error-stack");
  expect(headersOf(error)["rabbitgen-error-message"]).toBe("x");
});

test.each([
  ["itself", (error: Error) => error, 0],
  ["a ring", (error: Error) => new Error("y", { cause: error }), 1],
  ["a text", () => "plain", 1],
  ["null", () => null, 0],
  [
    "a getter that throws",
    () =>
      Object.defineProperty(new Error("y"), "cause", {
        get: () => {
          throw new Error("no");
        },
      }),
    1,
  ],
])("follows a cause that is %s to its end", (_, causeOf, count) => {
  const error = new Error("x");
  Object.assign(error, { cause: causeOf(error) });
  expect(JSON.parse(headersOf(error)["rabbitgen-error-causes"] ?? "[]")).toHaveLength(count);
});

test("keeps a chain of any length, with messages of any length, within 2 KiB of whole JSON", () => {
  let error = new Error("first");
  for (let depth = 0; depth < 10_000; depth += 1) error = new Error("ä".repeat(400), { cause: error });
  const causes = headersOf(error)["rabbitgen-error-causes"] ?? "";
  expect(Buffer.byteLength(causes)).toBeLessThanOrEqual(2_048);
  expect(JSON.parse(causes).length).toBeGreaterThan(0);
});
