import { Buffer } from "node:buffer";
import { ConfigurationError } from "../errors/rabbit-error.js";
import type { RetrySchedule } from "./queue-plan.js";
import { deadLetterQueue, retryQueue } from "./queue-topology.js";
import { possibleSteps } from "./retry-step.js";

/** AMQP 0-9-1 carries a queue's name as a short string: at most 255 bytes (specification, 4.2.5.3). */
const LONGEST_NAME = 255;

/** Names that begin so are the broker's own: it refuses to declare them (AMQP 0-9-1, `queue.declare`, rule "reserved"). */
const RESERVED = "amq.";

/**
 * Refuses a queue whose dead-letter queue and retry queues cannot exist: its consumer would start, and its first copy
 * would fail again and again.
 */
export function checkQueueName(name: unknown, retry: RetrySchedule): void {
  if (typeof name !== "string" || name === "")
    throw new ConfigurationError("a queue needs a name, a string that is not empty");
  if (name.startsWith(RESERVED))
    throw new ConfigurationError(
      `queue "${shortened(name)}": RabbitMQ reserves names that begin with ${RESERVED}; choose another name`,
    );
  const longest = derivedNames(name, retry).reduce((a, b) => (bytes(b) > bytes(a) ? b : a));
  const over = bytes(longest) - LONGEST_NAME;
  if (over <= 0) return;
  throw new ConfigurationError(
    `queue "${shortened(name)}": with "${longest.slice(name.length)}" at its end, as one of its queues has it, the name has ${bytes(longest)} bytes; RabbitMQ takes at most ${LONGEST_NAME}: shorten it by ${over}`,
  );
}

/** The names of all queues that a consumer of `queue` may write to besides. */
function derivedNames(queue: string, retry: RetrySchedule): readonly [string, ...string[]] {
  const steps = retry.strategy === "delay" && retry.maxAttempts > 1 ? possibleSteps(retry) : [];
  return [deadLetterQueue(queue).name, ...steps.map((delayMs) => retryQueue(queue, delayMs).name)];
}

function bytes(name: string): number {
  return Buffer.byteLength(name, "utf8");
}

/** An error need not repeat a name of any length. */
function shortened(name: string): string {
  return name.length <= 80 ? name : `${name.slice(0, 79)}…`;
}
