import type { ConnectionView, MessageView } from "./views.js";

/** Why a message left its queue without being acknowledged; the first four are `x-death` reasons. */
export type DeathReason = "rejected" | "expired" | "maxlen" | "delivery_limit";

interface At {
  /** Milliseconds since the epoch, by the broker's clock. */
  readonly at: number;
}

interface InVirtualHost extends At {
  readonly vhost: string;
}

interface OfMessage extends InVirtualHost {
  readonly message: MessageView;
}

/** Something that happened in the broker, reported by `kind`. */
export type Happening =
  | (At & { readonly kind: "connection-opened"; readonly connection: ConnectionView })
  | (At & {
      readonly kind: "connection-closed";
      readonly connection: ConnectionView;
      /** The reply text of `connection.close`, or `client unexpectedly closed TCP connection`. */
      readonly reason: string;
    })
  /** A client published, or `publish` of the view did; it comes before the deliveries that follow from it. */
  | (OfMessage & {
      readonly kind: "published";
      /** The queues that it is routed to; empty if it is unroutable. */
      readonly queues: readonly string[];
      /** Undefined if the view published it. */
      readonly connection: ConnectionView | undefined;
    })
  /** A mandatory message without a queue went back to its publisher. */
  | (OfMessage & { readonly kind: "returned"; readonly replyCode: number; readonly replyText: string })
  /** A publish was answered by a nack: a queue is full and refuses, or `refuseConfirms` asks for it. */
  | (OfMessage & { readonly kind: "refused"; readonly queues: readonly string[] })
  | (OfMessage & {
      readonly kind: "delivered";
      readonly queue: string;
      /** Undefined for `basic.get`. */
      readonly consumerTag: string | undefined;
      readonly redelivered: boolean;
      /** No acknowledgement is expected. */
      readonly noAck: boolean;
    })
  /** `requeued` also stands for messages that return when their channel or connection ends. */
  | (OfMessage & {
      readonly kind: "settled";
      readonly queue: string;
      readonly outcome: "acked" | "rejected" | "requeued";
    })
  /** A message left its queue for the dead-letter exchange. */
  | (OfMessage & {
      readonly kind: "dead-lettered";
      readonly queue: string;
      readonly reason: DeathReason;
      readonly exchange: string;
      /** The queues that it came to; empty if the dead-letter exchange is missing, or routes it nowhere. */
      readonly queues: readonly string[];
    })
  /** A message is gone from its queue, which has no dead-letter exchange. */
  | (OfMessage & {
      readonly kind: "dropped";
      readonly queue: string;
      readonly reason: DeathReason;
    })
  | (InVirtualHost & { readonly kind: "queue-declared"; readonly queue: string })
  | (InVirtualHost & {
      readonly kind: "queue-deleted";
      readonly queue: string;
      /** Messages, ready and unacked, that went with it. */
      readonly messages: number;
    })
  | (InVirtualHost & { readonly kind: "queue-purged"; readonly queue: string; readonly messages: number });
