import { ConfigurationError } from "../errors/rabbit-error.js";
import type { Warning } from "../observe/rabbit-events.js";
import { deadLetterTarget } from "./declare-topology.js";
import { givenArgumentFaults } from "./judge-queue-arguments.js";
import type { DeclareMode, QueuePlan } from "./queue-plan.js";

/** Retries require quorum queues with a TTL and at-least-once dead-lettering: RabbitMQ 3.10's release notes. */
const OLDEST: readonly [major: number, minor: number] = [3, 10];

/** What the broker reports about itself in the handshake (`server-properties`). */
export interface BrokerInfo {
  readonly product: string;
  readonly version: string;
}

/**
 * Checks before the first delivery what is known to go wrong with this plan on this broker. Returns warnings for risks;
 * throws `ConfigurationError` for what cannot work.
 */
export function checkStart(
  plan: QueuePlan,
  mode: DeclareMode,
  broker: BrokerInfo | undefined,
): readonly Warning[] {
  const found = [
    brokerVersion(mode, broker),
    deliveryLimit(plan),
    overflow(plan),
    deadLetters(plan, mode),
    undeclared(plan, mode),
    ...givenArgumentFaults(plan, mode).map((message) => ({ code: "queue-argument", message }) as const),
  ];
  return found.flatMap((one) => (one === undefined ? [] : { ...one, queue: plan.queue.name }));
}

type Found = Omit<Warning, "queue"> | undefined;

function brokerVersion(mode: DeclareMode, broker: BrokerInfo | undefined): Found {
  if (broker?.product !== "RabbitMQ") return undefined; // other brokers with AMQP 0-9-1 have different version numbers
  const [major = 0, minor = 0] = broker.version.split(".").map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return undefined;
  const message = `RabbitMQ ${broker.version} is too old: retries and dead letters need quorum queues with a time to live and at-least-once dead-lettering, which require 3.10 or later`;
  if (mode === "assert") throw new ConfigurationError(message);
  return { code: "broker-version", message };
}

function deliveryLimit({ queue, retry }: QueuePlan): Found {
  const limit = queue.arguments["x-delivery-limit"];
  if (typeof limit !== "number" || limit > retry.maxAttempts) return undefined;
  const counted = retry.strategy === "hold" || retry.strategy === "requeue";
  const message = `queue "${queue.name}" has x-delivery-limit ${limit}, which is not above maxAttempts ${retry.maxAttempts}`;
  if (counted) {
    throw new ConfigurationError(
      `${message}: with strategy "${retry.strategy}" the broker would dead-letter first, without a reason; raise x-delivery-limit or lower maxAttempts`,
    );
  }
  return {
    code: "delivery-limit",
    message: `${message}: after that many crashes the broker dead-letters first, without a reason in the headers`,
  };
}

function overflow({ queue }: QueuePlan): Found {
  const drops = queue.arguments["x-overflow"] === "drop-head" || queue.arguments["x-overflow"] === undefined;
  const bounded = ["x-max-length", "x-max-length-bytes"].some((name) => Object.hasOwn(queue.arguments, name));
  if (!drops || !bounded) return undefined;
  const message = `queue "${queue.name}" drops its oldest messages when it is full; "x-overflow": "reject-publish" rejects new ones instead, and the publisher gets an error`;
  return { code: "overflow-drops", message };
}

function deadLetters(plan: QueuePlan, mode: DeclareMode): Found {
  const target = deadLetterTarget(plan);
  if (target === undefined) return plan.isTakenOver ? undefined : noTarget(plan);
  const { exchange, routingKey } = target;
  const own = plan.deadLetters.name;
  if (exchange === "" && routingKey === own) return undefined;
  if (exchange === "" && routingKey === undefined) {
    throw new ConfigurationError(
      `queue "${plan.queue.name}" dead-letters to the default exchange without x-dead-letter-routing-key, which is the queue itself`,
    );
  }
  if (exchange === "" || mode === "assert") return undefined; // checked, or bound to our own queue
  return {
    code: "dead-letter-target",
    message: `cannot check whether a queue is bound to dead-letter exchange "${exchange}"; if none is, messages beyond x-delivery-limit are lost`,
  };
}

function noTarget({ queue }: QueuePlan): Found {
  const message = `queue "${queue.name}" has no dead-letter exchange: the broker drops messages beyond its delivery limit`;
  return { code: "dead-letter-target", message };
}

function undeclared({ queue, retry }: QueuePlan, mode: DeclareMode): Found {
  if (mode !== "none") return undefined;
  const needed =
    retry.strategy === "delay" ? `${queue.name}.dead and its .retry.<ms> queues` : `${queue.name}.dead`;
  const message = `declare is "none": ${needed} are assumed to exist; while one is missing, its messages stay in "${queue.name}"`;
  return { code: "undeclared-topology", message };
}
