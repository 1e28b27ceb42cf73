import { hostname } from "node:os";
import type { ChannelModel, SocketOptions } from "amqplib";
import { replyCode, toError } from "../errors/amqplib-error.js";
import { ClosedError, type RabbitError } from "../errors/rabbit-error.js";
import type { Peer } from "../observe/instrumentation.js";
import type { ConnectionInfo, EventHub, Role } from "../observe/rabbit-events.js";
import { backoff, type Deferred, deferred, lifeSignal, wait, within } from "../timing/waiting.js";
import type { BrokerInfo } from "../topology/start-checks.js";
import { frameMaxOf } from "../wire/frame-size.js";
import { connectFailure, tooLate } from "./connect-failure.js";
import { type CredentialsSource, connectOnce } from "./connect-once.js";
import { ConnectionRun } from "./connection-run.js";
import { destroySocket, GivenUpError } from "./dial.js";
import type { Endpoint } from "./endpoint.js";
import type { ConnectionHealth, ConnectionState } from "./health.js";
import { Suspects } from "./suspects.js";

/** What one supervised connection needs to know. */
export interface ConnectionSettings {
  readonly role: Role;
  readonly service: string;
  /** At least one; tried in turn. */
  readonly endpoints: readonly [Endpoint, ...Endpoint[]];
  /** Asked before each attempt, if there is one. */
  readonly credentials: CredentialsSource | undefined;
  readonly socket: SocketOptions;
  /** Milliseconds until the first connection must stand. */
  readonly startTimeout: number;
  /** Called each time it opens. */
  readonly opened: (connection: ConnectionSupervisor) => void;
}

/**
 * Keeps one connection open: Connecting → Open ⇄ Blocked → (lost) → Backoff → Connecting …; Draining → Closed.
 * A later loss is retried for ever, with full jitter up to 30 s; only the first connection can fail. One that was lost
 * is dialled again at once, unless the broker closed it with an error or it was one of several short lives in a row.
 */
export class ConnectionSupervisor {
  #state: ConnectionState = "connecting";
  #attempt = 0;
  #endpoint: Endpoint;
  #backoff: AbortController | undefined;
  #model: ChannelModel | undefined;
  /** Why the last connection ended; set before its channels are lost. */
  #loss: { readonly model: ChannelModel; readonly cause: Error } | undefined;
  /** Whether a channel of the open connection was made ready. */
  #isProved = false;
  #frameMax = Number.POSITIVE_INFINITY;
  #trouble: Error | undefined;
  #lastFailure: RabbitError | undefined;
  readonly #counts = new ConnectionRun();
  /** Whether it waits because its connections live too short, not because none can be made. */
  #isShortLived = false;
  #started: Deferred<void> | undefined = deferred();
  readonly #waiting = new Set<Deferred<ChannelModel>>();
  readonly #unblocked = new Set<() => void>();
  readonly #stop = lifeSignal();
  readonly #loop: Promise<void>;
  readonly #settings: ConnectionSettings;
  readonly #hub: EventHub;
  /** Settles with the first connection: rejects at once for credentials, virtual host and TLS. */
  readonly started: Promise<void>;
  /** Messages of its senders that may have made the broker close it. */
  readonly suspects: Suspects = new Suspects();

  constructor(settings: ConnectionSettings, hub: EventHub) {
    this.#settings = settings;
    this.#hub = hub;
    [this.#endpoint] = settings.endpoints;
    this.started = (this.#started as Deferred<void>).promise;
    this.started.catch(() => {}); // whoever opened it awaits it; nobody else has to
    this.#loop = this.#run();
  }

  /** Whether messages can be written now; not while the broker blocks this connection. */
  get writable(): boolean {
    return this.#state === "open";
  }

  get health(): ConnectionHealth {
    const { role, vhost, node } = this.#info(this.#endpoint);
    return { role, vhost, node, state: this.#state };
  }

  /** Where its messages go. */
  get peer(): Peer {
    return this.#endpoint.peer;
  }

  /** What the broker said of itself; `undefined` while there is no connection. */
  get broker(): BrokerInfo | undefined {
    const properties = this.#model?.connection.serverProperties;
    return properties && { product: String(properties.product), version: String(properties.version) };
  }

  /** Bytes of the largest frame, as negotiated (`connection.tune`) for the last connection. */
  get frameMax(): number {
    return this.#frameMax;
  }

  /** Why this connection was lost, as its channels may report it. */
  lossOf(model: ChannelModel): Error {
    const cause = this.#loss?.model === model ? this.#loss.cause : undefined;
    if (cause === undefined) return new Error("the connection was lost");
    return new Error(`the connection was lost: ${cause.message}`, { cause });
  }

  /** The broker's error (5xx) with which it closed this connection, if it did. */
  refusalOf(model: ChannelModel): Error | undefined {
    const cause = this.#loss?.model === model ? this.#loss.cause : undefined;
    return cause !== undefined && isConnectionError(cause) ? cause : undefined;
  }

  /** Why nothing can be sent at the moment, if that is known. */
  get trouble(): Error | undefined {
    return this.#trouble;
  }

  /** Whether this is the open connection, and not one that was lost. */
  stands(model: ChannelModel): boolean {
    return this.#model === model;
  }

  /** A channel of this connection was made ready: its loss is no failure to connect. */
  proved(model: ChannelModel): void {
    if (this.stands(model)) this.#isProved = true;
  }

  /** Ends a backoff: another connection to the same broker stands, so that waiting has no more reason. */
  hurry(): void {
    // two whose connections are cut soon after they open would end each other's waits for ever
    if (!this.#isShortLived) this.#backoff?.abort();
  }

  /** The open connection, as soon as there is one. Rejects with `ClosedError` after `close`, or when `signal` fires. */
  ready(signal: AbortSignal): Promise<ChannelModel> {
    if (this.#model !== undefined) return Promise.resolve(this.#model);
    if (this.#stop.signal.aborted || signal.aborted)
      return Promise.reject(new ClosedError("the connection is closed"));
    const waiter = deferred<ChannelModel>();
    const onAbort = (): void => waiter.reject(new ClosedError("closed while waiting for a connection"));
    signal.addEventListener("abort", onAbort);
    this.#waiting.add(waiter);
    return waiter.promise.finally(() => {
      signal.removeEventListener("abort", onAbort);
      this.#waiting.delete(waiter);
    });
  }

  /** Calls back each time that a blocked connection is free again; returns how to stop that. */
  onUnblocked(listener: () => void): () => void {
    this.#unblocked.add(listener);
    return () => {
      this.#unblocked.delete(listener);
    };
  }

  /** Closes within `ms` milliseconds and destroys the socket then; its channels must be closed before. */
  async close(ms: number): Promise<void> {
    const model = this.#model;
    this.#state = "draining";
    this.#model = undefined;
    this.#stop.abort();
    this.#started?.reject(new ClosedError("closed while connecting"));
    for (const waiter of this.#waiting) waiter.reject(new ClosedError("the connection is closed"));
    this.#waiting.clear();
    if (model !== undefined) {
      const gone = new Promise<void>((resolve) => model.once("close", () => resolve()));
      await within(Promise.race([model.close(), gone]), ms); // `close()` alone never settles when the socket dies
      destroySocket(model);
    }
    await this.#loop;
    this.#state = "closed";
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    const startBy = performance.now() + this.#settings.startTimeout;
    while (!signal.aborted) {
      const endpoint = this.#nextEndpoint();
      this.#state = "connecting";
      try {
        const patience = this.#started === undefined ? Number.POSITIVE_INFINITY : startBy - performance.now();
        const attempt = { ...this.#settings, endpoint, name: this.#name() };
        const model = await connectOnce(attempt, patience, signal);
        const openedAt = performance.now();
        const cause = await this.#live(model, endpoint);
        await this.#pauseAfter(cause, performance.now() - openedAt, endpoint);
      } catch (thrown) {
        await this.#failed(thrown, endpoint, startBy);
      }
    }
  }

  /** A backoff, if this loss is one of a run or was the broker's answer to what was sent. */
  async #pauseAfter(cause: Error, lifetimeMs: number, endpoint: Endpoint): Promise<void> {
    const isRefused = isConnectionError(cause);
    const counted = this.#counts.lost({ lifetimeMs, isProved: this.#isProved, isRefused });
    if (counted === 0) return;
    this.#isShortLived = true;
    await this.#pause(endpoint, backoff(counted), cause);
    this.#isShortLived = false;
  }

  #nextEndpoint(): Endpoint {
    const { endpoints } = this.#settings;
    const next = endpoints[this.#attempt % endpoints.length] ?? endpoints[0];
    this.#attempt += 1;
    this.#endpoint = next;
    return next;
  }

  async #failed(thrown: unknown, endpoint: Endpoint, startBy: number): Promise<void> {
    if (this.#stop.signal.aborted) return;
    const failures = this.#counts.failed();
    const failure = connectFailure(thrown, endpoint);
    // an attempt that is cut short by startTimeout does not say why; the one before it may
    const error = (thrown instanceof GivenUpError && this.#lastFailure) || failure.error;
    const { fatal } = failure;
    this.#lastFailure = error;
    this.#trouble = error;
    // with several nodes, one round without a pause: the next one may be well
    const delayMs = failures % this.#settings.endpoints.length === 0 ? backoff(failures) : 0;
    if (this.#started !== undefined && (fatal || performance.now() + delayMs >= startBy)) {
      this.#giveUp(fatal ? error : tooLate(error, this.#settings.startTimeout));
      return;
    }
    await this.#pause(endpoint, delayMs, error);
  }

  async #pause(endpoint: Endpoint, delayMs: number, cause: Error): Promise<void> {
    if (this.#stop.signal.aborted) return;
    this.#state = "backoff";
    this.#hub.emit("reconnecting", { ...this.#info(endpoint), attempt: this.#attempt, delayMs, cause });
    this.#backoff = new AbortController();
    await wait(delayMs, this.#stop.signal, this.#backoff.signal);
    this.#backoff = undefined;
  }

  #giveUp(error: Error): void {
    this.#stop.abort();
    this.#started?.reject(error);
    this.#started = undefined;
    for (const waiter of this.#waiting) waiter.reject(error);
    this.#waiting.clear();
  }

  /** From open to lost; gives the cause. */
  #live(model: ChannelModel, endpoint: Endpoint): Promise<Error> {
    return new Promise((resolve) => {
      const info = this.#info(endpoint);
      let cause: Error | undefined;
      model.on("error", (error) => {
        cause = error;
        this.#loss = { model, cause: toError(error) };
        if (this.#model === model) this.#state = "backoff"; // its channels do not know yet, and must not write
        if (isConnectionError(error)) this.suspects.accuse(toError(error));
        // after a protocol error amqplib waits for the peer's close-ok without limit
        setTimeout(() => destroySocket(model), 5_000).unref();
      });
      model.on("blocked", (reason) => {
        if (this.#model === model) this.#state = "blocked";
        this.#trouble = new Error(`the broker blocks the connection: ${reason}`);
        this.#hub.emit("blocked", { ...info, reason });
      });
      model.on("unblocked", () => {
        if (this.#model === model) this.#state = "open";
        this.#trouble = undefined;
        this.#hub.emit("unblocked", info);
        for (const listener of this.#unblocked) listener();
      });
      model.on("close", (error) => {
        if (this.#model === model) this.#model = undefined;
        const why = toError(cause ?? error ?? "closed by the peer");
        this.#trouble = new Error(`the connection was lost: ${why.message}`, { cause: why });
        if (!this.#stop.signal.aborted) {
          this.#state = "backoff";
          this.#hub.emit("disconnected", { ...info, cause: why });
        }
        setTimeout(() => destroySocket(model), 100).unref(); // a moment for the close-ok to leave
        resolve(why);
      });
      if (this.#stop.signal.aborted) {
        destroySocket(model); // closed in the moment between opening and here
        resolve(new ClosedError("the connection is closed"));
        return;
      }
      this.#model = model;
      this.#frameMax = frameMaxOf(model);
      this.#isProved = false;
      this.#state = "open";
      this.#trouble = undefined;
      this.#started?.resolve();
      this.#started = undefined;
      this.#hub.emit("connected", { ...info, attempt: this.#attempt });
      this.suspects.hold();
      this.#settings.opened(this);
      for (const waiter of this.#waiting) waiter.resolve(model);
      this.#waiting.clear();
    });
  }

  #info({ node, vhost }: Endpoint): ConnectionInfo {
    return { role: this.#settings.role, vhost, node };
  }

  #name(): string {
    return `${this.#settings.service} ${this.#settings.role} ${hostname()} ${process.pid}`;
  }
}

/** Whether the broker closed the connection because of what it was sent (AMQP 0-9-1, reply codes 5xx). */
function isConnectionError(cause: Error): boolean {
  return (replyCode(cause) ?? 0) >= 500;
}
