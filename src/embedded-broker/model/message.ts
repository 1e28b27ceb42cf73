import type { FieldTable } from "../protocol/field-value.js";
import {
  encodeProperties,
  type Properties,
  plainProperties,
  readProperties,
} from "../protocol/properties.js";
import type { MessageView } from "../views.js";
import type { Death } from "./deaths.js";

const none: readonly never[] = [];

/** A message as it was published, or dead-lettered; queues share it, and it never changes. */
export class Message {
  readonly id: number;
  readonly exchange: string;
  /** The routing key of the publish. */
  readonly routingKey: string;
  /** The keys of the header `CC`, which route like the routing key. */
  readonly copyKeys: readonly string[];
  /** The keys of the header `BCC`, which route once; the header is gone. */
  readonly blindCopyKeys: readonly string[];
  /** As on the wire, flags first: most messages leave with the properties that they came with. */
  readonly encodedProperties: Buffer;
  readonly body: Buffer;
  readonly priority: number | undefined;
  /** Milliseconds of the property `expiration`. */
  readonly ttl: number | undefined;
  /** Where it has been dead-lettered, the latest first; kept apart from the headers, which clients may forge. */
  readonly deaths: readonly Death[];

  constructor(parts: MessageParts) {
    this.id = parts.id;
    this.exchange = parts.exchange;
    this.routingKey = parts.routingKey;
    this.copyKeys = parts.copyKeys ?? none;
    this.blindCopyKeys = parts.blindCopyKeys ?? none;
    this.encodedProperties = parts.encodedProperties ?? encodeProperties(parts.properties ?? {});
    this.body = parts.body;
    this.priority = parts.priority;
    this.ttl = parts.ttl;
    this.deaths = parts.deaths ?? none;
  }

  /** Decoded again at each call, so that a queued message takes little memory. */
  get properties(): Properties {
    return readProperties(this.encodedProperties);
  }

  get headers(): FieldTable | undefined {
    return this.properties.headers;
  }

  view(): MessageView {
    const { id, exchange, routingKey, body } = this;
    return { id, exchange, routingKey, properties: plainProperties(this.properties), body };
  }
}

export interface MessageParts {
  readonly id: number;
  readonly exchange: string;
  readonly routingKey: string;
  readonly copyKeys?: readonly string[];
  readonly blindCopyKeys?: readonly string[];
  /** Either these or `encodedProperties`. */
  readonly properties?: Properties;
  readonly encodedProperties?: Buffer;
  readonly body: Buffer;
  readonly priority?: number | undefined;
  readonly ttl?: number | undefined;
  readonly deaths?: readonly Death[];
}
