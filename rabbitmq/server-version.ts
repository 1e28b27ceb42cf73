import { once } from "node:events";
import { connect } from "amqplib";

/**
 * Opens an AMQP connection, closes it again and returns the version that the broker reported. Rejects with amqplib's
 * error when there is no handshake within `timeout` ms (default 5,000).
 */
export async function serverVersion(url: string, timeout = 5_000): Promise<string> {
  const connection = await connect(url, { timeout });
  connection.on("error", () => {});
  const closed = once(connection, "close");
  // close() does not settle when the socket dies meanwhile; the event comes either way.
  connection.close().catch(() => {});
  await closed;
  return connection.connection.serverProperties.version;
}
