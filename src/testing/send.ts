import type { EventVersion, HeadersOf, WordOf } from "../../runtime/contract/event-version.js";
import {
  type AnyPublishOptions,
  baseHeaders,
  encodeMessage,
  encodeProperties,
} from "../../runtime/publish/encode-message.js";
import { checkPublishOptions, type PublishArguments } from "../../runtime/publish/publish-options.js";
import { loadVersion } from "../../runtime/validate/validator.js";
import type { PlainProperties, VirtualHostView } from "../embedded-broker/index.js";
import { printedBindings } from "./printed.js";

/** A message that the test kit put into the broker. */
export interface Sent {
  readonly messageId: string;
  /** The queues that received it. */
  readonly queues: readonly string[];
}

/** The options of `send`: those options of a publisher that affect the message. */
export type SendArguments<Version extends EventVersion> =
  PublishArguments<HeadersOf<Version>, WordOf<Version>> extends [options: infer Options]
    ? [options: Omit<Options, "signal" | "timeout" | "delay">]
    : [
        options?: Omit<
          NonNullable<PublishArguments<HeadersOf<Version>, WordOf<Version>>[0]>,
          "signal" | "timeout" | "delay"
        >,
      ];

/** Publishes like the SDK's publisher. Rejects with the errors of its `publish`. */
export async function sendEvent(
  vhost: VirtualHostView,
  version: EventVersion,
  event: unknown,
  options: AnyPublishOptions,
  service: string,
): Promise<Sent> {
  checkPublishOptions(options);
  const { exchange, unroutable } = version;
  const loaded = await loadVersion(version);
  const { content, routingKey } = encodeMessage(loaded, event, options);
  const { mandatory: _, ...properties } = encodeProperties(loaded, options, service, baseHeaders(version));
  vhost.declareExchange(exchange.name, { type: exchange.type });
  const queues = vhost.publish({
    exchange: exchange.name,
    routingKey,
    properties: properties as PlainProperties,
    body: content,
  });
  if (queues.length === 0 && unroutable === "error") {
    const what = `${version.event} ${version.version} with routing key "${routingKey}"`;
    throw new Error(
      `No queue received ${what}: start its consumer first.\n${printedBindings(vhost, exchange.name)}`,
    );
  }
  return { messageId: properties.messageId, queues };
}
