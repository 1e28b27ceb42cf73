import type { ConsumerOptions } from "../../runtime/consume/consumer-options.js";
import type { RabbitClient } from "../../runtime/rabbit-client.js";

/**
 * Names of the runtime by which uses are found in code. The types make a rename in the runtime an error here, since
 * the search would find nothing and report nothing.
 */
export const runtimeNames = {
  consumerOptions: "ConsumerOptions",
  handlers: "handlers" satisfies keyof ConsumerOptions<unknown>,
  publisher: "publisher" satisfies keyof RabbitClient,
  consumer: "consumer" satisfies keyof RabbitClient,
} as const;
