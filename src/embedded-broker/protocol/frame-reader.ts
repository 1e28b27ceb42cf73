export const frameTypes = { method: 1, header: 2, body: 3, heartbeat: 8 } as const;

export const frameEnd = 0xce;

/** Bytes of a frame around its payload. */
export const frameOverhead = 8;

/** Clients often count a frame's own bytes wrongly, so RabbitMQ lets payloads exceed the limit by this. */
const tolerance = frameOverhead;

export interface Frame {
  readonly type: number;
  readonly channel: number;
  /** Part of the socket's data; copy what must be kept. */
  readonly payload: Buffer;
}

/** A frame that cannot be read; nothing after it can. */
export interface FrameFault {
  readonly type: number;
  readonly channel: number;
  readonly payload: Buffer;
  /** In Erlang's notation, as RabbitMQ reports it. */
  readonly problem: string;
}

/**
 * Cuts a stream of bytes into frames. It keeps at most one incomplete frame, and no more memory for it than the
 * largest frame takes, however small the pieces are that it comes in.
 */
export class FrameReader {
  #largestPayload: number;
  readonly #head = Buffer.alloc(7);
  #headLength = 0;
  /** Payload and end marker of a frame whose rest has not come. */
  #partial: Buffer | undefined;
  #partialLength = 0;

  constructor(frameMax: number) {
    this.#largestPayload = frameMax - frameOverhead;
  }

  /** 0 stands for no limit; there is one anyway, so that a length alone takes no memory. */
  set frameMax(bytes: number) {
    this.#largestPayload = (bytes === 0 ? 2 ** 27 : bytes) - frameOverhead;
  }

  /** Yields the complete frames; after a fault the caller stops reading for good. */
  *read(chunk: Buffer): Generator<Frame | FrameFault, void> {
    let at = 0;
    while (at < chunk.length) {
      if (this.#partial === undefined && this.#headLength === 0 && chunk.length - at >= 7) {
        const type = chunk[at] as number;
        const size = chunk.readUInt32BE(at + 3);
        const end = at + 7 + size;
        if (end < chunk.length && size <= this.#largestPayload + tolerance) {
          const channel = chunk.readUInt16BE(at + 1);
          yield checked(type, channel, chunk.subarray(at + 7, end), chunk[end] as number);
          at = end + 1;
          continue;
        }
      }
      if (this.#partial === undefined) {
        const copied = chunk.copy(this.#head, this.#headLength, at, at + 7 - this.#headLength);
        this.#headLength += copied;
        at += copied;
        if (this.#headLength < 7) return;
        const size = this.#head.readUInt32BE(3);
        if (size > this.#largestPayload + tolerance) {
          const problem = `{frame_too_large,${size},${this.#largestPayload}}`;
          yield { type: this.#type, channel: this.#channel, payload: Buffer.alloc(0), problem };
          return;
        }
        this.#partial = Buffer.allocUnsafe(size + 1);
        this.#partialLength = 0;
      }
      const partial: Buffer = this.#partial;
      const copied = chunk.copy(partial, this.#partialLength, at);
      this.#partialLength += copied;
      at += copied;
      if (this.#partialLength < partial.length) return;
      const size = partial.length - 1;
      this.#partial = undefined;
      this.#headLength = 0;
      yield checked(this.#type, this.#channel, partial.subarray(0, size), partial[size] as number);
    }
  }

  get #type(): number {
    return this.#head[0] as number;
  }

  get #channel(): number {
    return this.#head.readUInt16BE(1);
  }
}

function checked(type: number, channel: number, payload: Buffer, end: number): Frame | FrameFault {
  if (end === frameEnd) return { type, channel, payload };
  return { type, channel, payload, problem: `{invalid_frame_end_marker,${end}}` };
}
