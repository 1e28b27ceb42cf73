import type { Channel, ChannelModel } from "amqplib";
import { replyCode, toError } from "../errors/amqplib-error.js";
import { BrokerTimeoutError, ChannelLimitError, ClosedError, RabbitError } from "../errors/rabbit-error.js";
import type { ChannelState } from "../observe/rabbit-events.js";
import {
  backoff,
  type Deferred,
  deferred,
  LONGEST_TIMER_MS,
  startPause,
  wait,
  within,
} from "../timing/waiting.js";
import { topologyError } from "../topology/topology-error.js";
import type { ConnectionSupervisor } from "./connection-supervisor.js";

/** What a supervised channel does with each channel that it opens. */
export interface ChannelLife<Kind extends Channel> {
  readonly open: (model: ChannelModel) => Promise<Kind>;
  /** Declares and subscribes; the channel counts as open when it resolves. */
  readonly setup: (channel: Kind) => Promise<void>;
  readonly opened: (channel: Kind) => void;
  /** Called in the same tick in which the channel is lost. `replyCode` of the cause indicates a channel error. */
  readonly lost: (cause: Error) => void;
}

/** The deadline for the first opening, and what is being opened. */
export interface StartBound {
  /** Such as `publisher of order_paid v2`. */
  readonly what: string;
  /** On the clock of `performance.now()`. */
  readonly deadline: number;
}

/** A channel that lived shorter than this opens again with backoff, so that a fault in its use is not a hot loop. */
const SHORT_LIFE_MS = 1_000;

/**
 * Keeps one channel open on a supervised connection: Opening → Open → (lost) → Backoff → Opening …; Closed. Only the
 * first opening can fail: if the broker refuses what `setup` requests, or at the deadline.
 */
export class SupervisedChannel<Kind extends Channel> {
  #current: Kind | undefined;
  #started: Deferred<void> | undefined = deferred();
  /** Of the first opening. */
  readonly #deadline: number;
  readonly #stop = new AbortController();
  readonly #connection: ConnectionSupervisor;
  readonly #life: ChannelLife<Kind>;
  readonly #loop: Promise<void>;
  readonly #timer: NodeJS.Timeout | undefined;
  /** How often the broker closed the connection with an error while this channel was opening. */
  #kills = 0;
  /** Why the channel is not open. */
  #trouble: Error | undefined;
  /** Settles with the first opening. */
  readonly started: Promise<void>;

  constructor(connection: ConnectionSupervisor, life: ChannelLife<Kind>, bound?: StartBound) {
    this.#connection = connection;
    this.#life = life;
    this.#deadline = bound?.deadline ?? Number.POSITIVE_INFINITY;
    this.started = (this.#started as Deferred<void>).promise;
    this.started.catch(() => {});
    if (bound !== undefined && Number.isFinite(bound.deadline)) {
      const ms = Math.min(LONGEST_TIMER_MS, Math.max(0, bound.deadline - performance.now()));
      this.#timer = setTimeout(() => this.#late(bound), ms);
      this.started.finally(() => clearTimeout(this.#timer)).catch(() => {});
    }
    this.#loop = this.#run();
  }

  /** `opening` also while it reopens. */
  get state(): ChannelState {
    // a silent broker may never confirm that a closed channel ended
    if (this.#stop.signal.aborted) return "closed";
    return this.#current === undefined ? "opening" : "open";
  }

  /** The open channel, if there is one. */
  get current(): Kind | undefined {
    return this.#current;
  }

  /** Closes the channel, waiting at most `ms` milliseconds for the broker's answer; acks written before are kept. */
  async close(ms: number): Promise<void> {
    const deadline = performance.now() + ms;
    const channel = this.#current;
    this.#stop.abort();
    this.#started?.reject(new ClosedError("closed while opening a channel"));
    if (channel !== undefined) {
      const gone = new Promise<void>((resolve) => channel.once("close", () => resolve()));
      await within(Promise.race([gone, channel.close()]), ms);
    }
    await within(this.#loop, deadline - performance.now());
  }

  async #run(): Promise<void> {
    for (let failures = 0; !this.#stop.signal.aborted; ) {
      let model: ChannelModel;
      try {
        model = await this.#connection.ready(this.#stop.signal);
      } catch (error) {
        this.#started?.reject(error);
        return;
      }
      const lifetime = await this.#live(model);
      // a channel lost with its connection is not at fault; the connection has its own backoff
      failures = lifetime > SHORT_LIFE_MS || !this.#connection.stands(model) ? 0 : failures + 1;
      // the first loss reopens immediately: most are a restart, or a 404 that another caller caused
      if (failures > 1) await wait(this.#pauseMs(failures), this.#stop.signal);
    }
  }

  #pauseMs(failures: number): number {
    const delayMs = backoff(failures);
    if (this.#started === undefined) return delayMs;
    // at the end of the time, `#late` ends the pause
    return startPause(delayMs, this.#deadline - performance.now()) ?? delayMs;
  }

  /** Runs one channel from opening to its end; returns how many milliseconds it was open. */
  async #live(model: ChannelModel): Promise<number> {
    let cause: Error | undefined;
    let channel: Kind | undefined;
    try {
      channel = await this.#life.open(model);
      // a connection that ends in the same read as the answer takes its channel down before a listener can be attached
      if (!this.#connection.stands(model)) throw new Error("the connection was lost while a channel opened");
      const kept = channel;
      kept.on("error", (error) => {
        cause = error;
      });
      let isGone = false;
      const gone = new Promise<void>((resolve) => {
        // registered first: amqplib's own listener fails every pending confirm
        kept.prependListener("close", () => {
          isGone = true;
          const wasOpen = this.#current === kept;
          this.#current = undefined;
          if (wasOpen) this.#life.lost(cause ?? this.#connection.loss.of(model));
          resolve();
        });
      });
      // an answer that arrives after the channel was abandoned must not declare or subscribe to anything
      if (!this.#stop.signal.aborted) await this.#life.setup(channel);
      if (this.#stop.signal.aborted) throw new ClosedError("closed while opening a channel");
      // the channel can end in the same read as the last answer of its setup
      if (isGone) throw cause ?? this.#connection.loss.of(model);
      this.#connection.proved(model);
      const openedAt = performance.now();
      this.#current = channel;
      this.#kills = 0;
      this.#started?.resolve();
      this.#started = undefined;
      this.#life.opened(channel);
      await gone;
      return performance.now() - openedAt;
    } catch (thrown) {
      const own = topologyError(cause ?? channelLimit(thrown) ?? thrown);
      const killed = this.#connection.loss.refusalOf(model);
      if (killed !== undefined) this.#kills += 1;
      // another channel's message may close a connection twice; this channel reports its own setup
      const error = killed !== undefined && this.#kills > 2 ? topologyError(killed) : own;
      this.#trouble = this.#connection.stands(model) ? error : this.#connection.loss.of(model);
      channel?.close().catch(() => {}); // usually closed already; never awaited
      const refused = error instanceof RabbitError || replyCode(error) !== undefined;
      if (this.#started === undefined) this.#life.lost(error);
      else if (refused) {
        this.#stop.abort();
        this.#started.reject(error);
        this.#started = undefined;
      }
      return 0;
    }
  }

  #late({ what }: StartBound): void {
    if (this.#started === undefined) return;
    const cause = this.#connection.trouble ?? this.#trouble;
    const why = cause?.message ?? "no answer from the broker";
    this.#stop.abort();
    this.#started.reject(new BrokerTimeoutError(`${what} did not start within startTimeout: ${why}`, cause));
    this.#started = undefined;
  }
}

/** amqplib throws a plain error when `channel_max` is reached. */
function channelLimit(thrown: unknown): ChannelLimitError | undefined {
  if (toError(thrown).message !== "No channels left to allocate") return undefined;
  const message = "the connection has reached channel_max";
  return new ChannelLimitError(message, thrown);
}
