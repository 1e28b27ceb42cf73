import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A TCP proxy in front of the broker: what happens to a network, on demand. */
export interface TcpProxy {
  /** The broker's URL by way of the proxy. */
  readonly url: string;
  /** Connections that were taken so far. */
  readonly taken: number;
  /** Resets every connection, or each one for which `chosen` says so. */
  cut(chosen?: () => boolean): void;
  /** Resets new connections at once while `on`. */
  refuse(on: boolean): void;
  /** Takes new connections and never answers them while `on`; those stay silent afterwards. */
  mute(on: boolean): void;
  /** What the broker answers is lost while `on`. */
  swallow(on: boolean): void;
  /** From now on nothing passes through the connections that are open, in either direction; new ones are as ever. */
  silence(): void;
  /** How often the watched text has come from the broker. */
  readonly seen: number;
  close(): Promise<void>;
}

/** Starts one in front of `target`. `watched` is what `seen` counts; by default nothing. */
export async function startProxy(target: string, watched = ""): Promise<TcpProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const connections = new Set<readonly Socket[]>();
  const silent = new Set<Socket>();
  let refusing = false;
  let muted = false;
  let swallowing = false;
  let taken = 0;
  let count = 0;

  function join(client: Socket, upstream: Socket): void {
    let tail = "";
    upstream.on("data", (data) => {
      if (silent.has(client) || swallowing) return;
      client.write(data);
      if (watched === "") return;
      const text = tail + data.toString("latin1");
      count += text.split(watched).length - 1;
      tail = text.slice(-(watched.length - 1));
    });
    client.on("data", (data) => silent.has(client) || upstream.write(data));
    // A black hole hides even the end of a connection.
    upstream.on("close", () => silent.has(client) || client.destroy());
    client.on("close", () => silent.has(client) || upstream.destroy());
  }

  const server = createServer((client) => {
    taken += 1;
    const upstream = refusing || muted ? undefined : connect(Number(port), hostname);
    const ends = upstream ? [client, upstream] : [client];
    connections.add(ends);
    client.on("close", () => connections.delete(ends));
    for (const socket of ends) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("error", () => {});
      socket.on("close", () => sockets.delete(socket));
    }
    if (upstream) join(client, upstream);
    else if (refusing) client.resetAndDestroy();
    else client.resume();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = new URL(target);
  url.hostname = "127.0.0.1";
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    get taken() {
      return taken;
    },
    cut: (chosen = () => true) => {
      for (const ends of connections) if (chosen()) for (const socket of ends) socket.resetAndDestroy();
    },
    refuse: (on) => {
      refusing = on;
    },
    mute: (on) => {
      muted = on;
    },
    swallow: (on) => {
      swallowing = on;
    },
    silence: () => {
      for (const socket of sockets) silent.add(socket);
    },
    get seen() {
      return count;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
