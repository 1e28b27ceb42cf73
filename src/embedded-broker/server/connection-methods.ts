import { AmqpError } from "../protocol/amqp-error.js";
import { UnknownBytes } from "../protocol/byte-reader.js";
import { decodeMethod, methodNameOf } from "../protocol/method-codec.js";
import type { Method } from "../protocol/methods.js";
import type { Connection } from "./connection.js";
import { authenticate, checkTuning, openVirtualHost } from "./handshake.js";
import { Heartbeat } from "./heartbeat.js";
import { serverProperties } from "./server-properties.js";

/** Does what a client asks on channel 0. */
export function handleConnectionMethod(connection: Connection, payload: Buffer): void {
  const name = methodNameOf(payload);
  connection.failedMethod = name;
  const method = name === undefined ? undefined : decodeMethod(name, payload);
  if (connection.state === "closing" || connection.state === "closed") {
    whileClosing(connection, method);
  } else if (method?.name === "connection.close") {
    connection.closeChannels();
    connection.output.send(0, "connection.close-ok", {});
    connection.closedByClient(method.arguments.replyText || "closed by the client");
  } else if (method === undefined) {
    throw new UnknownBytes("unknown method");
  } else if (connection.running && method.name === "connection.update-secret") {
    // a secret that expires is not needed here, so any new one is as good as the old one
    connection.output.send(0, "connection.update-secret-ok", {});
  } else if (!handshake(connection, method)) {
    throw new AmqpError("CHANNEL_ERROR", `unexpected method in connection state ${connection.state}`);
  }
}

/** The client has sent its protocol header. */
export function startHandshake(connection: Connection): void {
  connection.state = "starting";
  connection.output.send(0, "connection.start", {
    versionMajor: 0,
    versionMinor: 9,
    serverProperties,
    mechanisms: Buffer.from("PLAIN AMQPLAIN"),
    locales: Buffer.from("en_US"),
  });
}

/** False for a method that does not come next. */
function handshake(connection: Connection, method: Method): boolean {
  const { broker, output, client } = connection;
  const { limits } = broker;
  if (connection.state === "starting" && method.name === "connection.start-ok") {
    client.table = method.arguments.clientProperties;
    logIn(connection, method);
    return true;
  }
  if (connection.state === "tuning" && method.name === "connection.tune-ok") {
    const { frameMax, channelMax, heartbeat } = method.arguments;
    checkTuning(limits, method.arguments);
    output.frameMax = frameMax;
    connection.input.frameMax = frameMax;
    connection.channels.max = channelMax;
    connection.state = "opening";
    if (heartbeat > 0) {
      connection.heartbeat = new Heartbeat(
        heartbeat,
        () => output.sendHeartbeat(),
        () => connection.reset(),
      );
    }
    return true;
  }
  if (connection.state === "opening" && method.name === "connection.open") {
    const [vhost, access] = openVirtualHost(broker, client.user, method.arguments.virtualHost);
    output.send(0, "connection.open-ok", { knownHosts: "" });
    connection.run(vhost, access);
    return true;
  }
  return false;
}

function logIn(
  connection: Connection,
  { arguments: values }: Extract<Method, { name: "connection.start-ok" }>,
): void {
  const { broker, output, client } = connection;
  try {
    client.user = authenticate(broker, values);
  } catch (error) {
    connection.failedMethod = undefined;
    if (client.can("authentication_failure_close")) throw error;
    // an older client would not understand the reply
    connection.finish("login refused");
    return;
  }
  connection.state = "tuning";
  output.send(0, "connection.tune", {
    channelMax: broker.limits.channelMax,
    frameMax: broker.limits.frameMax,
    heartbeat: broker.limits.heartbeat,
  });
}

function whileClosing(connection: Connection, method: Method | undefined): void {
  if (method?.name === "connection.close-ok") connection.end();
  if (method?.name === "connection.close") connection.output.send(0, "connection.close-ok", {});
}
