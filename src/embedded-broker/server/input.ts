import type { Socket } from "node:net";
import { type Frame, type FrameFault, FrameReader } from "../protocol/frame-reader.js";
import { initialFrameMax, protocolHeader } from "./handshake.js";

/** What is done with what a client sends. */
export interface InputHandler {
  /** Any bytes came. */
  received(): void;
  /** The protocol header came. */
  begin(): void;
  /** Other bytes came in its place. */
  refuse(): void;
  take(frame: Frame | FrameFault): void;
  /** While this is true, nothing is taken and nothing is read. */
  held(): boolean;
}

/** Reads the protocol header and then frames from a socket, and stops between two frames when asked to. */
export class Input {
  readonly #socket: Socket;
  readonly #handler: InputHandler;
  readonly #reader = new FrameReader(initialFrameMax);
  #header: Buffer | undefined = Buffer.alloc(0);
  /** The frames of the latest chunk that are not taken yet. */
  #frames: Iterator<Frame | FrameFault> | undefined;
  #taking = false;

  constructor(socket: Socket, handler: InputHandler) {
    this.#socket = socket;
    this.#handler = handler;
    socket.on("data", (chunk) => this.#receive(chunk));
  }

  /** The negotiated size; 0 for no limit. */
  set frameMax(bytes: number) {
    this.#reader.frameMax = bytes;
  }

  /** Takes up what was held, if nothing holds it any more, and pauses or resumes the socket. */
  continue(): void {
    if (this.#taking) return;
    this.#taking = true;
    while (this.#frames !== undefined && !this.#handler.held()) {
      const next = this.#frames.next();
      if (next.done === true) this.#frames = undefined;
      else this.#handler.take(next.value);
    }
    this.#taking = false;
    const held = this.#handler.held();
    if (held && !this.#socket.isPaused()) this.#socket.pause();
    else if (!held && this.#socket.isPaused()) this.#socket.resume();
  }

  /** Drops what has not been taken. */
  close(): void {
    this.#frames = undefined;
  }

  #receive(chunk: Buffer): void {
    this.#handler.received();
    const rest = this.#header === undefined ? chunk : this.#readHeader(this.#header, chunk);
    if (rest.length > 0) this.#frames = this.#reader.read(rest);
    this.continue();
  }

  /** Returns what follows the header. */
  #readHeader(before: Buffer, chunk: Buffer): Buffer {
    const missing = protocolHeader.length - before.length;
    const header = Buffer.concat([before, chunk.subarray(0, missing)]);
    const complete = header.length === protocolHeader.length;
    const wrong = !protocolHeader.subarray(0, header.length).equals(header);
    this.#header = complete || wrong ? undefined : header;
    if (wrong) {
      this.#handler.refuse();
      return Buffer.alloc(0);
    }
    if (complete) this.#handler.begin();
    return chunk.subarray(missing);
  }
}
