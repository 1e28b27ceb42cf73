import { Buffer } from "node:buffer";
import { EventEmitter } from "node:events";
import { createRequire } from "node:module";
import { PassThrough } from "node:stream";
import type { ChannelModel, Message } from "amqplib";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { field, publishFrames } from "../../bench/fuzz/raw-message.js";
import { guardDecoding } from "../../runtime/connection/connect-once.js";
import { unreadableHeaders } from "../../runtime/wire/readable-headers.js";

/** amqplib's own reader of frames, which its package does not export. */
const { Connection } = createRequire(import.meta.url)(
  createRequire(import.meta.url)
    .resolve("amqplib")
    .replace("channel_api.js", "lib/connection.js"),
) as { readonly Connection: new (stream: PassThrough) => Reader };

interface Reader extends EventEmitter {
  recvFrame(): Frame | false;
}

interface Frame {
  readonly fields?: { readonly headers?: Record<string, unknown>; readonly contentType?: string };
  readonly content?: Buffer;
}

const plain = {
  exchange: "x",
  routingKey: "k",
  contentType: "a/b",
  contentEncoding: "c",
  type: "t",
} as const;

/** What amqplib reads of messages with these headers, through the guard. */
function read(bytes: Buffer, cut = bytes.length): readonly Frame[] {
  const stream = new PassThrough();
  const connection = new Connection(stream);
  expect(guardDecoding({ connection } as unknown as ChannelModel)).toBe(true);
  const frames: Frame[] = [];
  for (const part of [bytes.subarray(0, cut), bytes.subarray(cut)]) {
    stream.write(part);
    for (let frame = connection.recvFrame(); frame; frame = connection.recvFrame()) frames.push(frame);
  }
  return frames;
}

const framesOf = (...headers: readonly Buffer[]): Buffer =>
  publishFrames(1, { ...plain, headers, body: Buffer.from("body") });

/** The headers that amqplib gives, and the names of those that could not be read. */
function received(...headers: readonly Buffer[]): {
  readonly headers: Record<string, unknown> | undefined;
  readonly unreadable: readonly string[] | undefined;
} {
  const [, header, content] = read(framesOf(...headers));
  expect(content?.content?.toString()).toBe("body");
  expect(header?.fields).toMatchObject({ contentType: "a/b", type: "t" });
  const unreadable = unreadableHeaders({ properties: header?.fields } as unknown as Message);
  return { headers: header?.fields?.headers, unreadable };
}

const { member, array, table, text, fixed, nested } = field;
const well = member("well", text("w"));
/** A value that says that it is longer than it is. */
const overlong = (tag: string): Buffer => fixed(tag, Buffer.from([0, 0, 255, 255]));

describe("a message whose headers amqplib cannot decode", () => {
  const cases: readonly [what: string, headers: readonly Buffer[], unreadable: readonly string[]][] = [
    ["nested arrays", [member("h", nested(20_000, "array"))], ["h"]],
    ["nested tables", [member("h", nested(10_000, "table"))], ["h"]],
    [
      "several of them",
      [member("h", nested(3_000, "array")), member("i", nested(3_000, "table"))],
      ["h", "i"],
    ],
    ["a nested array behind a readable one", [member("h", array(array(), nested(200, "array")))], ["h"]],
    ["an unknown type in an array", [member("h", array(fixed("Z", Buffer.alloc(1))))], ["h"]],
    ["an unknown type in a table", [member("h", table(member("a", fixed("\0", Buffer.alloc(1)))))], ["h"]],
    ["an array that ends in a value", [member("h", array(fixed("l", Buffer.alloc(3))))], ["h"]],
    ["a table that ends in a name", [member("h", table(Buffer.from([9, 65])))], ["h"]],
    ["a table that ends behind a name", [member("h", table(Buffer.from([1, 65])))], ["h"]],
    ["a text longer than its array", [member("h", array(overlong("S")))], ["h"]],
    ["an array longer than its table", [member("h", table(member("a", overlong("A"))))], ["h"]],
  ];
  test.each(cases)("keeps the others, and says which: %s", (_, headers, unreadable) => {
    expect(received(well, ...headers, member("last", text("l")))).toEqual({
      headers: { well: "w", last: "l" },
      unreadable,
    });
  });

  test.each([
    ["of an unknown type", fixed("Z", Buffer.alloc(1))],
    ["longer than the table", overlong("F")],
    ["cut off", Buffer.from("l123")],
  ])("keeps the ones before a value %s", (_, value) => {
    expect(received(well, member("h", value))).toEqual({ headers: { well: "w" }, unreadable: ["h"] });
  });

  test("says the names of the first 16", () => {
    const headers = Array.from({ length: 100 }, (_, index) => member(`h${index}`, nested(200, "array")));
    expect(received(...headers).unreadable).toHaveLength(16);
  });

  test("loses its properties only if amqplib fails on those", () => {
    const bytes = framesOf(well);
    const at = bytes.indexOf(Buffer.from("a/b")) - 1;
    bytes.writeUInt8(255, at); // goes over the end of the frame
    const [, header] = read(bytes);
    expect(unreadableHeaders({ properties: header?.fields } as unknown as Message)).toEqual(["(all)"]);
  });
});

test("gives a message of 128 levels and of every type as amqplib does, wherever its bytes are cut", () => {
  const every = [
    ...["t", "b", "B"].map((tag) => fixed(tag, Buffer.from([1]))),
    ...["s", "u"].map((tag) => fixed(tag, Buffer.from([1, 2]))),
    ...["I", "i", "f"].map((tag) => fixed(tag, Buffer.from([1, 2, 3, 4]))),
    ...["l", "d", "T"].map((tag) => fixed(tag, Buffer.from([1, 2, 3, 4, 5, 6, 7, 8]))),
    fixed("D", Buffer.from([1, 2, 3, 4, 5])),
    field.nothing(),
    field.bytes(Buffer.from("b")),
    nested(127, "table"),
    table(),
    array(),
  ];
  const bytes = framesOf(well, member("all", array(...every)), member("none", array()), member("", table()));
  const stream = new PassThrough();
  stream.write(Buffer.from(bytes));
  const bare = new Connection(stream);
  const expected = [bare.recvFrame(), bare.recvFrame(), bare.recvFrame()];
  for (let cut = 1; cut <= bytes.length; cut += 1) expect(read(Buffer.from(bytes), cut)).toEqual(expected);
});

test("gives every header called __proto__ another name", () => {
  const proto = member("__proto__", table(member("a", text("b"))));
  expect(received(proto, member("h", array(table(well, proto))))).toEqual({
    headers: { "--proto--": { a: "b" }, h: [{ well: "w", "--proto--": { a: "b" } }] },
    unreadable: undefined,
  });
});

test("lets amqplib read a header table of any bytes", () => {
  const value: fc.Arbitrary<Buffer> = fc.letrec<{ any: Buffer }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 5 },
      fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes)),
      fc.array(tie("any"), { maxLength: 4 }).map((items) => array(...items)),
      fc
        .array(fc.tuple(fc.constantFrom("a", "__proto__", "!", ""), tie("any")), { maxLength: 4 })
        .map((members) => table(...members.map(([name, item]) => member(name, item)))),
      fc.constantFrom(field.nothing(), text("x"), fixed("l", Buffer.alloc(8))),
    ),
  })).any;
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom("a", "b", "__proto__"), value)), (members) => {
      const { headers } = received(...members.map(([name, item]) => member(name, item)));
      expect(Object.getPrototypeOf(headers)).toBe(Object.prototype);
    }),
    { seed: 1, numRuns: 2_000 },
  );
});

test("warns of an amqplib that receives its frames in another way", () => {
  const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
  expect(guardDecoding({ connection: new EventEmitter() } as unknown as ChannelModel)).toBe(false);
  expect(warned).toHaveBeenCalledOnce();
  warned.mockRestore();
});
