import { Duplex } from "node:stream";
import type { ChannelModel } from "amqplib";

/**
 * The socket under an amqplib connection. amqplib has no call that ends a connection whose peer is silent,
 * and `close()` then never settles, so the socket itself has to be destroyed.
 */
export function socketOf(model: ChannelModel): Duplex | undefined {
  const stream: unknown = "stream" in model.connection ? model.connection.stream : undefined;
  return stream instanceof Duplex ? stream : undefined;
}

/** Ends the connection at once, whatever its state; amqplib then emits `close` if it had not. */
export function destroySocket(model: ChannelModel): void {
  // amqplib listens to `error` and `end` of its socket, not to `close`: only an error makes it notice
  socketOf(model)?.destroy(new Error("connection given up by rabbitgen"));
}
