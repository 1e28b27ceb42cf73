import { types } from "node:util";
import type { ChannelModel } from "amqplib";

/**
 * Any thrown value as a readable `Error`: handlers may throw `undefined`, a string, or an object with throwing getters.
 */
export function toError(thrown: unknown): Error {
  try {
    // its getters may throw, and so may a proxy around it
    if (isError(thrown)) return isText(thrown.name) && isText(thrown.message) ? thrown : unreadable();
    return new Error(thrown === undefined ? "undefined was thrown" : String(thrown));
  } catch {
    return unreadable();
  }
}

/** Also errors of another realm, such as Node's own in a test runner that gives each file its own globals. */
function isError(thrown: unknown): thrown is Error {
  return thrown instanceof Error || types.isNativeError(thrown);
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

function unreadable(): Error {
  return new Error("a value that cannot be converted to text was thrown");
}

/** The AMQP reply code that amqplib sets on an error from the broker, such as 404 or 406. */
export function replyCode(error: unknown): number | undefined {
  const code: unknown = isError(error) && "code" in error ? error.code : undefined;
  return typeof code === "number" ? code : undefined;
}

/** AMQP 0-9-1: class `basic`, method `publish`. */
const BASIC = 60;
const PUBLISH = 40;
/** Class and method of `connection.close`, in amqplib's numbering. */
const CONNECTION_CLOSE = (10 << 16) + 50;

/** The method that made the broker close a channel or connection, as named in its `close`; amqplib's names. */
export interface ClosingMethod {
  readonly classId: number;
  readonly methodId: number;
}

/** The part of amqplib's `Connection` used here that its types omit: the receiver of channel 0. */
interface ControlChannel {
  accept(frame: unknown): unknown;
}

/**
 * Whether a message that was in flight may be the reason why the broker closed its channel or connection. A `close`
 * names the method that failed, so a failed declaration on the same channel is not blamed on a message; it names none
 * (0) if the fault is not in a method, such as in the frame of a message's headers.
 */
export function mayBeAboutPublish(cause: Error): boolean {
  const method = closingMethodOf(cause);
  return method === undefined || (method.classId === BASIC && method.methodId === PUBLISH);
}

/** The method named on such an error, if any. */
export function closingMethodOf(cause: Error): ClosingMethod | undefined {
  const { classId, methodId } = cause as Partial<ClosingMethod>;
  if (typeof classId !== "number" || typeof methodId !== "number" || classId === 0) return undefined;
  return { classId, methodId };
}

/** Sets the method that made the broker close this connection on the error, as amqplib does for channel errors. */
export function watchClosing(model: ChannelModel): void {
  const { connection } = model;
  const channels: unknown = "channels" in connection ? connection.channels : undefined;
  const control: unknown = Array.isArray(channels) ? channels[0]?.channel : undefined;
  if (!isControlChannel(control)) return; // all messages in flight are then suspected
  const accept = control.accept;
  control.accept = (frame) => {
    const closing = closingMethod(frame);
    if (closing !== undefined) model.prependOnceListener("error", (error) => Object.assign(error, closing));
    return accept.call(control, frame);
  };
}

function isControlChannel(control: unknown): control is ControlChannel {
  return (
    typeof control === "object" && control !== null && typeof Reflect.get(control, "accept") === "function"
  );
}

function closingMethod(frame: unknown): ClosingMethod | undefined {
  if (typeof frame !== "object" || frame === null || Reflect.get(frame, "id") !== CONNECTION_CLOSE)
    return undefined;
  const fields: unknown = Reflect.get(frame, "fields");
  if (typeof fields !== "object" || fields === null) return undefined;
  return {
    classId: Number(Reflect.get(fields, "classId")),
    methodId: Number(Reflect.get(fields, "methodId")),
  };
}
