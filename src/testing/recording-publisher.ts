import type { EventVersion, PayloadOf } from "../../runtime/contract/event-version.js";
import { PublishTimeoutError } from "../../runtime/errors/publish-error.js";
import { ClosedError } from "../../runtime/errors/rabbit-error.js";
import {
  type AnyPublishOptions,
  baseHeaders,
  encodeMessage,
  encodeProperties,
} from "../../runtime/publish/encode-message.js";
import { checkPublishOptions, type PublishOptions } from "../../runtime/publish/publish-options.js";
import type { PublisherOf } from "../../runtime/publish/publisher.js";
import { loadVersion } from "../../runtime/validate/validator.js";
import { stripEnvelope } from "../../runtime/wire/body.js";

/** An event that was passed to a recording publisher. */
export interface RecordedEvent<Version extends EventVersion = EventVersion> {
  readonly event: PayloadOf<Version>;
  readonly name: Version["event"];
  readonly version: Version["version"];
  readonly messageId: string;
  readonly routingKey: string;
  /** All headers that the message would have. */
  readonly headers: Readonly<Record<string, string>>;
  /** The options that the caller passed. */
  readonly options: PublishOptions;
}

/** A publisher without a broker that records its events. */
export type RecordingPublisher<Version extends EventVersion = EventVersion> = PublisherOf<Version> & {
  /** The recorded events, the oldest first. */
  readonly published: readonly RecordedEvent<Version>[];
  /** Makes later publishes reject with `error`, as if the broker refused them; `undefined` ends that. */
  failWith(error: Error | undefined): void;
};

/**
 * A double of `rabbit.publisher(version)`: validates and encodes like the real one, rejects with the same errors by
 * name and `certainty`, and sends nothing.
 */
export function recordingPublisher<Version extends EventVersion>(
  version: Version,
): RecordingPublisher<Version> {
  const published: RecordedEvent<Version>[] = [];
  let failure: Error | undefined;
  let closed = false;
  const publish = async (event: PayloadOf<Version>, given?: unknown): Promise<{ messageId: string }> => {
    const options = (given ?? {}) as AnyPublishOptions;
    checkPublishOptions(options);
    if (closed) throw new ClosedError("this publisher is closed");
    const loaded = await loadVersion(version);
    const { content, routingKey } = encodeMessage(loaded, event, options);
    const { messageId, headers } = encodeProperties(loaded, options, "test", baseHeaders(version));
    if (options.signal?.aborted)
      throw new PublishTimeoutError("aborted before it was sent", options.signal.reason);
    if (failure !== undefined) throw failure;
    const { event: name, version: label } = version;
    const body: unknown = JSON.parse(content.toString());
    const read = version.envelope === "body" ? stripEnvelope(body) : body;
    published.push({
      event: read as PayloadOf<Version>,
      name,
      version: label,
      messageId,
      routingKey,
      headers,
      options,
    });
    return { messageId };
  };
  return {
    publish,
    published,
    failWith(error) {
      failure = error;
    },
    pending: 0,
    get health() {
      return {
        event: version.event,
        version: version.version,
        state: closed ? "closed" : "open",
        pending: 0,
      };
    },
    close: async () => {
      closed = true;
    },
  } as RecordingPublisher<Version>;
}
