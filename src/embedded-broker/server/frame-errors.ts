import { AmqpError } from "../protocol/amqp-error.js";
import { MalformedBytes, MalformedText } from "../protocol/byte-reader.js";
import { type Frame, type FrameFault, frameTypes } from "../protocol/frame-reader.js";

/** Whether the payload has what its type asks for; a type that does not exist asks for what nothing has. */
export function isComplete({ type, payload }: Frame): boolean {
  if (type === frameTypes.method) return payload.length >= 4;
  if (type === frameTypes.header) return payload.length >= 12;
  return type === frameTypes.body;
}

export function unexpectedFrame(frame: Frame): AmqpError {
  return new AmqpError("UNEXPECTED_FRAME", describe(frame));
}

export function unknownFrame(frame: Frame): AmqpError {
  return new AmqpError("FRAME_ERROR", `${describe(frame)}: unknown_frame`);
}

export function unreadableFrame(fault: FrameFault): AmqpError {
  return new AmqpError("FRAME_ERROR", `${describe(fault)}: ${fault.problem}`);
}

/** The error sent to the client: damaged bytes are its fault, anything else is the broker's. */
export function replyTo(error: unknown, { payload, type }: Frame): AmqpError {
  if (error instanceof AmqpError) return error;
  if (error instanceof MalformedText) return new AmqpError("FRAME_ERROR", "Malformed UTF-8 in shortstr");
  if (error instanceof MalformedBytes) {
    const fields = type === frameTypes.method ? payload.subarray(4) : payload;
    // the reply text is cut at 255 bytes anyway
    return new AmqpError("FRAME_ERROR", `cannot decode <<${[...fields.subarray(0, 255)].join(",")}>>`);
  }
  return new AmqpError("INTERNAL_ERROR", error instanceof Error ? error.message : String(error));
}

/** A frame as RabbitMQ describes one that it did not expect: its type and its first bytes, as Erlang prints them. */
function describe({ type, payload }: Frame): string {
  const amount = payload.length <= 16 ? "all" : "first 16";
  return `type ${type}, ${amount} octets = ${erlangBinary(payload.subarray(0, 16))}`;
}

function erlangBinary(bytes: Buffer): string {
  if (bytes.length === 0) return "<<>>";
  const printable = bytes.every(
    (byte) => (byte >= 32 && byte < 127) || (byte >= 8 && byte <= 13) || byte === 27,
  );
  return printable ? `<<${JSON.stringify(bytes.toString("latin1"))}>>` : `<<${[...bytes].join(",")}>>`;
}
