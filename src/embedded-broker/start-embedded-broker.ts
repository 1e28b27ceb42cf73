import { systemClock } from "./clock.js";
import type { EmbeddedBroker } from "./embedded-broker.js";
import type { Happening } from "./happening.js";
import type { EmbeddedBrokerOptions } from "./options.js";
import { Users } from "./server/access.js";
import { type BrokerState, VirtualHosts } from "./server/broker-state.js";
import { DirectReplies } from "./server/direct-replies.js";
import { Faults } from "./server/faults.js";
import { Server } from "./server/server.js";
import { followedVersion } from "./server/server-properties.js";
import { viewVirtualHost } from "./virtual-host-view.js";

const everyConnection = () => true;

/** Starts a broker and resolves when it listens; rejects if its port is taken, or an option makes no sense. */
export async function startEmbeddedBroker(options: EmbeddedBrokerOptions = {}): Promise<EmbeddedBroker> {
  const { clock = systemClock, host = "127.0.0.1", users = { guest: "guest" } } = options;
  const limits = {
    frameMax: atLeast("frameMax", options.frameMax ?? 131_072, 8192),
    channelMax: atLeast("channelMax", options.channelMax ?? 2047, 1),
    heartbeat: atLeast("heartbeat", options.heartbeat ?? 60, 0),
    maxMessageSize: atLeast("maxMessageSize", options.maxMessageSize ?? 16_777_216, 0),
  };
  const observe = options.observe === undefined ? undefined : guarded(options.observe);
  const faults = new Faults(() => server.applyFaults());
  const vhosts = new VirtualHosts(options.vhosts ?? "on-demand", clock, observe);
  const broker: BrokerState = {
    clock,
    limits,
    users: new Users(users),
    vhosts,
    faults,
    directReplies: new DirectReplies(),
    observe,
  };
  const server = new Server(broker);
  const port = await server.listen(options.port ?? 0, host);
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= server.close().then(() => vhosts.close());
    return closing;
  };
  return {
    url: urlOf(broker.users, host, port),
    host,
    port,
    version: followedVersion,
    vhost(name) {
      const vhost = vhosts.find(name);
      if (vhost === undefined) throw new RangeError(`Virtual host ${name} is not in the configured list`);
      return viewVirtualHost(vhost);
    },
    vhosts: () => vhosts.names(),
    connections: () => server.running.map((connection) => connection.view()),
    block(reason) {
      faults.blocked = reason;
      server.applyFaults();
    },
    unblock() {
      faults.blocked = undefined;
      server.applyFaults();
    },
    dropConnections: (filter = everyConnection) => server.drop(filter),
    closeConnections: (reason, filter = everyConnection) => server.forceClose(reason, filter),
    refuseConfirms: (which = {}) => faults.refuseConfirms(which),
    holdConfirms: () => faults.holdConfirms(),
    pauseReading: () => faults.pauseReading(),
    delayReplies: (ms) => faults.delayReplies(ms),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** What an observer throws must not come to the client whose frame it was about. */
function guarded(observe: (happening: Happening) => void): (happening: Happening) => void {
  return (happening) => {
    try {
      observe(happening);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  };
}

function urlOf(users: Users, host: string, port: number): string {
  const [name = "", password = ""] = users.first ?? [];
  const credentials = [name, password].map(encodeURIComponent).join(":");
  return `amqp://${credentials}@${host.includes(":") ? `[${host}]` : host}:${port}`;
}

function atLeast(name: string, value: number, least: number): number {
  if (Number.isInteger(value) && value >= least) return value;
  throw new RangeError(`${name} must be an integer of at least ${least}: ${value}`);
}
