import { Buffer } from "node:buffer";
import { randomUUID } from "node:crypto";
import type { Options } from "amqplib";
import { checkHeaders } from "./check-headers.js";
import { ConfirmSender } from "./confirm-sender.js";
import type { ConnectionSupervisor } from "./connection-supervisor.js";
import { encodeEvent } from "./encode-event.js";
import type { EventHub } from "./event-hub.js";
import type { EventVersion } from "./event-version.js";
import { InvalidEventError, PublishTimeoutError } from "./publish-error.js";
import type { Published, PublisherOptions, PublishOptions } from "./publish-options.js";
import { ConfigurationError } from "./rabbit-error.js";

/** What a publisher is made of. */
export interface PublisherSettings {
  readonly service: string;
  readonly hub: EventHub;
  readonly options: PublisherOptions;
  /** Called when it is closed. */
  readonly closed: () => void;
}

/** Publishes one version of one event, on a confirm channel of its own. Made by `rabbit.publisher`. */
export class Publisher<Payload = unknown> {
  readonly #version: EventVersion<string, string, Payload>;
  readonly #service: string;
  readonly #options: PublisherOptions;
  readonly #sender: ConfirmSender;
  readonly #closed: () => void;

  /** Not for callers: use `rabbit.publisher`. */
  constructor(
    version: EventVersion<string, string, Payload>,
    connection: ConnectionSupervisor,
    settings: PublisherSettings,
  ) {
    const { exchange } = version;
    this.#version = version;
    this.#service = settings.service;
    this.#options = settings.options;
    this.#closed = settings.closed;
    this.#sender = new ConfirmSender(connection, {
      setup: async (channel) => {
        await channel.assertExchange(exchange.name, exchange.type, { durable: true });
      },
      lost: (cause) => settings.hub.emit("publisher-lost", { exchange: exchange.name, cause }),
    });
  }

  /** Settles when the channel stands and the exchange is declared. */
  get started(): Promise<void> {
    return this.#sender.started;
  }

  /**
   * Validates, writes, and resolves at the broker's confirm. Rejects with a `PublishError`, whose `certainty` says
   * whether publishing it again can make a duplicate, or with `ClosedError`.
   */
  async publish(event: Payload, options: PublishOptions = {}): Promise<Published> {
    const version = this.#version;
    const validation = version.writer(event);
    if (!validation.valid) {
      throw new InvalidEventError(
        `${version.event} ${version.version}`,
        validation.failures,
        validation.omitted,
      );
    }
    const content = encodeEvent(version, event);
    const messageId = options.messageId ?? randomUUID();
    const properties = this.#properties(messageId, options);
    if (options.signal?.aborted)
      throw new PublishTimeoutError("aborted before it was sent", options.signal.reason);
    await this.#sender.send({
      exchange: version.exchange.name,
      routingKey: version.routingKey,
      content,
      properties,
      messageId,
      routable: version.unroutable === "ignore" ? "ignored" : "required",
      timeout: options.timeout ?? this.#options.timeout ?? 30_000,
      signals: options.signal === undefined ? [] : [options.signal],
      resend: this.#options.resend ?? true,
    });
    return { messageId };
  }

  /** Messages without an answer of the broker yet. */
  get pending(): number {
    return this.#sender.pending;
  }

  /** Refuses further publishes and waits up to `ms` for confirms; returns how many never came. */
  drain(ms: number): Promise<number> {
    return this.#sender.drain(ms);
  }

  /** Waits for open confirms, then closes the channel; `timeout` in milliseconds for both, default 5,000. */
  async close({ timeout = 5_000 }: { readonly timeout?: number } = {}): Promise<void> {
    await this.#sender.drain(timeout);
    await this.#sender.close(timeout);
    this.#closed();
  }

  #properties(messageId: string, { headers = {}, correlationId }: PublishOptions): Options.Publish {
    checkHeaders(headers);
    if (Buffer.byteLength(messageId) > 255 || Buffer.byteLength(correlationId ?? "") > 255) {
      throw new ConfigurationError("messageId and correlationId are at most 255 bytes");
    }
    const { contentType, deliveryMode, event } = this.#version;
    return {
      contentType,
      deliveryMode,
      type: event,
      messageId,
      timestamp: Math.floor(Date.now() / 1000), // seconds, as AMQP 0-9-1 defines it
      appId: this.#service,
      ...(correlationId === undefined ? {} : { correlationId }),
      headers: { ...headers, "content-type": contentType },
    };
  }
}
