import type { ConsumeMessage } from "amqplib";
import type { EventVersion } from "../contract/event-version.js";
import type { Peer, ReceivedMessage } from "../observe/instrumentation.js";
import { readTraceContext, type TraceContext } from "../observe/trace-context.js";
import type { Deadlines, Expiring } from "../timing/deadlines.js";
import { originOf } from "../wire/message-origin.js";
import type { Delivery } from "./delivery.js";
import type { Delivered } from "./handlers.js";

/** How a handler call ended; `abandoned` means that its outcome no longer counts. */
export type HandlerOutcome =
  | { readonly kind: "returned" }
  | { readonly kind: "threw"; readonly error: unknown }
  | { readonly kind: "abandoned" };

const RETURNED: HandlerOutcome = { kind: "returned" };

/**
 * One handler call: running → returned, threw (or timed out) or abandoned. A handler that continues after that sees its
 * signal fire, and its result is ignored.
 */
export class HandlerCall implements Expiring {
  deadline: number = Number.POSITIVE_INFINITY;
  readonly #timeout: number;
  #signal: AbortController | undefined;
  #ended: { readonly reason: unknown } | undefined;
  #resolve: ((outcome: HandlerOutcome) => void) | undefined;

  /** `timeout` in milliseconds, from `run` on. */
  constructor(timeout: number) {
    this.#timeout = timeout;
  }

  /** Created on first access: most handlers never use it. */
  get signal(): AbortSignal {
    if (this.#signal === undefined) {
      this.#signal = new AbortController();
      if (this.#ended !== undefined) this.#signal.abort(this.#ended.reason);
    }
    return this.#signal.signal;
  }

  /**
   * Calls the handler, with the deadline if it does not return synchronously. A synchronous throw is also an outcome.
   */
  run(
    handler: () => Promise<void> | void,
    running: Set<HandlerCall>,
    deadlines: Deadlines<HandlerCall>,
  ): HandlerOutcome | Promise<HandlerOutcome> {
    let work: Promise<void> | void;
    try {
      work = handler();
    } catch (error) {
      return { kind: "threw", error };
    }
    if (!isThenable(work)) return RETURNED;
    const pending: Promise<void> = work;
    return new Promise((resolve) => {
      const settle = (outcome: HandlerOutcome): void => {
        running.delete(this);
        deadlines.delete(this);
        this.#resolve = undefined;
        resolve(outcome);
      };
      this.#resolve = settle;
      this.deadline = performance.now() + this.#timeout;
      running.add(this);
      deadlines.add(this);
      pending.then(
        () => this.#resolve?.(RETURNED),
        (error: unknown) => this.#resolve?.({ kind: "threw", error }),
      );
    });
  }

  /** The call timed out. */
  expire(): void {
    const error = new Error(`the handler took longer than ${this.#timeout} ms`);
    this.#end({ kind: "threw", error }, error);
  }

  /** Its channel is lost, or its consumer closes without it. */
  abandon(reason: unknown): void {
    this.#end({ kind: "abandoned" }, reason);
  }

  #end(outcome: HandlerOutcome, reason: unknown): void {
    const settle = this.#resolve;
    if (settle === undefined) return;
    settle(outcome);
    this.#ended = { reason };
    this.#signal?.abort(reason);
  }
}

function isThenable(value: unknown): value is Promise<void> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

/** The handler's second argument. `signal` and `trace` are created on first access. */
export class HandlerMessage implements Delivered {
  readonly event: string;
  readonly version: string;
  readonly messageId: string | undefined;
  readonly attempt: number;
  readonly redelivered: boolean;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly raw: ConsumeMessage;
  readonly #call: HandlerCall;

  /** `declared` holds the message's declared headers, as strings. */
  constructor(
    delivery: Delivery,
    { event, version }: EventVersion,
    call: HandlerCall,
    declared: Readonly<Record<string, string>> | undefined,
  ) {
    const { message } = delivery;
    this.event = event;
    this.version = version;
    this.messageId = delivery.messageId;
    this.attempt = delivery.attempt;
    this.redelivered = message.fields.redelivered;
    const headers = message.properties.headers ?? {};
    // no prototype, so that a declared header called `constructor` exists only if it was sent
    this.headers = declared === undefined ? headers : Object.assign(Object.create(null), headers, declared);
    this.raw = message;
    this.#call = call;
  }

  get correlationId(): string | undefined {
    return textOf(this.raw.properties.correlationId);
  }

  get replyTo(): string | undefined {
    return textOf(this.raw.properties.replyTo);
  }

  get signal(): AbortSignal {
    return this.#call.signal;
  }

  get trace(): TraceContext | undefined {
    return readTraceContext(this.headers);
  }
}

function textOf(property: unknown): string | undefined {
  return typeof property === "string" && property !== "" ? property : undefined;
}

/** What an instrumentation hook receives for a delivery. */
export function receivedMessage(delivery: Delivery, version: EventVersion, peer: Peer): ReceivedMessage {
  const { content, fields, properties } = delivery.message;
  const correlationId: unknown = properties.correlationId;
  return {
    version,
    ...originOf(delivery.message),
    ...delivery.info,
    deliveryTag: fields.deliveryTag,
    correlationId: typeof correlationId === "string" ? correlationId : undefined,
    headers: properties.headers ?? {},
    bytes: content.length,
    peer,
  };
}
