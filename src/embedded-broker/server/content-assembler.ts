import { AmqpError } from "../protocol/amqp-error.js";
import { UnknownBytes } from "../protocol/byte-reader.js";
import { type Frame, frameTypes } from "../protocol/frame-reader.js";
import { carriesContent, decodeMethod, methodNameOf } from "../protocol/method-codec.js";
import type { Method } from "../protocol/methods.js";

/** A method with the content that followed it. */
export interface Command {
  readonly method: Method;
  /** The encoded properties, flags first. */
  readonly properties: Buffer;
  /** Empty if the body is larger than what may be published. */
  readonly body: Buffer;
  /** The bytes of the body, kept or not. */
  readonly bodySize: number;
}

const noBytes = Buffer.alloc(0);
const contentClass = 60;
/** The largest body that RabbitMQ takes in at all (512 MiB); above it the connection is closed. */
const largestBody = 2 ** 29;

/**
 * Puts the frames of a channel together. A body is collected as it comes, and never reserved by its announced size.
 */
export class ContentAssembler {
  #method: Method | undefined;
  #properties: Buffer | undefined;
  #size = 0;
  #left = 0;
  #pieces: Buffer[] = [];
  /** Bodies over this size are counted, not kept: they will be refused. */
  readonly #largestKept: number;

  constructor(largestKept: number) {
    this.#largestKept = largestKept;
  }

  /** The method whose content is awaited, for error replies. */
  get method(): Method | undefined {
    return this.#method;
  }

  /** Takes a frame and returns the command that it completes; throws 501 or 505 for a frame out of order. */
  take({ type, payload }: Frame): Command | undefined {
    if (this.#method === undefined) return this.#begin(type, payload);
    if (this.#properties === undefined) return this.#header(type, payload);
    return this.#body(type, payload);
  }

  #begin(type: number, payload: Buffer): Command | undefined {
    if (type !== frameTypes.method) throw unexpected("expected method frame, got non method frame instead");
    const name = methodNameOf(payload);
    if (name === undefined) throw new UnknownBytes("unknown method");
    const method = decodeMethod(name, payload);
    if (!carriesContent(name)) return { method, properties: noBytes, body: noBytes, bodySize: 0 };
    this.#method = method;
    return undefined;
  }

  #header(type: number, payload: Buffer): Command | undefined {
    if (type !== frameTypes.header) {
      throw unexpected(
        `expected content header for class ${contentClass}, got non content header frame instead`,
      );
    }
    const classId = payload.readUInt16BE(0);
    if (classId !== contentClass) {
      throw unexpected(
        `expected content header for class ${contentClass}, got one for class ${classId} instead`,
      );
    }
    const size = payload.readUInt32BE(4) * 2 ** 32 + payload.readUInt32BE(8);
    if (size > largestBody) {
      throw new AmqpError(
        "FRAME_ERROR",
        `content body size ${size} exceeds maximum allowed size ${largestBody}`,
      );
    }
    this.#properties = Buffer.from(payload.subarray(12));
    this.#left = size;
    this.#size = size;
    return size === 0 ? this.#complete(noBytes) : undefined;
  }

  #body(type: number, payload: Buffer): Command | undefined {
    if (type !== frameTypes.body) {
      throw unexpected("expected content body, got non content body frame instead");
    }
    this.#left -= payload.length;
    if (this.#left < 0) {
      // RabbitMQ 4.0 goes on waiting for the size to be met exactly, which it never will
      this.#pieces = [];
      return undefined;
    }
    const kept = this.#size <= this.#largestKept;
    if (this.#left === 0 && this.#pieces.length === 0)
      return this.#complete(kept ? Buffer.from(payload) : noBytes);
    if (kept) this.#pieces.push(Buffer.from(payload));
    if (this.#left > 0) return undefined;
    return this.#complete(Buffer.concat(this.#pieces));
  }

  #complete(body: Buffer): Command {
    const method = this.#method as Method;
    const command = { method, properties: this.#properties as Buffer, body, bodySize: this.#size };
    this.#method = undefined;
    this.#properties = undefined;
    this.#pieces = [];
    return command;
  }
}

function unexpected(explanation: string): AmqpError {
  return new AmqpError("UNEXPECTED_FRAME", explanation);
}
