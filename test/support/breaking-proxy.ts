import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";
import { FrameReader } from "./amqp-frames.js";

/** A proxy that breaks frames on their way to the broker, which then closes the connection (501 FRAME_ERROR). */
export interface BreakingProxy {
  readonly url: string;
  /** Connections that were taken so far. */
  readonly taken: number;
}

/** Starts one in front of `target` until the end of the test: each frame with `text` in it loses its end octet. */
export async function startBreakingProxy(target: string, text: string): Promise<BreakingProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let taken = 0;
  const server = createServer((client) => {
    taken += 1;
    const broker = connect(Number(port), hostname);
    const frames = new FrameReader();
    client.on("data", (chunk) => {
      for (const { bytes } of frames.read(chunk)) {
        if (bytes.includes(text)) bytes[bytes.length - 1] = 0;
        broker.write(bytes);
      }
    });
    broker.pipe(client);
    for (const [socket, other] of [
      [client, broker],
      [broker, client],
    ] as const) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("error", () => {});
      socket.on("close", () => other.destroy());
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const url = new URL(target);
  url.hostname = "127.0.0.1";
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    get taken() {
      return taken;
    },
  };
}
