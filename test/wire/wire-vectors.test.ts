import { Buffer } from "node:buffer";
import type { Message } from "amqplib";
import { describe, expect, test } from "vitest";
import type { LoadedFamily } from "../../runtime/validate/validator.js";
import { decodeMessage } from "../../runtime/wire/decode-message.js";
import { orderVersion } from "../support/order-family.js";
import vectors from "./wire-vectors.json" with { type: "json" };

const families: readonly LoadedFamily[] = vectors.events.map(
  ({ event, versions, unversioned, envelope, exchange, routing_key }) => ({
    event,
    ...(unversioned === undefined ? {} : { unversioned }),
    versions: Object.fromEntries(
      versions.map((version) => [
        version,
        {
          ...orderVersion(event, version, {
            routingKey: routing_key,
            envelope: envelope === "body" ? "body" : "headers",
          }),
          exchange: { name: exchange, type: "topic" },
          reader: (value: unknown) => ({ valid: true, value }),
        },
      ]),
    ),
  }),
);

interface WireMessage {
  readonly properties: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly exchange: string;
  readonly routing_key: string;
  readonly body?: string;
  readonly body_base64?: string;
}

function messageOf(wire: WireMessage): Message {
  const content =
    wire.body === undefined ? Buffer.from(wire.body_base64 ?? "", "base64") : Buffer.from(wire.body);
  const { type, content_type: contentType, content_encoding: contentEncoding } = wire.properties;
  const properties = {
    type,
    contentType,
    contentEncoding,
    headers: wire.headers,
  } as unknown as Message["properties"];
  const fields = {
    exchange: wire.exchange,
    routingKey: wire.routing_key,
    deliveryTag: 1,
    redelivered: false,
  };
  return { content, properties, fields };
}

describe("a message on the wire is what its vector says", () => {
  test.each(vectors.vectors)("$name", ({ message, expect: expected }) => {
    const decoded = decodeMessage(messageOf(message as unknown as WireMessage), families);
    const seen =
      decoded.kind === "event"
        ? { event: decoded.version.event, version: decoded.version.version, payload: decoded.payload }
        : { dead_letter: decoded.reason };
    expect(seen).toEqual(expected);
  });
});
