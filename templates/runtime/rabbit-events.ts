import type { DeadLetterReason } from "./dead-letter-reason.js";

/** What a connection is for; `shared` when `connections: "single"`. */
export type Role = "publishing" | "consuming" | "shared";

/** Which connection an event is about. */
export interface ConnectionInfo {
  readonly role: Role;
  readonly vhost: string;
  /** `host:port` of the node, without user or password. */
  readonly node: string;
}

/** What a delivery's event tells of its message. */
export interface DeliveryInfo {
  readonly queue: string;
  readonly messageId: string | undefined;
  readonly attempt: number;
}

/** The events of a `Rabbit` by name. They are for logs and metrics: the SDK acts on its own. */
export interface RabbitEvents {
  readonly connected: ConnectionInfo & { readonly attempt: number };
  readonly disconnected: ConnectionInfo & { readonly cause: Error };
  /** A connection attempt failed; the next one starts after `delayMs`. */
  readonly reconnecting: ConnectionInfo & {
    readonly attempt: number;
    readonly delayMs: number;
    readonly cause: Error;
  };
  /** The broker stopped reading from this connection (memory or disk alarm). */
  readonly blocked: ConnectionInfo & { readonly reason: string };
  readonly unblocked: ConnectionInfo;
  /** A publisher's channel was lost; it opens again by itself. */
  readonly "publisher-lost": { readonly exchange: string; readonly cause: Error };
  /** A consumer receives nothing at the moment (channel lost or cancelled by the broker); it recovers by itself. */
  readonly "consumer-lost": { readonly queue: string; readonly cause: Error };
  readonly "consumer-recovered": { readonly queue: string };
  /** A handler failed and its message will be tried again. */
  readonly retry: DeliveryInfo & { readonly delayMs: number; readonly cause: Error };
  /** A message went to `<queue>.dead`. */
  readonly "dead-letter": DeliveryInfo & { readonly reason: DeadLetterReason; readonly cause: Error };
  /** A copy to a retry or dead-letter queue failed; the message stays where it is and the copy is tried again. */
  readonly "copy-failed": DeliveryInfo & { readonly target: string; readonly cause: Error };
  /** A handler ended after its channel was lost: the outcome is discarded, the broker delivers again. */
  readonly "settle-lost": DeliveryInfo & { readonly total: number };
}
