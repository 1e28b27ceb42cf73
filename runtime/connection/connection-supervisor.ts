import type { ChannelModel } from "amqplib";
import { ClosedError, type RabbitError } from "../errors/rabbit-error.js";
import type { Peer } from "../observe/instrumentation.js";
import type { ConnectionHealth, ConnectionInfo, EventHub, Role } from "../observe/rabbit-events.js";
import { lifeSignal, startPause, wait } from "../timing/waiting.js";
import type { BrokerInfo } from "../topology/declare-topology.js";
import { frameMaxOf } from "../wire/header-values.js";
import { connectFailure, tooLate } from "./connect-failure.js";
import { type ConnectionAttempt, connectionName, connectOnce, destroySocket } from "./connect-once.js";
import {
  closeWithin,
  isConnectionError,
  LastLoss,
  ReadyConnection,
  Redial,
  watchConnection,
} from "./connection-life.js";
import type { Endpoint } from "./endpoint.js";
import { Suspects } from "./suspects.js";

/** What one supervised connection needs. */
export interface ConnectionSettings extends Pick<ConnectionAttempt, "credentials" | "socket"> {
  readonly role: Role;
  readonly service: string;
  /** At least one; tried in turn. */
  readonly endpoints: readonly [Endpoint, ...Endpoint[]];
  /** Milliseconds until the first connection must be open. */
  readonly startTimeout: number;
  /** Called each time it opens. */
  readonly opened: (connection: ConnectionSupervisor) => void;
}

/**
 * Keeps one connection open: Connecting → Open ⇄ Blocked → (lost) → Backoff → Connecting …; Draining → Closed. A later
 * loss is retried forever, with full jitter up to 30 s; only the first connection can fail. A lost connection is
 * dialled again immediately, unless the broker closed it with an error or it was one of several short ones in a row.
 */
export class ConnectionSupervisor {
  #state: ConnectionHealth["state"] = "connecting";
  #backoff: AbortController | undefined;
  #model: ChannelModel | undefined;
  /** Whether a channel of the open connection became ready. */
  #isProved = false;
  #frameMax = Number.POSITIVE_INFINITY;
  #trouble: Error | undefined;
  #lastFailure: RabbitError | undefined;
  /** Whether it is waiting because its connections keep ending early, not because none can be opened. */
  #isShortLived = false;
  readonly #ready = new ReadyConnection();
  readonly #unblocked = new Set<() => void>();
  readonly #stop = lifeSignal();
  readonly #loop: Promise<void>;
  readonly #settings: ConnectionSettings;
  readonly #hub: EventHub;
  readonly #redial: Redial;
  /** Why the last connection ended; set before its channels are lost. */
  readonly loss: LastLoss = new LastLoss();
  /** Messages of its senders that may have caused the broker to close it. */
  readonly suspects: Suspects = new Suspects();

  constructor(settings: ConnectionSettings, hub: EventHub) {
    this.#settings = settings;
    this.#hub = hub;
    this.#redial = new Redial(settings.endpoints);
    this.#loop = this.#run();
  }

  /** Settles with the first connection: rejects immediately for errors in credentials, virtual host or TLS. */
  get started(): Promise<void> {
    return this.#ready.first;
  }

  /** Whether messages can be written now; false while the broker blocks this connection. */
  get writable(): boolean {
    return this.#state === "open";
  }

  get health(): ConnectionHealth {
    return { ...this.#info(this.#redial.endpoint), state: this.#state };
  }

  /** Where its messages go. */
  get peer(): Peer {
    return this.#redial.endpoint.peer;
  }

  /** What the broker reported about itself; `undefined` while there is no connection. */
  get broker(): BrokerInfo | undefined {
    const properties = this.#model?.connection.serverProperties;
    return properties && { product: String(properties.product), version: String(properties.version) };
  }

  /** The largest frame in bytes, as negotiated (`connection.tune`) for the last connection. */
  get frameMax(): number {
    return this.#frameMax;
  }

  /** Why nothing can be sent at the moment, if known. */
  get trouble(): Error | undefined {
    return this.#trouble;
  }

  /** Whether this is the open connection, and not a lost one. */
  stands(model: ChannelModel): boolean {
    return this.#model === model;
  }

  /** A channel of this connection became ready: losing it is not a failure to connect. */
  proved(model: ChannelModel): void {
    if (this.stands(model)) this.#isProved = true;
  }

  /** Ends a backoff: another connection to the same broker is open, so there is no reason to wait. */
  hurry(): void {
    // two connections that are cut soon after opening would end each other's backoff forever
    if (!this.#isShortLived) this.#backoff?.abort();
  }

  /** The open connection, as soon as there is one. Rejects with `ClosedError` after `close`, or when `signal` fires. */
  ready(signal: AbortSignal): Promise<ChannelModel> {
    if (this.#model !== undefined) return Promise.resolve(this.#model);
    if (this.#stop.signal.aborted || signal.aborted)
      return Promise.reject(new ClosedError("the connection is closed"));
    return this.#ready.next(signal);
  }

  /** Calls back each time that a blocked connection is unblocked; returns a function that stops it. */
  onUnblocked(listener: () => void): () => void {
    this.#unblocked.add(listener);
    return () => void this.#unblocked.delete(listener);
  }

  /** Closes within `ms` milliseconds, then destroys the socket; close its channels first. */
  async close(ms: number): Promise<void> {
    const model = this.#model;
    this.#state = "draining";
    this.#model = undefined;
    this.#stop.abort();
    this.#ready.reject(new ClosedError("the connection is closed"));
    if (model !== undefined) await closeWithin(model, ms);
    await this.#loop;
    this.#state = "closed";
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    const startBy = performance.now() + this.#settings.startTimeout;
    while (!signal.aborted) {
      const endpoint = this.#redial.next();
      this.#state = "connecting";
      try {
        const patience = this.#ready.hadOne ? Number.POSITIVE_INFINITY : startBy - performance.now();
        const attempt = { ...this.#settings, endpoint, name: connectionName(this.#settings) };
        const model = await connectOnce(attempt, patience, signal);
        const openedAt = performance.now();
        const cause = await this.#live(model, endpoint);
        await this.#pauseAfter(cause, performance.now() - openedAt, endpoint);
      } catch (thrown) {
        await this.#failed(thrown, endpoint, startBy);
      }
    }
  }

  /** The backoff, if this loss is one of several in a row or the broker's response to something sent. */
  async #pauseAfter(cause: Error, lifetimeMs: number, endpoint: Endpoint): Promise<void> {
    const life = { lifetimeMs, isProved: this.#isProved, isRefused: isConnectionError(cause) };
    const delayMs = this.#redial.afterLoss(life);
    if (delayMs === undefined) return;
    this.#isShortLived = true;
    await this.#pause(endpoint, delayMs, cause);
    this.#isShortLived = false;
  }

  async #failed(thrown: unknown, endpoint: Endpoint, startBy: number): Promise<void> {
    if (this.#stop.signal.aborted) return;
    const delayMs = this.#redial.afterFailure();
    const { error, fatal } = connectFailure(thrown, endpoint, this.#lastFailure);
    this.#lastFailure = error;
    this.#trouble = error;
    const startMs = fatal ? undefined : startPause(delayMs, startBy - performance.now());
    const pauseMs = this.#ready.hadOne ? delayMs : startMs;
    if (pauseMs === undefined) {
      this.#stop.abort();
      this.#ready.reject(fatal ? error : tooLate(error, this.#settings.startTimeout));
      return;
    }
    await this.#pause(endpoint, pauseMs, error);
  }

  async #pause(endpoint: Endpoint, delayMs: number, cause: Error): Promise<void> {
    if (this.#stop.signal.aborted) return;
    this.#state = "backoff";
    const { attempt } = this.#redial;
    this.#hub.emit("reconnecting", { ...this.#info(endpoint), attempt, delayMs, cause });
    this.#backoff = new AbortController();
    await wait(delayMs, this.#stop.signal, this.#backoff.signal);
    this.#backoff = undefined;
  }

  /** Moves from open to lost; returns the cause. */
  #live(model: ChannelModel, endpoint: Endpoint): Promise<Error> {
    return new Promise((resolve) => {
      const info = this.#info(endpoint);
      watchConnection(model, {
        failed: (cause) => {
          this.loss.note(model, cause);
          if (this.#model === model) this.#state = "backoff";
          if (isConnectionError(cause)) this.suspects.accuse(cause);
        },
        blocked: (reason) => {
          if (this.#model === model) this.#state = "blocked";
          this.#trouble = new Error(`the broker is blocking the connection: ${reason}`);
          this.#hub.emit("blocked", { ...info, reason });
        },
        unblocked: () => {
          if (this.#model === model) this.#state = "open";
          this.#trouble = undefined;
          this.#hub.emit("unblocked", info);
          for (const listener of this.#unblocked) listener();
        },
        lost: (cause) => {
          if (this.#model === model) this.#model = undefined;
          this.#trouble = new Error(`the connection was lost: ${cause.message}`, { cause });
          if (!this.#stop.signal.aborted) {
            this.#state = "backoff";
            this.#hub.emit("disconnected", { ...info, cause });
          }
          resolve(cause);
        },
      });
      if (this.#stop.signal.aborted) {
        destroySocket(model); // closed between opening and this line
        resolve(new ClosedError("the connection is closed"));
        return;
      }
      this.#model = model;
      this.#frameMax = frameMaxOf(model);
      this.#isProved = false;
      this.#state = "open";
      this.#trouble = undefined;
      this.#ready.started();
      this.#hub.emit("connected", { ...info, attempt: this.#redial.attempt });
      this.suspects.hold();
      this.#settings.opened(this);
      this.#ready.resolve(model);
    });
  }

  #info({ node, vhost }: Endpoint): ConnectionInfo {
    return { role: this.#settings.role, vhost, node };
  }
}
