import type { OrderPlacedV1 } from "../../generated/index.js";

/** Where a client's trial takes place; exchange and queue exist and are bound. */
export interface Place {
  readonly url: string;
  readonly exchange: string;
  readonly routingKey: string;
  readonly queue: string;
}

/** One library, used as its documentation recommends for work that must not be lost. */
export interface Client {
  /** Gives a function that publishes one event and resolves at the broker's confirm. */
  publisher(): Promise<(event: OrderPlacedV1) => Promise<unknown>>;
  /** Delivers parsed events, each acknowledged after `handle` returns. */
  consume(prefetch: number, handle: (event: unknown) => void): Promise<void>;
  close(): Promise<void>;
}

/** Connects; nothing of it may be timed. */
export type OpenClient = (place: Place) => Promise<Client>;
