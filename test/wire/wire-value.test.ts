import { describe, expect, test } from "vitest";
import type { Validation } from "../../runtime/contract/event-version.js";
import { InvalidEventError } from "../../runtime/errors/publish-error.js";
import type { LoadedVersion } from "../../runtime/validate/validator.js";
import { encodeEvent, isAsParsed } from "../../runtime/wire/body.js";
import { orderVersion } from "../support/order-family.js";

class Money {
  readonly #cents: number;
  constructor(cents: number) {
    this.#cents = cents;
  }
  toJSON(): number {
    return this.#cents / 100;
  }
}

class Point {
  readonly x = 1;
  get double(): number {
    return 2 * this.x;
  }
}

const inherited: object = Object.create({ inherited: 1 }, { own: { value: 2, enumerable: true } });
const hidden = Object.defineProperty({ shown: 1 }, "hidden", { value: 2, enumerable: false });
const withToJson = { a: 1, toJSON: () => ({ b: 2 }) };
const arrayWithToJson = Object.assign([1, 2], { toJSON: () => "3" });
let reads = 0;
const changing = new Proxy({} as Record<string, unknown>, {
  ownKeys: () => ["a"],
  getOwnPropertyDescriptor: () => ({ value: 1, enumerable: true, configurable: true, writable: true }),
  get: (_, name) => {
    if (name !== "a") return undefined;
    reads += 1;
    return reads;
  },
});
const sparse = [1, 2, 3];
delete sparse[1];

/** Values that JSON writes differently from their form in memory. */
const different: Readonly<Record<string, unknown>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  "-Infinity": Number.NEGATIVE_INFINITY,
  "a member that is undefined": { id: "u", extra: undefined },
  "an item that is undefined": [undefined],
  "a function as a member": { id: "u", handler: () => {} },
  "a symbol as a member": { id: Symbol("u") },
  "a hole of an array": sparse,
  "a date": new Date(0),
  "an invalid date": new Date(Number.NaN),
  "own toJSON": withToJson,
  "inherited toJSON": new Money(1250),
  "an array's toJSON": arrayWithToJson,
  "a boxed number": Object(5),
  "a boxed string": Object("five"),
  "a boxed boolean": Object(false),
  "a map": new Map([["a", 1]]),
  "a set": new Set([1]),
  "a buffer": Buffer.from("x"),
  "a typed array": new Float64Array([1]),
  "an instance with a getter": new Point(),
  "inherited members": inherited,
  "a member that is not enumerable": hidden,
  "a proxy": changing,
  "a regular expression": /x/,
  "an error": new Error("x"),
};

/** What is the same in memory and in JSON. */
const same: Readonly<Record<string, unknown>> = {
  text: "x",
  zero: 0,
  null: null,
  true: true,
  "an empty object": {},
  "an object": { a: { b: [1, "2", null, { c: false }] } },
  "an object without prototype": Object.assign(Object.create(null), { a: 1 }),
  "a member called __proto__": JSON.parse('{"__proto__":{"a":1}}'),
  "members called as what objects inherit": { hasOwnProperty: 1, constructor: "x", toString: null },
  frozen: Object.freeze({ a: Object.freeze([1]) }),
};

/** A version whose writer keeps what it was asked about. */
function spying(answer: Validation<unknown> | undefined = undefined): {
  readonly version: LoadedVersion;
  readonly seen: unknown[];
} {
  const seen: unknown[] = [];
  const writer = (value: unknown): Validation<unknown> => {
    seen.push(value);
    return answer ?? { valid: true, value };
  };
  return { version: { ...orderVersion("order_paid", "v1"), writer }, seen };
}

describe("the writer's schema is asked about what readers will parse", () => {
  const all = { ...different, ...same };
  test.each(Object.keys(all))("%s", (name) => {
    const places = [{ at: all[name] }, { deep: [{ at: all[name] }] }];
    for (const payload of places) {
      const { version, seen } = spying();
      const parsed: unknown = JSON.parse(encodeEvent(version, payload).toString());
      expect(structuredClone(seen)).toStrictEqual([parsed]);
    }
  });
});

test.each(Object.keys(same))("%s is not parsed a second time", (name) => {
  const payload = { at: same[name] };
  expect(isAsParsed(payload)).toBe(true);
  const { version, seen } = spying();
  encodeEvent(version, payload);
  expect(seen[0]).toBe(payload);
});

test.each(Object.keys(different))("%s is", (name) => {
  expect(isAsParsed({ at: [different[name]] })).toBe(false);
});

test("is asked once, and the text that is sent is written once", () => {
  let written = 0;
  const payload = {
    toJSON: () => {
      written += 1;
      return { written };
    },
  };
  const { version, seen } = spying();
  expect(encodeEvent(version, payload).toString()).toBe('{"written":1}');
  expect(seen).toEqual([{ written: 1 }]);
});

test("says what JSON makes of a value that it refuses", () => {
  const failures = [
    { path: "/amount", keyword: "type", message: "must be number" },
    { path: "/items/0/price~1net", keyword: "type", message: "must be string" },
    { path: "/name", keyword: "minLength", message: "must not be empty" },
  ];
  const { version } = spying({ valid: false, failures, omitted: 0 });
  const payload = { amount: Number.NaN, items: [{ "price/net": new Money(100) }], name: "" };
  expect(() => encodeEvent(version, payload)).toThrow(
    expect.objectContaining({
      failures: [
        { path: "/amount", keyword: "type", message: "must be number; in JSON it is null" },
        { path: "/items/0/price~1net", keyword: "type", message: "must be string; in JSON it is a number" },
        failures[2],
      ],
    }),
  );
});

describe("what has no JSON", () => {
  const cycle: Record<string, unknown> = {};
  cycle["self"] = cycle;
  const hopeless: Readonly<Record<string, unknown>> = {
    "a bigint": { id: 1n },
    "a cycle": cycle,
    "toJSON that throws": {
      toJSON: () => {
        throw new Error("no");
      },
    },
    "toJSON that gives undefined": { toJSON: () => undefined },
    undefined: undefined,
    "a function": () => {},
  };
  test.each(Object.keys(hopeless))("%s is an invalid event", (name) => {
    const { version } = spying();
    expect(() => encodeEvent(version, hopeless[name])).toThrow(InvalidEventError);
    expect(() => encodeEvent(version, hopeless[name])).toThrow(/must be a JSON value/);
  });

  test("is reported at its place in the event where the schema's check finds one", () => {
    const failures = [{ path: "/id", keyword: "type", message: "must be integer" }];
    const { version } = spying({ valid: false, failures, omitted: 0 });
    expect(() => encodeEvent(version, { id: 1n })).toThrow(expect.objectContaining({ failures }));
  });
});
