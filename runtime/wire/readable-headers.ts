import { Buffer } from "node:buffer";
import { randomUUID } from "node:crypto";

/** Deeper than any sensible header, and far from where amqplib's recursive decoder overflows the stack. */
export const DEEPEST_HEADERS: number = 128;
/** Bytes of a frame before its payload: type, channel and size. */
const FRAME_HEAD = 7;
/** The offset of a content header's property flags, after class, weight and body size. */
const FLAGS_AT = FRAME_HEAD + 12;
const CONTENT_TYPE = 0x8000;
const CONTENT_ENCODING = 0x4000;
const HEADERS = 0x2000;
/** How many names of unreadable headers are reported. */
const MOST_NAMES = 16;
const PROTO = Buffer.from("__proto__");
const INSTEAD_OF_PROTO = "--proto--";
/**
 * A header that lists the ones that could not be read. No other client can send it, since its name differs in each
 * process.
 */
const MARK: string = `unreadable-${randomUUID()}`;
/** Whether any message has the mark: in most processes none ever does. */
let isMarked = false;

/** Size of a value after its type tag, for fixed-size types (RabbitMQ's errata to AMQP 0-9-1). */
const FIXED: Readonly<Record<string, number>> = {
  V: 0,
  ...{ t: 1, b: 1, B: 1, s: 2, u: 2 },
  ...{ I: 4, i: 4, f: 4, D: 5, l: 8, d: 8, T: 8 },
};
const SIZED = "SxFA";
const TABLE = "F".charCodeAt(0);
const ARRAY = "A".charCodeAt(0);
/**
 * The same by tag: bytes, -1 for a value that starts with its size, `undefined` for a tag that amqplib does not read.
 */
const SIZES: readonly (number | undefined)[] = Array.from({ length: 256 }, (_, tag) => {
  const name = String.fromCharCode(tag);
  return SIZED.includes(name) ? -1 : Object.hasOwn(FIXED, name) ? FIXED[name] : undefined;
});

/**
 * A content-header frame that amqplib can decode, replacing one that it cannot, in the first `length` bytes: without
 * headers that are nested too deeply or of an unknown type, whose names `unreadableHeaders` then returns. `undefined`
 * if the frame needs no change. Headers called `__proto__` are renamed in place: amqplib would make them prototypes.
 */
export function readableFrame(bytes: Buffer, length: number): Buffer | undefined {
  const table = headerTable(bytes, length);
  if (table === undefined || isReadable(bytes, table)) return undefined;
  const frame = bytes.subarray(0, length);
  const kept: Buffer[] = [];
  const unreadable: string[] = [];
  for (let at = table.start; at < table.end; ) {
    const valueAt = rename(frame, at);
    const next = afterHeader(frame, valueAt, table.end);
    if (next !== undefined && isShallow(frame, valueAt, next)) kept.push(frame.subarray(at, next));
    else if (unreadable.length < MOST_NAMES) unreadable.push(frame.toString("utf8", at + 1, valueAt));
    if (next === undefined) break; // the start of the next one is unknown
    at = next;
  }
  const before = frame.subarray(FRAME_HEAD, table.start - 4);
  return framed(frame, [before, headerBytes(kept, unreadable), frame.subarray(table.end, -1)]);
}

/** The frame without any properties, for one that amqplib still cannot decode. */
export function bareFrame(frame: Buffer): Buffer {
  const flags = Buffer.from([HEADERS >> 8, 0]);
  return framed(frame, [frame.subarray(FRAME_HEAD, FLAGS_AT), flags, headerBytes([], ["(all)"])]);
}

/** The names of a message's headers that could not be read; `undefined` if all could. Removes the mark. */
export function unreadableHeaders({
  properties,
}: {
  readonly properties: { readonly headers?: unknown };
}): readonly string[] | undefined {
  if (!isMarked) return undefined;
  const headers: unknown = properties.headers;
  if (typeof headers !== "object" || headers === null || !Object.hasOwn(headers, MARK)) return undefined;
  const names: unknown = JSON.parse(String(Reflect.get(headers, MARK)));
  Reflect.deleteProperty(headers, MARK);
  return Array.isArray(names) ? names.map(String) : [];
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Where the members of the header table are; `undefined` if there is none, or if it does not fit in the frame. */
function headerTable(frame: Buffer, length: number): Range | undefined {
  const payloadEnd = length - 1;
  if (payloadEnd < FLAGS_AT + 2) return undefined;
  const flags = ((frame[FLAGS_AT] ?? 0) << 8) | (frame[FLAGS_AT + 1] ?? 0);
  if ((flags & HEADERS) === 0) return undefined;
  let at = FLAGS_AT + 2;
  if ((flags & CONTENT_TYPE) !== 0) at = afterName(frame, at);
  if ((flags & CONTENT_ENCODING) !== 0) at = afterName(frame, at);
  if (at + 4 > payloadEnd) return undefined;
  const end = at + 4 + uint32(frame, at);
  return end > payloadEnd ? undefined : { start: at + 4, end };
}

/** Whether all headers are readable; nearly always true and mostly text, so this allocates nothing. */
function isReadable(frame: Buffer, { start, end }: Range): boolean {
  for (let at = start; at < end; ) {
    const valueAt = rename(frame, at);
    const next = afterHeader(frame, valueAt, end);
    if (next === undefined || !isShallow(frame, valueAt, next)) return false;
    at = next;
  }
  return true;
}

/** The position after a header's value; also `undefined` if the name leaves no room for it. */
function afterHeader(frame: Buffer, valueAt: number, end: number): number | undefined {
  return valueAt < end ? afterValue(frame, valueAt, end) : undefined;
}

/** The position after text with a one-byte length. */
function afterName(bytes: Buffer, at: number): number {
  return at + 1 + (bytes[at] ?? 0);
}

/** The position after the value whose type tag is at `at`; `undefined` if its type is unknown or it exceeds `end`. */
function afterValue(bytes: Buffer, at: number, end: number): number | undefined {
  const size = SIZES[bytes[at] ?? 0];
  if (size === undefined) return undefined;
  if (size < 0 && at + 5 > end) return undefined;
  const next = size < 0 ? at + 5 + uint32(bytes, at + 1) : at + 1 + size;
  return next > end ? undefined : next;
}

/**
 * Whether everything in the value is readable and not nested too deeply. Iterative, so that nesting cannot overflow the
 * stack.
 */
function isShallow(bytes: Buffer, valueAt: number, valueEnd: number): boolean {
  if (bytes[valueAt] !== TABLE && bytes[valueAt] !== ARRAY) return true;
  const ends: number[] = [];
  const tables: boolean[] = [];
  let at = valueAt;
  do {
    const tag = bytes[at];
    const end = ends.at(-1) ?? valueEnd;
    const next = at < end ? afterValue(bytes, at, end) : undefined;
    if (next === undefined) return false;
    if (tag === TABLE || tag === ARRAY) {
      if (ends.length === DEEPEST_HEADERS) return false;
      ends.push(next);
      tables.push(tag === TABLE);
      at += 5;
    } else at = next;
    while (at === ends.at(-1)) {
      ends.pop();
      tables.pop();
    }
    if (tables.at(-1)) at = rename(bytes, at);
  } while (ends.length > 0);
  return at === valueEnd;
}

/** Like `readUInt32BE`, which is slower. */
function uint32(bytes: Buffer, at: number): number {
  const [b0 = 0, b1 = 0, b2 = 0, b3 = 0] = [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]];
  return b0 * 0x1000000 + ((b1 << 16) | (b2 << 8) | b3);
}

/** The position after the name at `at`, which is renamed if it is `__proto__`. */
function rename(bytes: Buffer, at: number): number {
  const next = afterName(bytes, at);
  if (
    next - at === PROTO.length + 1 &&
    bytes[at + 1] === PROTO[0] &&
    PROTO.equals(bytes.subarray(at + 1, next))
  )
    bytes.write(INSTEAD_OF_PROTO, at + 1, "latin1");
  return next;
}

/** A header table with these members and the mark. */
function headerBytes(kept: readonly Buffer[], unreadable: readonly string[]): Buffer {
  isMarked = true;
  const text = Buffer.from(JSON.stringify(unreadable));
  const mark = Buffer.concat([Buffer.from([MARK.length]), Buffer.from(`${MARK}S`), size(text.length), text]);
  const members = Buffer.concat([...kept, mark]);
  return Buffer.concat([size(members.length), members]);
}

/** The frame with another payload. */
function framed(frame: Buffer, payload: readonly Buffer[]): Buffer {
  const bytes = Buffer.concat(payload);
  return Buffer.concat([frame.subarray(0, 3), size(bytes.length), bytes, frame.subarray(-1)]);
}

function size(bytes: number): Buffer {
  const written = Buffer.alloc(4);
  written.writeUInt32BE(bytes);
  return written;
}
