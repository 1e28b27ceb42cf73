import type { Buffer } from "node:buffer";
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import type { Method } from "./amqp-frames.js";
import { type Direction, ProxiedConnection } from "./proxied-connection.js";

/** A TCP proxy in front of the broker whose connections can be reset, silenced, held up and closed on one side. */
export interface FaultProxy {
  readonly url: string;
  /** Resets every connection that is open now, or each one for which `chosen` returns `true`. */
  cut(chosen?: () => boolean): void;
  /** From now on connections are taken and nothing passes, or nothing in one direction; `false` ends that for new connections. */
  silence(on: boolean, only?: Direction): void;
  /** From now on nothing passes through the connections that are open, in either direction; new ones work. */
  freeze(): void;
  /** Takes new connections and never answers them while `on`; those stay unanswered afterwards. */
  mute(on: boolean): void;
  /** Refuses connections while `on`. */
  refuse(on: boolean): void;
  /** Resets each connection the given number of milliseconds after its `connection.open-ok`; `undefined` ends that. */
  shorten(ms: number | undefined): void;
  /** Holds back the traffic in this direction; `false` passes it on. */
  hold(direction: Direction, on: boolean): void;
  /** Ends this side of every connection that is open now, and hides that from the other. */
  halfClose(side: "client" | "broker"): void;
  /** Strikes the connection on which the next such method comes by, before it passes; resolves when that happens. */
  strike(method: Method, how: "reset" | "silence"): Promise<void>;
  /** Resolves when `count` frames of this method have passed, counted from the start. */
  passed(method: Method, count: number): Promise<void>;
  /** How many of this method came by. */
  count(method: Method): number;
  /** Frames from the broker that contained the watched text. */
  readonly seen: number;
  /** Connections that clients have open now. */
  readonly open: number;
  /** Connections that were ever taken or refused. */
  readonly attempts: number;
  close(): Promise<void>;
}

/** Starts one in front of the broker at `target`, with the same user and password in its URL. `watched` is what `seen` counts. */
export async function startProxy(
  target: string,
  { watched }: { readonly watched?: string } = {},
): Promise<FaultProxy> {
  const connections = new Set<ProxiedConnection>();
  const silent = new Set<Direction>();
  const holding = new Set<Direction>();
  const counts = new Map<Method, number>();
  const watches = new Set<(method: Method, connection: ProxiedConnection) => void>();
  const unanswered = new Set<Socket>();
  let refusing = false;
  let muted = false;
  let seen = 0;
  let lifetime: number | undefined;
  let attempts = 0;
  const passing = (method: Method, connection: ProxiedConnection): void => {
    counts.set(method, (counts.get(method) ?? 0) + 1);
    for (const watch of watches) watch(method, connection);
    if (method === "connection.open-ok" && lifetime !== undefined)
      setTimeout(() => connection.reset(), lifetime);
  };
  const reading = (bytes: Buffer): void => {
    if (watched !== undefined && bytes.includes(watched)) seen += 1;
  };
  const server = createServer((client) => {
    attempts += 1;
    if (refusing || muted) {
      client.on("error", () => {});
      client.on("close", () => unanswered.delete(client));
      if (refusing) client.resetAndDestroy();
      else unanswered.add(client.resume());
      return;
    }
    const closed = (): void => void connections.delete(connection);
    const weather = { silent, holding, passing, reading };
    const connection: ProxiedConnection = new ProxiedConnection(client, new URL(target), weather, closed);
    connections.add(connection);
  });
  const count = (method: Method): number => counts.get(method) ?? 0;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = new URL(target);
  address.port = String((server.address() as AddressInfo).port);
  return {
    url: address.href,
    cut: (chosen = () => true) => {
      for (const connection of connections) if (chosen()) connection.reset();
      for (const client of unanswered) if (chosen()) client.resetAndDestroy();
    },
    silence: (on, only) => {
      for (const direction of only === undefined ? (["to broker", "to client"] as const) : [only])
        if (on) silent.add(direction);
        else silent.delete(direction);
    },
    freeze: () => {
      for (const connection of connections) connection.silence();
    },
    mute: (on) => {
      muted = on;
    },
    refuse: (on) => {
      refusing = on;
    },
    shorten: (ms) => {
      lifetime = ms;
    },
    hold: (direction, on) => {
      if (on) holding.add(direction);
      else holding.delete(direction);
      if (!on) for (const connection of connections) connection.release(direction);
    },
    halfClose: (side) => {
      for (const connection of connections) connection.halfClose(side);
    },
    strike: (method, how) =>
      new Promise((resolve) => {
        const watch = (passed: Method, connection: ProxiedConnection): void => {
          if (passed !== method) return;
          watches.delete(watch);
          connection[how]();
          resolve();
        };
        watches.add(watch);
      }),
    passed: (method, wanted) =>
      new Promise((resolve) => {
        const watch = (): void => {
          if (count(method) < wanted) return;
          watches.delete(watch);
          resolve();
        };
        watches.add(watch);
        watch();
      }),
    count,
    get seen() {
      return seen;
    },
    get open() {
      return [...connections].filter(({ open }) => open).length;
    },
    get attempts() {
      return attempts;
    },
    close: async () => {
      for (const connection of connections) connection.destroy();
      for (const client of unanswered) client.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
