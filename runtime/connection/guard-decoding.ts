import { Buffer } from "node:buffer";
import type { ChannelModel } from "amqplib";
import { bareFrame, readableFrame } from "../wire/readable-headers.js";

/** What this needs of amqplib's `Connection`, which its types leave out: so it has been since its first versions. */
interface FrameSource {
  /** Bytes that were received and not decoded. */
  rest: Buffer;
  /** Decodes the next frame of `rest`, which is consumed before it is decoded. */
  recvFrame(): unknown;
}

const CONTENT_HEADER = 2;
const FRAME_HEAD = 7;

/**
 * Keeps amqplib from failing on what another client put into a message's headers. Its decoder recurses, and throws on
 * what it cannot read; then it closes the connection, for all consumers, each time that the message is delivered. So a
 * content header is looked at as bytes before amqplib does, and what it cannot read is taken out: `unreadableHeaders`
 * finds that. `false`, with a warning, if this amqplib receives its frames in another way.
 */
export function guardDecoding({ connection }: ChannelModel): boolean {
  if (!isFrameSource(connection)) {
    process.emitWarning(
      "this version of amqplib reads its frames in a way that rabbitgen does not know: a message with unreadable headers will close the connection",
      "RabbitgenWarning",
    );
    return false;
  }
  const source: FrameSource = connection;
  const receive = source.recvFrame;
  source.recvFrame = () => {
    const { rest } = source;
    const length = headerLength(rest);
    if (length === undefined) return receive.call(source);
    const readable = readableFrame(rest, length);
    if (readable !== undefined) source.rest = Buffer.concat([readable, rest.subarray(length)]);
    try {
      return receive.call(source);
    } catch {
      source.rest = Buffer.concat([bareFrame(rest.subarray(0, length)), rest.subarray(length)]);
      return receive.call(source);
    }
  };
  return true;
}

function isFrameSource(connection: object): connection is FrameSource {
  const { rest, recvFrame } = connection as Partial<FrameSource>;
  return Buffer.isBuffer(rest) && typeof recvFrame === "function";
}

/** Bytes of the frame at the beginning of these bytes, if it is a content header and whole. */
function headerLength(bytes: Buffer): number | undefined {
  if (bytes[0] !== CONTENT_HEADER || bytes.length < FRAME_HEAD) return undefined;
  const length = FRAME_HEAD + bytes.readUInt32BE(3) + 1;
  return bytes.length < length ? undefined : length;
}
