import assert from "node:assert/strict";
import type { Channel, ChannelModel } from "amqplib";
import type { Closing } from "./broker-closing.js";
import { methodName } from "./methods.js";
import type { RawClient } from "./raw-client.js";

/** Code, text and blamed method that a case expects. */
export type ExpectedClosing = readonly [code: number, text: string | RegExp, method: string];

/** Resolves when the broker closes the channel. */
export function channelClosing(channel: Channel): Promise<Closing> {
  return new Promise((resolve) => channel.once("error", (error) => resolve(closingOf(error))));
}

/** Does what the broker must refuse by closing the channel. */
export async function refuses(
  channel: Channel,
  expected: ExpectedClosing,
  operation: () => unknown,
): Promise<void> {
  const closing = channelClosing(channel);
  const outcome = Promise.resolve(operation()).then(
    (answer) => answer,
    () => closing,
  );
  // an operation with a reply must not succeed; one without a reply returns at once
  const first = await Promise.race([closing, outcome]);
  assertClosing(isAnswer(first) ? { accepted: first } : await closing, expected);
}

/** Does what the broker must refuse by closing the whole connection; amqplib does not report the method to blame. */
export async function disconnects(
  model: ChannelModel,
  [code, text]: readonly [code: number, text: string],
  operation: () => unknown,
): Promise<void> {
  const closing = new Promise((resolve) => model.once("error", (error) => resolve(closingOf(error))));
  await Promise.resolve(operation()).catch(() => {});
  assertClosing(await closing, [code, text, "0.0"]);
}

/** The broker closes the connection and, once the client confirms that, the socket. */
export async function disconnected(raw: RawClient, expected: ExpectedClosing): Promise<void> {
  const { level, ...closing } = await raw.closing();
  assertClosing(closing, expected);
  assert.equal(level, "connection.close");
  raw.method(0, "connection.close-ok");
  await raw.ended();
}

/** Compares a closing with what is expected; a text may be a pattern where the broker puts in what differs. */
export function assertClosing(closing: unknown, [code, text, method]: ExpectedClosing): void {
  const given = closing as Partial<Closing>;
  if (text instanceof RegExp && typeof given.text === "string") {
    assert.match(given.text, text);
    assert.deepEqual({ ...given, text: "" }, { code, text: "", method });
  } else assert.deepEqual(given, { code, text, method });
}

function isAnswer(value: unknown): boolean {
  return typeof value === "object" && value !== null && !("code" in value && "text" in value);
}

function closingOf(error: unknown): Closing {
  const { code, classId, methodId, message } = error as {
    code?: number;
    classId?: number;
    methodId?: number;
    message: string;
  };
  const [, text = message] = /with message "(.*)"$/s.exec(message) ?? [];
  return { code: code ?? 0, text, method: methodName(classId ?? 0, methodId ?? 0) };
}
