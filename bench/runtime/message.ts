import { randomUUID } from "node:crypto";

/** The content type of every message, in its property and in its header. */
const contentType = "application/json; version=v1";

/** What the SDK's wire contract says, so that every client writes the same bytes. */
export interface MessageProperties {
  readonly contentType: string;
  readonly type: string;
  readonly messageId: string;
  /** Seconds since the epoch. */
  readonly timestamp: number;
  readonly appId: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Those of one message. */
export function messageProperties(): MessageProperties {
  return {
    contentType,
    type: "order_placed",
    messageId: randomUUID(),
    timestamp: Math.floor(Date.now() / 1000),
    appId: "svc-warehouse",
    headers: { "content-type": contentType },
  };
}
