import { ConfigurationError } from "../errors/rabbit-error.js";
import type { Warning } from "../observe/rabbit-events.js";
import { deadLetterTarget } from "./declare-topology.js";
import { givenArgumentFaults } from "./judge-queue-arguments.js";
import type { DeclareMode, QueuePlan } from "./queue-plan.js";

/** Quorum queues with a TTL and at-least-once dead-lettering, on which retries rest: RabbitMQ 3.10's release notes. */
const OLDEST: readonly [major: number, minor: number] = [3, 10];

/** What the broker says of itself in the handshake (`server-properties`). */
export interface BrokerInfo {
  readonly product: string;
  readonly version: string;
}

/**
 * What is known to go wrong with this plan on this broker, before the first delivery. Gives what is only a risk;
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
  if (broker?.product !== "RabbitMQ") return undefined; // others that speak AMQP 0-9-1 have versions of their own
  const [major = 0, minor = 0] = broker.version.split(".").map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return undefined;
  const message = `RabbitMQ ${broker.version} has no quorum queues with a time to live and at-least-once dead-lettering, on which retries and dead letters rest: 3.10 or later is needed`;
  if (mode === "assert") throw new ConfigurationError(message);
  return { code: "broker-version", message };
}

function deliveryLimit({ queue, retry }: QueuePlan): Found {
  const limit = queue.arguments["x-delivery-limit"];
  if (typeof limit !== "number" || limit > retry.maxAttempts) return undefined;
  const counted = retry.strategy === "hold" || retry.strategy === "requeue";
  const message = `queue "${queue.name}" has x-delivery-limit ${limit}, at or below maxAttempts ${retry.maxAttempts}`;
  if (counted) {
    throw new ConfigurationError(
      `${message}: with strategy "${retry.strategy}" the broker would dead-letter first, without a reason; raise one or lower the other`,
    );
  }
  return {
    code: "delivery-limit",
    message: `${message}: after so many crashes the broker dead-letters first, without a reason in its headers`,
  };
}

function overflow({ queue }: QueuePlan): Found {
  const drops = queue.arguments["x-overflow"] === "drop-head" || queue.arguments["x-overflow"] === undefined;
  const bounded = ["x-max-length", "x-max-length-bytes"].some((name) => Object.hasOwn(queue.arguments, name));
  if (!drops || !bounded) return undefined;
  const message = `queue "${queue.name}" drops its oldest messages when it is full; "x-overflow": "reject-publish" tells the publisher instead`;
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
      `queue "${plan.queue.name}" dead-letters to the default exchange without x-dead-letter-routing-key: that is itself`,
    );
  }
  if (exchange === "" || mode === "assert") return undefined; // checked, or bound to our own queue
  return {
    code: "dead-letter-target",
    message: `nothing here can see whether a queue is bound to dead-letter exchange "${exchange}"; what reaches x-delivery-limit is lost if none is`,
  };
}

function noTarget({ queue }: QueuePlan): Found {
  const message = `queue "${queue.name}" has no dead-letter exchange: the broker drops what passes its delivery limit`;
  return { code: "dead-letter-target", message };
}

function undeclared({ queue, retry }: QueuePlan, mode: DeclareMode): Found {
  if (mode !== "none") return undefined;
  const needed =
    retry.strategy === "delay" ? `${queue.name}.dead and its .retry.<ms> queues` : `${queue.name}.dead`;
  const message = `declare is "none": ${needed} are taken to exist; while one is missing, what should go there stays in "${queue.name}"`;
  return { code: "undeclared-topology", message };
}
