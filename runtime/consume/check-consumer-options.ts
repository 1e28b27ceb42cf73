import type { QueueSettings, RetrySettings } from "../contract/contract.js";
import { ConfigurationError } from "../errors/rabbit-error.js";
import {
  checkBoolean,
  checkChoice,
  checkOptionNames,
  type OptionNames,
  shown,
} from "../options/known-options.js";
import type { AnyConsumerOptions, BreakerOptions } from "./consumer-options.js";

const NAMES: OptionNames<AnyConsumerOptions> = {
  handlers: true,
  batch: true,
  queue: true,
  bind: true,
  prefetch: true,
  retry: true,
  handlerTimeout: true,
  inbox: true,
  breaker: true,
  deadLetterStack: true,
};
const QUEUE_NAMES: OptionNames<QueueSettings> = {
  name: true,
  type: true,
  arguments: true,
  declare: true,
  perInstance: true,
};
const RETRY_NAMES: OptionNames<RetrySettings> = { strategy: true, delays: true, maxAttempts: true };
const BREAKER_NAMES: OptionNames<BreakerOptions> = { failures: true, pause: true, maxPause: true };

/** Options of `rabbit.consumer` as JavaScript may give them. Throws `ConfigurationError`. */
export function checkConsumerOptions(options: unknown): asserts options is AnyConsumerOptions {
  checkOptionNames("consumer()", options, NAMES);
  const { handlers, queue, retry, inbox, breaker, deadLetterStack } = options as AnyConsumerOptions;
  if (typeof handlers !== "object" || handlers === null)
    throw new ConfigurationError("consumer() needs handlers, one function for each version");
  checkQueue(queue);
  if (retry !== undefined) {
    checkOptionNames("retry", retry, RETRY_NAMES);
    checkChoice("retry.strategy", retry.strategy, ["delay", "hold", "requeue", "none"]);
    if (retry.delays !== undefined && !Array.isArray(retry.delays))
      throw new ConfigurationError('retry.delays must be a list such as ["1s", "10s"]');
  }
  if (breaker !== undefined && breaker !== false) checkOptionNames("breaker", breaker, BREAKER_NAMES);
  checkBoolean("deadLetterStack", deadLetterStack);
  if (inbox === undefined) return;
  if (typeof inbox !== "object" || inbox === null || !isFunction(inbox.seen) || !isFunction(inbox.done))
    throw new ConfigurationError("inbox must have the functions seen and done");
}

function checkQueue(queue: AnyConsumerOptions["queue"]): void {
  if (queue === undefined) return;
  if (typeof queue !== "string") {
    checkOptionNames("queue", queue, QUEUE_NAMES);
    checkChoice(`type of queue "${String(queue.name)}"`, queue.type, ["quorum", "classic"]);
    checkChoice(`declare of queue "${String(queue.name)}"`, queue.declare, ["assert", "check"]);
    checkBoolean(`perInstance of queue "${String(queue.name)}"`, queue.perInstance);
    const own: unknown = queue.arguments;
    if (own !== undefined && (typeof own !== "object" || own === null || Array.isArray(own)))
      throw new ConfigurationError('arguments of a queue must be an object such as { "x-max-length": 1000 }');
    for (const [argument, value] of Object.entries(own ?? {})) checkArgument(argument, value);
  }
  const name: unknown = typeof queue === "string" ? queue : queue.name;
  if (typeof name !== "string" || name === "")
    throw new ConfigurationError("queue needs a name that is not empty: the broker would make one up");
}

/** What RabbitMQ takes as the value of any argument; `null` leaves out one of the SDK's own. */
function checkArgument(name: string, value: unknown): void {
  if (value === undefined || value === null || ["string", "number", "boolean"].includes(typeof value)) return;
  throw new ConfigurationError(
    `argument ${JSON.stringify(name)} of a queue must be a string, a number, true, false or null, not ${shown(value)}`,
  );
}

function isFunction(value: unknown): boolean {
  return typeof value === "function";
}
