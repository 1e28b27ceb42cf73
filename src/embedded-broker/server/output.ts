import type { Socket } from "node:net";
import { clearTimeout, setTimeout } from "node:timers";
import { ByteWriter } from "../protocol/byte-writer.js";
import { writeContentFrames, writeHeartbeat, writeMethodFrame } from "../protocol/frame-writer.js";
import type { MethodArguments, MethodName } from "../protocol/methods.js";

/** Bytes waiting for a client from which on it gets no more messages: one that never reads costs no more than this. */
const mostPending = 512 * 1024;

/** Up to this size, what is sent is copied out of the writer, which is then used again. */
const smallWrite = 16 * 1024;

/** Collects the frames for a connection, so that all of one round of the event loop leave in one write. */
export class Output {
  frameMax = 0;
  /** Milliseconds by which everything is sent later. */
  delay = 0;
  readonly #socket: Socket;
  readonly #onFirst: () => void;
  #writer = new ByteWriter(4096);
  #delayed = 0;
  #lastDue = 0;
  readonly #timers = new Set<NodeJS.Timeout>();

  /** `onFirst` is called when something is written after a flush. */
  constructor(socket: Socket, onFirst: () => void) {
    this.#socket = socket;
    this.#onFirst = onFirst;
  }

  get congested(): boolean {
    return this.#writer.position + this.#socket.writableLength + this.#delayed > mostPending;
  }

  /** Asks for a flush. */
  announce(): void {
    if (this.#writer.position === 0) this.#onFirst();
  }

  send<Name extends MethodName>(channel: number, name: Name, values: MethodArguments<Name>): void {
    this.announce();
    writeMethodFrame(this.#writer, channel, name, values);
  }

  sendWithContent<Name extends MethodName>(
    channel: number,
    name: Name,
    values: MethodArguments<Name>,
    properties: Buffer,
    body: Buffer,
  ): void {
    this.announce();
    writeMethodFrame(this.#writer, channel, name, values);
    writeContentFrames(this.#writer, channel, properties, body, this.frameMax);
  }

  sendHeartbeat(): void {
    this.announce();
    writeHeartbeat(this.#writer);
  }

  sendRaw(bytes: Uint8Array): void {
    this.announce();
    this.#writer.raw(bytes);
  }

  flush(): void {
    const { position, bytes } = this.#writer;
    if (position === 0) return;
    let out: Buffer;
    if (position <= smallWrite) {
      out = this.#writer.result();
      this.#writer.position = 0;
    } else {
      out = bytes.subarray(0, position);
      this.#writer = new ByteWriter(bytes.length > 64 * 1024 ? 4096 : bytes.length);
    }
    if (this.delay === 0 && this.#delayed === 0) this.#write(out);
    else this.#writeLater(out);
  }

  /** Drops what is delayed. */
  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #write(bytes: Buffer): void {
    if (this.#socket.writable) this.#socket.write(bytes);
  }

  #writeLater(bytes: Buffer): void {
    this.#delayed += bytes.length;
    const now = performance.now();
    this.#lastDue = Math.max(this.#lastDue, now + this.delay);
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#delayed -= bytes.length;
      this.#write(bytes);
    }, this.#lastDue - now).unref();
    this.#timers.add(timer);
  }
}
