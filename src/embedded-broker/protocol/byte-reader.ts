import { isUtf8 } from "node:buffer";

/** Bytes that do not hold what their lengths promise, or hold something that AMQP does not define. */
export class MalformedBytes extends Error {}

/** Bytes that RabbitMQ has no answer to: its reader crashes, and the connection ends without a word. */
export class UnknownBytes extends Error {}

/** Text that is not UTF-8. */
export class MalformedText extends Error {}

/** Reads AMQP's elementary types one after the other; throws `MalformedBytes` at the end of the bytes. */
export class ByteReader {
  readonly bytes: Buffer;
  position: number;
  readonly end: number;

  constructor(bytes: Buffer, position = 0, end = bytes.length) {
    this.bytes = bytes;
    this.position = position;
    this.end = end;
  }

  /** Moves on by `count` bytes and returns where they start. */
  take(count: number): number {
    const from = this.position;
    if (from + count > this.end) throw new MalformedBytes("value ends after its frame");
    this.position = from + count;
    return from;
  }

  get left(): number {
    return this.end - this.position;
  }

  octet(): number {
    return this.bytes[this.take(1)] as number;
  }

  short(): number {
    return this.bytes.readUInt16BE(this.take(2));
  }

  long(): number {
    return this.bytes.readUInt32BE(this.take(4));
  }

  /** As a number; above 2^53 it is no longer exact, and no such delivery tag exists. */
  longlong(): number {
    const from = this.take(8);
    return this.bytes.readUInt32BE(from) * 2 ** 32 + this.bytes.readUInt32BE(from + 4);
  }

  shortstr(): string {
    const length = this.octet();
    const from = this.take(length);
    return this.bytes.toString("utf8", from, from + length);
  }

  /** Throws `MalformedText` if it is not UTF-8. */
  text(): string {
    const start = this.position + 1;
    const text = this.shortstr();
    if (text.includes("\ufffd") && !isUtf8(this.bytes.subarray(start, this.position)))
      throw new MalformedText();
    return text;
  }

  /** A copy, so that the value does not keep what was received along with it. */
  longstr(): Buffer {
    const length = this.long();
    const from = this.take(length);
    return Buffer.from(this.bytes.subarray(from, from + length));
  }

  /** A reader of the next `length` bytes alone, which this one skips. */
  within(length: number): ByteReader {
    const from = this.take(length);
    return new ByteReader(this.bytes, from, from + length);
  }
}
