import type { ByteWriter } from "./byte-writer.js";
import { frameEnd, frameOverhead, frameTypes } from "./frame-reader.js";
import { encodeMethod } from "./method-codec.js";
import type { MethodArguments, MethodName } from "./methods.js";

/** The class whose methods carry content. */
const basicClass = 60;

/** Writes a method frame. */
export function writeMethodFrame<Name extends MethodName>(
  writer: ByteWriter,
  channel: number,
  name: Name,
  values: MethodArguments<Name>,
): void {
  const start = beginFrame(writer, frameTypes.method, channel);
  encodeMethod(writer, name, values);
  endFrame(writer, start);
}

/** Writes a content header and the body in as many frames as the frame size asks for; an empty body has none. */
export function writeContentFrames(
  writer: ByteWriter,
  channel: number,
  properties: Buffer,
  body: Buffer,
  frameMax: number,
): void {
  const start = beginFrame(writer, frameTypes.header, channel);
  writer.short(basicClass);
  writer.short(0);
  writer.longlong(body.length);
  writer.raw(properties);
  endFrame(writer, start);
  const largest = frameMax === 0 ? body.length : frameMax - frameOverhead;
  for (let at = 0; at < body.length; at += largest) {
    const frame = beginFrame(writer, frameTypes.body, channel);
    writer.raw(body.subarray(at, at + largest));
    endFrame(writer, frame);
  }
}

export function writeHeartbeat(writer: ByteWriter): void {
  endFrame(writer, beginFrame(writer, frameTypes.heartbeat, 0));
}

function beginFrame(writer: ByteWriter, type: number, channel: number): number {
  writer.octet(type);
  writer.short(channel);
  return writer.reserve(4);
}

function endFrame(writer: ByteWriter, sizeAt: number): void {
  const size = writer.position - sizeAt - 4;
  const { bytes } = writer;
  bytes[sizeAt] = size >>> 24;
  bytes[sizeAt + 1] = size >>> 16;
  bytes[sizeAt + 2] = size >>> 8;
  bytes[sizeAt + 3] = size;
  writer.octet(frameEnd);
}
