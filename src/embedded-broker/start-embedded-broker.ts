import type { EmbeddedBroker } from "./embedded-broker.js";
import type { EmbeddedBrokerOptions } from "./options.js";

/** Starts a broker and resolves when it listens; rejects if its port is taken, or an option makes no sense. */
export async function startEmbeddedBroker(options: EmbeddedBrokerOptions = {}): Promise<EmbeddedBroker> {
  throw new Error(`not written yet: ${Object.keys(options)}`);
}
