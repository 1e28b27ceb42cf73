import type { EventEmitter } from "node:events";
import { createRequire } from "node:module";
import type { ConsumeMessage } from "amqplib";

/** What the benchmarks use of rascal, which ships no types (and whose separate ones describe version 10). */
export interface RascalBroker extends EventEmitter {
  publish(publication: string, content: unknown, overrides: object): Promise<EventEmitter>;
  subscribe(subscription: string): Promise<RascalSubscription>;
  shutdown(): Promise<void>;
}

/** A subscription's messages, parsed, each with the function that settles it. */
export interface RascalSubscription extends EventEmitter {
  on(
    event: "message",
    listener: (message: ConsumeMessage, content: unknown, ackOrNack: (error?: Error) => void) => void,
  ): this;
  on(event: string, listener: (...args: never[]) => void): this;
}

interface Rascal {
  readonly createBrokerAsPromised: (config: object) => Promise<RascalBroker>;
}

const rascal = createRequire(import.meta.url)("rascal") as Rascal;

/** rascal's entry; a CommonJS module whose names an import cannot see. */
export const createRascal: Rascal["createBrokerAsPromised"] = rascal.createBrokerAsPromised;
