import { Buffer } from "node:buffer";
import { randomUUID } from "node:crypto";
import type { ConnectionSupervisor } from "../connection/connection-supervisor.js";
import { replyCode, toError } from "../errors/amqplib-error.js";
import {
  MessageTooLargeError,
  PublishError,
  UnencodableMessageError,
  UnroutableError,
} from "../errors/publish-error.js";
import { ClosedError, PermissionError } from "../errors/rabbit-error.js";
import { ConfirmSender } from "../publish/confirm-sender.js";
import { backoff, unlessAborted, wait } from "../timing/waiting.js";
import type { DeclareMode } from "../topology/queue-plan.js";
import { declareQueue, type QueueDeclaration } from "../topology/queue-topology.js";
import { topologyError } from "../topology/topology-error.js";
import { barerProperties, type CopyProperties, fittedCopy } from "./copy-properties.js";

/** One copy for a retry or dead-letter queue. */
export interface Copy {
  readonly queue: QueueDeclaration;
  readonly content: Buffer;
  readonly properties: CopyProperties;
  /** Names of the event's declared headers; they are removed last if a copy must be shortened. */
  readonly declared?: readonly string[];
}

const COPY_TIMEOUT_MS = 30_000;
const PRECONDITION_FAILED = 406;

/**
 * Puts confirmed, mandatory copies into queues, for one consumer. Uses the publishing connection, so that a memory
 * alarm which blocks it does not hold back the consumer's acks. Retries until it succeeds or is stopped.
 */
export class Copier {
  readonly #connect: () => Promise<ConnectionSupervisor>;
  readonly #declare: DeclareMode;
  readonly #declared = new Set<string>();
  /** The copies whose last attempt failed. */
  readonly #failing = new Set<Copy>();
  #sender: ConfirmSender | undefined;
  #opening: Promise<ConfirmSender> | undefined;
  #closed = false;

  constructor(connect: () => Promise<ConnectionSupervisor>, declare: DeclareMode) {
    this.#connect = connect;
    this.#declare = declare;
  }

  /** Whether a copy failed and has not succeeded since: it holds up its delivery, and at prefetch 1 all others too. */
  get failing(): boolean {
    return this.#failing.size > 0;
  }

  /** `true` once the broker has the copy; `false` if a signal fired first. Duplicates are possible, losses are not. */
  async copy(
    copy: Copy,
    failed: (error: Error) => void,
    ...signals: readonly AbortSignal[]
  ): Promise<boolean> {
    try {
      return await this.#untilCopied(copy, failed, signals);
    } finally {
      this.#failing.delete(copy);
    }
  }

  async #untilCopied(
    copy: Copy,
    failed: (error: Error) => void,
    signals: readonly AbortSignal[],
  ): Promise<boolean> {
    let { properties } = copy;
    for (let failures = 1; !this.#closed; failures += 1) {
      try {
        await unlessAborted(this.#send({ ...copy, properties }, signals), signals);
        return true;
      } catch (error) {
        if (isOfItself(error)) properties = barerProperties(properties, copy.declared);
        this.#declared.delete(copy.queue.name); // the queue may have been deleted
        if (signals.some((signal) => signal.aborted) || this.#closed) return false;
        this.#failing.add(copy);
        failed(toError(error));
      }
      if (!(await wait(backoff(failures), ...signals))) return false;
    }
    return false;
  }

  /**
   * Why the broker refuses this service's copies (403), tested with a message that reaches no queue; `undefined` if it
   * would accept them, or gave no clear answer. A declaration by the SDK makes the broker check the same permission.
   */
  async refusal(): Promise<PermissionError | undefined> {
    try {
      this.#opening ??= this.#open();
      const sender = await this.#opening;
      await sender.send({
        exchange: "",
        routingKey: `rabbitgen.nobody.${randomUUID()}`,
        routable: "required",
        content: Buffer.alloc(0),
        properties: { mandatory: true, messageId: randomUUID() },
        timeout: COPY_TIMEOUT_MS,
        signals: [],
        resend: false,
      });
    } catch (error) {
      if (error instanceof UnroutableError) return undefined;
      const refused = topologyError(error instanceof PublishError ? error.cause : error);
      if (refused instanceof PermissionError) return refused;
    }
    return undefined;
  }

  /** Closes the channel within `ms` milliseconds; a copy in progress ends with `false`. */
  async close(ms: number): Promise<void> {
    this.#closed = true;
    if (this.#sender === undefined) return; // a channel that is still opening closes itself
    await this.#sender.drain(0);
    await this.#sender.close(ms);
  }

  async #send(
    { queue, content, properties, declared }: Copy,
    signals: readonly AbortSignal[],
  ): Promise<void> {
    this.#opening ??= this.#open();
    const sender = await this.#opening;
    const { channel } = sender;
    if (channel === undefined) throw new ClosedError("the channel for copies is not open");
    if (this.#declare === "assert" && !this.#declared.has(queue.name)) {
      await declareQueue(channel, queue);
      this.#declared.add(queue.name);
    }
    // a blocked broker answers late: the delivery may be gone by then, and a copy would be a needless duplicate
    if (signals.some((ended) => ended.aborted)) throw new ClosedError("the delivery was lost");
    const target = { exchange: "", routingKey: queue.name, routable: "required" } as const;
    await sender.send({
      ...target,
      content,
      properties: fittedCopy(properties, sender.frameMax, declared),
      timeout: COPY_TIMEOUT_MS,
      signals,
      resend: true,
    });
  }

  async #open(): Promise<ConfirmSender> {
    try {
      const connection = await this.#connect();
      if (this.#closed) throw new ClosedError("closed while opening the channel for copies");
      const setup = async (): Promise<void> => {};
      const sender = new ConfirmSender(connection, { setup, lost: () => this.#declared.clear() });
      this.#sender = sender;
      await sender.started;
      return sender;
    } catch (error) {
      this.#opening = undefined;
      await this.#sender?.close(0); // the next attempt opens another
      throw error;
    }
  }
}

/** The message itself is refused (406), or the broker fails on it and closes the connection (501, 541 and similar). */
const isAboutMessage = (code: number | undefined): boolean =>
  code !== undefined && (code === PRECONDITION_FAILED || code > 500);

/** Whether the copy fails because of its contents, not its queue or the broker; a full queue answers `basic.nack`. */
function isOfItself(error: unknown): boolean {
  if (error instanceof UnencodableMessageError || error instanceof MessageTooLargeError) return true;
  return error instanceof PublishError && isAboutMessage(replyCode(error.cause));
}
