/** Writes AMQP's elementary types into a buffer that grows as needed. */
export class ByteWriter {
  bytes: Buffer;
  position = 0;

  constructor(size = 256) {
    this.bytes = Buffer.allocUnsafe(size);
  }

  /** Makes room for `count` bytes and returns where they go. */
  reserve(count: number): number {
    const from = this.position;
    const needed = from + count;
    if (needed > this.bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, this.bytes.length * 2));
      this.bytes.copy(larger, 0, 0, from);
      this.bytes = larger;
    }
    this.position = needed;
    return from;
  }

  octet(value: number): void {
    const at = this.reserve(1);
    this.bytes[at] = value;
  }

  short(value: number): void {
    const at = this.reserve(2);
    this.bytes[at] = value >>> 8;
    this.bytes[at + 1] = value;
  }

  long(value: number): void {
    const at = this.reserve(4);
    this.bytes[at] = value >>> 24;
    this.bytes[at + 1] = value >>> 16;
    this.bytes[at + 2] = value >>> 8;
    this.bytes[at + 3] = value;
  }

  longlong(value: number): void {
    this.long(Math.floor(value / 2 ** 32));
    this.long(value >>> 0);
  }

  /** Text of more than 255 bytes is cut at that length and ends in dots, as RabbitMQ cuts its reply texts. */
  shortstr(text: string): void {
    const length = Buffer.byteLength(text);
    if (length > 255) {
      const cut = Buffer.from(text).subarray(0, 252);
      this.octet(255);
      this.raw(cut);
      this.raw(Buffer.from("..."));
      return;
    }
    this.octet(length);
    const at = this.reserve(length);
    this.bytes.write(text, at, length, "utf8");
  }

  longstr(value: Buffer): void {
    this.long(value.length);
    this.raw(value);
  }

  raw(value: Uint8Array): void {
    const at = this.reserve(value.length);
    this.bytes.set(value, at);
  }

  /** Writes a length of 4 bytes, then what `write` writes. */
  sized(write: () => void): void {
    const at = this.reserve(4);
    write();
    this.bytes.writeUInt32BE(this.position - at - 4, at);
  }

  /** What has been written, as a buffer of its own. */
  result(): Buffer {
    return Buffer.from(this.bytes.subarray(0, this.position));
  }
}
