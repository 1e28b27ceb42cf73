import type { BrokerClock } from "../clock.js";
import type { Happening } from "../happening.js";
import { VirtualHost } from "../model/virtual-host.js";
import type { Users } from "./access.js";
import type { DirectReplies } from "./direct-replies.js";
import type { Faults } from "./faults.js";

export interface Limits {
  readonly frameMax: number;
  readonly channelMax: number;
  /** Seconds. */
  readonly heartbeat: number;
  readonly maxMessageSize: number;
}

/** What all connections of a broker share. */
export interface BrokerState {
  readonly clock: BrokerClock;
  readonly limits: Limits;
  readonly users: Users;
  readonly vhosts: VirtualHosts;
  readonly faults: Faults;
  readonly directReplies: DirectReplies;
  readonly observe: ((happening: Happening) => void) | undefined;
}

/** The virtual hosts: those of a list, or whichever a client asks for. */
export class VirtualHosts {
  readonly #hosts = new Map<string, VirtualHost>();
  readonly #onDemand: boolean;
  readonly #clock: BrokerClock;
  readonly #observe: ((happening: Happening) => void) | undefined;
  #lastId = 0;

  constructor(
    listed: readonly string[] | "on-demand",
    clock: BrokerClock,
    observe: ((happening: Happening) => void) | undefined,
  ) {
    this.#onDemand = listed === "on-demand";
    this.#clock = clock;
    this.#observe = observe;
    for (const name of new Set(["/", ...(listed === "on-demand" ? [] : listed)])) this.#add(name);
  }

  names(): string[] {
    return [...this.#hosts.keys()];
  }

  /** Undefined if it is not in the configured list. */
  find(name: string): VirtualHost | undefined {
    return this.#hosts.get(name) ?? (this.#onDemand ? this.#add(name) : undefined);
  }

  close(): void {
    for (const host of this.#hosts.values()) host.close();
  }

  #add(name: string): VirtualHost {
    const observe = this.#observe;
    const clock = this.#clock;
    const report =
      observe === undefined
        ? undefined
        : (happening: object) => observe({ ...happening, at: clock.now(), vhost: name } as Happening);
    const host = new VirtualHost(name, clock, () => ++this.#lastId, report);
    this.#hosts.set(name, host);
    return host;
  }
}
