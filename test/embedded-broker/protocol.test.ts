import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ByteReader,
  MalformedBytes,
  MalformedText,
  UnknownBytes,
} from "../../src/embedded-broker/protocol/byte-reader.js";
import { ByteWriter } from "../../src/embedded-broker/protocol/byte-writer.js";
import { readTable, writeTable } from "../../src/embedded-broker/protocol/field-table.js";
import type { FieldTable, FieldValue } from "../../src/embedded-broker/protocol/field-value.js";
import { type Frame, type FrameFault, FrameReader } from "../../src/embedded-broker/protocol/frame-reader.js";
import {
  writeContentFrames,
  writeHeartbeat,
  writeMethodFrame,
} from "../../src/embedded-broker/protocol/frame-writer.js";
import { decodeMethod, encodeMethod, methodNameOf } from "../../src/embedded-broker/protocol/method-codec.js";
import {
  type MethodArguments,
  type MethodName,
  methods,
} from "../../src/embedded-broker/protocol/methods.js";
import { encodeProperties, readProperties } from "../../src/embedded-broker/protocol/properties.js";

const bytes = (max: number) => fc.uint8Array({ maxLength: max }).map((array) => Buffer.from(array));

const { table: anyTable } = fc.letrec<{ table: FieldTable; value: FieldValue }>((tie) => ({
  table: fc
    .array(fc.tuple(fc.string({ maxLength: 20 }), tie("value")), { maxLength: 4 })
    .map((entries) => new Map(entries)),
  value: fc.oneof(
    { depthSize: "small" },
    fc.record({ type: fc.constant("bool" as const), value: fc.boolean() }),
    fc.record({ type: fc.constant("byte" as const), value: fc.integer({ min: -128, max: 127 }) }),
    fc.record({ type: fc.constant("unsignedbyte" as const), value: fc.integer({ min: 0, max: 255 }) }),
    fc.record({ type: fc.constant("short" as const), value: fc.integer({ min: -32768, max: 32767 }) }),
    fc.record({ type: fc.constant("unsignedshort" as const), value: fc.integer({ min: 0, max: 65535 }) }),
    fc.record({ type: fc.constant("signedint" as const), value: fc.integer() }),
    fc.record({ type: fc.constant("unsignedint" as const), value: fc.integer({ min: 0, max: 2 ** 32 - 1 }) }),
    fc.record({ type: fc.constant("long" as const), value: fc.maxSafeInteger() }),
    fc.record({ type: fc.constant("long" as const), value: fc.bigInt(-(2n ** 63n), -(2n ** 60n)) }),
    fc.record({ type: fc.constant("timestamp" as const), value: fc.maxSafeNat() }),
    fc.record({ type: fc.constant("double" as const), value: fc.double({ noNaN: true }) }),
    fc.record({ type: fc.constant("float" as const), value: fc.float({ noNaN: true }) }),
    fc.record({
      type: fc.constant("decimal" as const),
      value: fc.record({ places: fc.nat(255), digits: fc.integer({ min: 0, max: 2 ** 32 - 1 }) }),
    }),
    fc.record({ type: fc.constantFrom("longstr" as const, "binary" as const), value: bytes(50) }),
    fc.record({ type: fc.constant("void" as const), value: fc.constant(undefined) }),
    fc.record({
      type: fc.constant("array" as const),
      value: fc.array(tie("value"), { maxLength: 3 }),
    }),
    fc.record({ type: fc.constant("table" as const), value: tie("table") }),
  ) as fc.Arbitrary<FieldValue>,
}));

/** What a client's bytes may cause; anything else would be a fault of the broker. */
function readsOrRefuses(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    const expected = [MalformedBytes, MalformedText, UnknownBytes].some((kind) => error instanceof kind);
    if (!expected) throw error;
  }
}

describe("field tables", () => {
  test("come back as they were written, with every type", () => {
    fc.assert(
      fc.property(anyTable, (table) => {
        const writer = new ByteWriter(8);
        writeTable(writer, table);
        const reader = new ByteReader(writer.result());
        expect(readTable(reader)).toEqual(table);
        expect(reader.left).toBe(0);
      }),
      { seed: 1 },
    );
  });

  test("that are garbage, or cut off, are refused and nothing else", () => {
    fc.assert(
      fc.property(bytes(200), (garbage) => readsOrRefuses(() => readTable(new ByteReader(garbage)))),
      { seed: 1 },
    );
    fc.assert(
      fc.property(anyTable, fc.nat(), fc.nat(255), (table, at, byte) => {
        const writer = new ByteWriter();
        writeTable(writer, table);
        const damaged = writer.result();
        damaged[at % damaged.length] = byte;
        readsOrRefuses(() => readTable(new ByteReader(damaged)));
        readsOrRefuses(() => readTable(new ByteReader(damaged.subarray(0, at % damaged.length))));
      }),
      { seed: 1 },
    );
  });

  test("that are nested as deep as a frame allows are handed on as they came", () => {
    const levels = 20_000;
    const nested = Buffer.alloc(levels * 6 + 4);
    for (let level = 0; level < levels; level++) {
      nested.writeUInt32BE(nested.length - level * 6 - 4, level * 6);
      nested.write("\0F", level * 6 + 4, "latin1");
    }
    const writer = new ByteWriter();
    writeTable(writer, readTable(new ByteReader(nested)));
    expect(writer.result().equals(nested)).toBe(true);
  });

  test("keep the first of two values with the same name, as RabbitMQ does", () => {
    const twice = Buffer.from([0, 0, 0, 8, 1, 97, 0x74, 1, 1, 97, 0x74, 0]);
    expect([...readTable(new ByteReader(twice)).values()]).toEqual([{ type: "bool", value: true }]);
  });
});

describe("methods", () => {
  test("have their ids once", () => {
    const ids = Object.values(methods).map(({ id }) => id.join("."));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each(Object.keys(methods) as MethodName[])("%s comes back as it was written", (name) => {
    const samples = {
      octet: 200,
      short: 60_000,
      long: 4_000_000_000,
      longlong: 2 ** 53 - 1,
      bit: true,
      shortstr: "Grüße",
      longstr: Buffer.from([0, 1, 255]),
      table: new Map([["a", { type: "bool", value: true }]]),
    } as const;
    const given = Object.entries(methods[name].arguments).map(([field, type]) => [field, samples[type]]);
    const values = Object.fromEntries(given) as MethodArguments<typeof name>;
    const writer = new ByteWriter(4);
    encodeMethod(writer, name, values);
    const payload = writer.result();
    expect(methodNameOf(payload)).toBe(name);
    expect(decodeMethod(name, payload)).toEqual({ name, arguments: values });
    for (let length = 4; length < payload.length; length++) {
      expect(() => decodeMethod(name, payload.subarray(0, length))).toThrow(MalformedBytes);
    }
  });

  test("pack their bits in the order of the specification", () => {
    const writer = new ByteWriter();
    encodeMethod(writer, "basic.nack", { deliveryTag: 1, multiple: false, requeue: true });
    expect(writer.result().at(-1)).toBe(0b10);
  });
});

describe("properties", () => {
  test("come back as they were written", () => {
    const properties = {
      contentType: "application/json",
      headers: new Map([["a", { type: "signedint", value: 1 }]]) as FieldTable,
      deliveryMode: 2,
      priority: 0,
      expiration: "1000",
      timestamp: 1_700_000_000,
      clusterId: "",
    };
    expect(readProperties(encodeProperties(properties))).toEqual(properties);
  });

  test("that are garbage are refused and nothing else", () => {
    fc.assert(
      fc.property(bytes(100), (garbage) => readsOrRefuses(() => readProperties(garbage))),
      { seed: 1 },
    );
  });
});

describe("a stream of frames", () => {
  const writer = new ByteWriter();
  writeMethodFrame(writer, 1, "channel.open", { outOfBand: "" });
  writeHeartbeat(writer);
  writeContentFrames(writer, 7, Buffer.from([0, 0]), Buffer.alloc(10_000, "x"), 4096);
  const stream = writer.result();
  const whole = readAll([stream]);

  test("is cut into frames that fit the frame size", () => {
    expect(whole.map((frame) => [frame.type, frame.channel, frame.payload.length])).toEqual([
      [1, 1, 5],
      [8, 0, 0],
      [2, 7, 14],
      [3, 7, 4088],
      [3, 7, 4088],
      [3, 7, 1824],
    ]);
  });

  test("reads the same whatever pieces it comes in", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length), { maxLength: 30 }), (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), stream.length];
        const pieces = places.slice(1).map((end, index) => stream.subarray(places[index], end));
        expect(readAll(pieces)).toEqual(whole);
      }),
      { seed: 1 },
    );
    expect(readAll([...stream].map((byte) => Buffer.from([byte])))).toEqual(whole);
  });

  test("ends at a frame that is too large before its payload has come", () => {
    const head = Buffer.from([1, 0, 3, 0, 0, 0x20, 0]);
    const [fault] = readAll([head]);
    expect(fault).toMatchObject({ type: 1, channel: 3, problem: "{frame_too_large,8192,4088}" });
  });

  test("lets a payload exceed the frame size by the size of an empty frame, as RabbitMQ does", () => {
    const sized = (size: number) => {
      const frame = Buffer.alloc(size + 8, 1);
      frame.writeUInt32BE(size, 3);
      frame[size + 7] = 0xce;
      return readAll([frame]).map((read) => "problem" in read);
    };
    expect(sized(4096)).toEqual([false]);
    expect(sized(4097)).toEqual([true]);
  });

  test("ends at a frame with a wrong end", () => {
    const wrong = Buffer.from(stream.subarray(0, 13));
    wrong[12] = 0xcd;
    expect(readAll([wrong])[0]).toMatchObject({ problem: "{invalid_frame_end_marker,205}" });
  });

  function readAll(pieces: readonly Buffer[]): (Frame | FrameFault)[] {
    const reader = new FrameReader(4096);
    return pieces.flatMap((piece) =>
      [...reader.read(piece)].map((frame) => ({ ...frame, payload: Buffer.from(frame.payload) })),
    );
  }
});
