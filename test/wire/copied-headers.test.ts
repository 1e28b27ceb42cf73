import { Buffer } from "node:buffer";
import { createRequire } from "node:module";
import type { Message } from "amqplib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { headerText } from "../../runtime/observe/instrumentation.js";
import { barerProperties, copyProperties, fittedCopy } from "../../runtime/retry/copy-properties.js";
import { encodableHeader, headerAsText, headerFrameBytes } from "../../runtime/wire/header-values.js";

/** amqplib's own codec, which its package does not export. */
const { encodeTable, decodeFields } = createRequire(import.meta.url)(
  createRequire(import.meta.url)
    .resolve("amqplib")
    .replace("channel_api.js", "lib/codec.js"),
) as {
  readonly encodeTable: (buffer: Buffer, table: object, offset: number) => number;
  readonly decodeFields: (bytes: Buffer) => Record<string, unknown>;
};

/** The bytes that amqplib writes for a table. */
function encoded(table: object): Buffer {
  const buffer = Buffer.alloc(64 * 1024);
  return buffer.subarray(0, encodeTable(buffer, table, 0));
}

const message = (headers: object, properties: object = {}, fields: object = {}): Message =>
  ({
    content: Buffer.from("{}"),
    fields: { exchange: "events", routingKey: "order.paid", ...fields },
    properties: { headers, messageId: "m-1", ...properties },
  }) as unknown as Message;

/** A table as amqplib decodes one with the key `__proto__`. */
const childOf = (prototype: object | null, members: object = {}): object =>
  Object.create(prototype, Object.getOwnPropertyDescriptors(members));
const deep = (levels: number): unknown => {
  let value: unknown = "x";
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { value };
  return value;
};

const unwritable: Readonly<Record<string, unknown>> = {
  "an array of a table with the key !": [{ "!": "x" }],
  "a table with the key !": { "!": "x", value: 1 },
  "a table with an inherited key !": childOf({ "!": "x" }),
  "a table with the key ! in a table in an array": [[{ t: [{ "!": "int8", value: 1_000 }] }]],
  "a decimal of null": { "!": "decimal", value: null },
  "a decimal that inherits its value": childOf({ value: { places: 1, digits: 1 } }, { "!": "decimal" }),
  "a timestamp before 1970": { "!": "timestamp", value: -1 },
  "a timestamp that is a text": { "!": "timestamp", value: "1" },
  "a timestamp over all integers": { "!": "timestamp", value: 2 ** 64 },
  "a number that is none": Number.NaN,
  infinity: [Number.NEGATIVE_INFINITY],
  "a number over 64 bits": [-1e300],
  "negative zero": -0,
  undefined: undefined,
  "an array of undefined": [undefined],
  "a table of undefined": { a: undefined },
  "a big integer": 2n ** 70n,
  "a symbol": Symbol("x"),
  "a function": () => {},
  "a name of over 255 bytes": { ["é".repeat(128)]: 1 },
  "a table that passes for a Buffer": childOf(Buffer.from("abc")),
  "a table that passes for a Buffer, in a table": { a: [childOf(Buffer.prototype, { length: 5 })] },
  "a table without a prototype": childOf(null, { a: 1 }),
  "a table with the prototype of arrays": childOf([1, 2]),
  "a table whose toJSON is a text": { toJSON: "x", toString: "y", valueOf: 1, constructor: null, length: -1 },
  "a table of 33 levels": deep(33),
  "a table of 5,000 levels": deep(5_000),
};

describe("a header that another client sent", () => {
  test.each(Object.entries(unwritable))("is written by amqplib in a copy: %s", (_, value) => {
    const { headers } = copyProperties(message({ h: value, "rabbitgen-x": value, tenant: "a" }), {
      "rabbitgen-reason": "undecodable",
    });
    const written = decodeFields(encoded(headers).subarray(4));
    expect(written).toMatchObject({ tenant: "a", "rabbitgen-reason": "undecodable" });
    expect(Object.values(written)).not.toContain(Number.NaN); // on which RabbitMQ closes the connection
    expect(written).not.toHaveProperty("rabbitgen-x");
    expect(written["rabbitgen-dropped-headers"]).toContain("rabbitgen-x");
    expect(Buffer.byteLength(JSON.stringify(written))).toBeLessThan(4_096);
  });

  const scalar = fc.oneof(
    fc.string({ unit: "binary", maxLength: 20 }),
    fc.double(),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
    fc.record({ "!": fc.constant("timestamp"), value: fc.maxSafeNat() }),
    fc.record({ "!": fc.constantFrom("decimal", "x", 1, null), value: fc.anything({ maxDepth: 1 }) }),
  );
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      scalar,
      fc.array(tie("any"), { maxLength: 4 }),
      fc.dictionary(fc.oneof(fc.string({ maxLength: 5 }), fc.constantFrom("!", "value")), tie("any")),
    ),
  })).any;

  test("takes as many bytes as amqplib writes, and is read as the same value again", () => {
    fc.assert(
      fc.property(value, (any) => {
        const header = encodableHeader(any);
        if (header === undefined) return;
        const bytes = encoded({ h: header.value });
        expect(bytes.length).toBe(4 + 2 + header.bytes);
        const { h } = decodeFields(bytes.subarray(4));
        expect(encoded({ h: encodableHeader(h)?.value })).toEqual(bytes);
      }),
      { seed: 1, numRuns: 2_000 },
    );
  });

  test("is a text of at most 2 KiB if amqplib cannot write it", () => {
    const { headers } = copyProperties(message({ h: [{ "!": "x" }, "y".repeat(10_000)] }), {});
    expect(headers.h).toMatch(/^\[\{"!":"x"\},"y+…$/);
    expect(Buffer.byteLength(headers.h)).toBeLessThanOrEqual(2_048);
    expect(headerAsText(childOf(Buffer.from("abc"), { a: Buffer.from("x") }))).toBe('{"a":"eA=="}');
  });

  test("is not taken for a byte array that it is none", () => {
    expect(headerText(childOf(Buffer.from("abc")))).toBeUndefined();
    expect(headerText(Buffer.from("abc"))).toBe("abc");
  });
});

describe("headers under the SDK's prefix", () => {
  const theirs = {
    "rabbitgen-user-id": "u",
    "rabbitgen-cc": "c",
    "rabbitgen-reason": "r",
    "Rabbitgen-X": "x",
  };
  test("pass no copy of a message that comes from an exchange", () => {
    const { headers } = copyProperties(message(theirs), {});
    expect(headers).toEqual({
      "rabbitgen-exchange": "events",
      "rabbitgen-routing-key": "order.paid",
      "rabbitgen-dropped-headers": JSON.stringify(Object.keys(theirs)),
    });
  });
  test("pass a copy's copy if the SDK writes them on copies, as texts of a bounded length", () => {
    const fields = { exchange: "", routingKey: "q" };
    const others = {
      "rabbitgen-exchange": "x".repeat(256),
      "rabbitgen-routing-key": "k",
      "rabbitgen-expiration": [1],
      "rabbitgen-bcc": "b".repeat(50_000),
    };
    const { headers } = copyProperties(message({ ...theirs, ...others }, {}, fields), {});
    expect(headers).toMatchObject({
      "rabbitgen-user-id": "u",
      "rabbitgen-cc": "c",
      "rabbitgen-exchange": "",
      "rabbitgen-routing-key": "q",
      "rabbitgen-bcc": expect.stringMatching(/^b{4093}…$/),
    });
    expect(headers).not.toHaveProperty("rabbitgen-reason");
    expect(headers).not.toHaveProperty("rabbitgen-expiration");
  });
});

test("leaves a copy that cannot be written its properties first, and then what the SDK writes alone", () => {
  const copy = copyProperties(message({ tenant: "a" }, { type: "t" }), { "rabbitgen-reason": "rejected" });
  const first = barerProperties(copy);
  expect(first).toMatchObject({ type: "t", messageId: "m-1", persistent: true, mandatory: true });
  expect(Object.keys(first.headers)).toEqual([
    "rabbitgen-exchange",
    "rabbitgen-routing-key",
    "rabbitgen-reason",
  ]);
  expect(barerProperties(first)).toEqual({
    persistent: true,
    mandatory: true,
    messageId: "m-1",
    headers: first.headers,
  });
});

describe("a copy for a small frame", () => {
  const others = { tenant: "a", big: "b".repeat(5_000), table: { list: [1, "é".repeat(500)] } };
  const ours = {
    "rabbitgen-reason": "schema-violation",
    "rabbitgen-attempt-of": `${"q".repeat(200)} m-1`,
    "rabbitgen-error-message": "e".repeat(4_096),
    "rabbitgen-errors": JSON.stringify([{ path: "/x".repeat(4_000) }]),
  };
  const texts = {
    ...{ contentType: "c".repeat(255), contentEncoding: "d".repeat(255), correlationId: "e".repeat(255) },
    ...{ replyTo: "r".repeat(255), type: "t".repeat(255), appId: "a".repeat(255), userId: "u".repeat(255) },
    ...{ expiration: "1".repeat(255), timestamp: 1, priority: 1 },
  };
  const long = message(others, { ...texts, messageId: "m".repeat(255) }, { exchange: "x".repeat(255) });

  test.each([4_096, 8_192, 16_384, 131_072])("of %d bytes fits, and keeps what it can", (bytes) => {
    const copy = fittedCopy(copyProperties(long, ours), bytes);
    expect(headerFrameBytes(copy)).toBeLessThanOrEqual(bytes);
    expect(encoded(copy.headers).length).toBeLessThan(bytes - 22);
    expect(copy).toMatchObject({ messageId: "m".repeat(255), persistent: true, mandatory: true });
    expect(copy.headers).toMatchObject({
      "rabbitgen-reason": "schema-violation",
      "rabbitgen-attempt-of": ours["rabbitgen-attempt-of"],
      "rabbitgen-exchange": "x".repeat(255),
    });
  });

  test("loses the largest of the others first, and says so", () => {
    const copy = fittedCopy(copyProperties(message(others), {}), 4_096);
    expect(copy.headers).toMatchObject({ tenant: "a", table: others.table });
    expect(copy.headers).toMatchObject({ "rabbitgen-dropped-headers": '["big"]' });
    expect(copy.headers).not.toHaveProperty("big");
  });

  test("is the same if it fits", () => {
    const copy = copyProperties(long, ours);
    expect(fittedCopy(copy, headerFrameBytes(copy))).toBe(copy);
  });
});
