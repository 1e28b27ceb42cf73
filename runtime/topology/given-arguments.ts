import type { DeclareMode } from "./declare-topology.js";
import { type ArgumentFault, judgeQueueArgument } from "./judge-queue-argument.js";
import type { QueueType } from "./queue-arguments.js";
import type { QueuePlan } from "./queue-plan.js";
import { workQueue } from "./queue-topology.js";

const TYPES: readonly QueueType[] = ["quorum", "classic"];

/**
 * What RabbitMQ does not do though the arguments of a queue ask for it, as `lint` finds in `contract.json`: here for those
 * that are given in code. What it refuses is left to it wherever it is asked, since newer versions may take more; the
 * `DeclarationRefusedError` then names the argument.
 */
export function givenArgumentFaults(plan: QueuePlan, mode: DeclareMode): readonly string[] {
  const { queue, isTakenOver, givenArguments } = plan;
  const isDeclared = mode === "assert" && !isTakenOver;
  const found = Object.entries(givenArguments).flatMap(([name, value]) => {
    if (name === "x-queue-type") return [];
    if (value === null && isLeftOut(name, plan)) return [];
    if (value === null)
      return [`"${name}": null leaves out nothing, since the SDK does not set it for this queue. Remove it.`];
    return judged(name, value, plan)
      .filter(({ kind }) => (kind === "invalid" ? !isDeclared : !isTakenOver))
      .map(({ message, help }) => `${message} ${help}`);
  });
  const weak = isDeclared && isAtMostOnce(plan) ? [AT_MOST_ONCE] : [];
  return [...found, ...weak].map((text) => `queue "${queue.name}": ${text}`);
}

const AT_MOST_ONCE =
  '"x-overflow": null turns off x-dead-letter-strategy "at-least-once", which RabbitMQ has with "reject-publish" only: what passes the delivery limit can be lost when a node fails. Leave x-overflow to the SDK, or say "x-dead-letter-strategy": null too.';

function judged(
  name: string,
  value: string | number | boolean,
  { queue }: QueuePlan,
): readonly ArgumentFault[] {
  const said = TYPES.filter((type) => type === queue.arguments["x-queue-type"]);
  // of a queue that is taken over the type need not be said
  const possible = (said.length > 0 ? said : TYPES).map((type) => judgeQueueArgument(name, value, type));
  return possible.find((faults) => faults.every(({ kind }) => kind !== "invalid")) ?? possible[0] ?? [];
}

/** Whether the SDK would set the argument. */
function isLeftOut(name: string, { queue, isTakenOver, isPerInstance }: QueuePlan): boolean {
  if (isTakenOver) return false;
  const type = queue.arguments["x-queue-type"] === "classic" ? "classic" : "quorum";
  return (
    Object.hasOwn(workQueue(queue.name, type, 1).arguments, name) || (isPerInstance && name === "x-expires")
  );
}

function isAtMostOnce({ queue }: QueuePlan): boolean {
  const { "x-dead-letter-strategy": strategy, "x-overflow": overflow } = queue.arguments;
  return strategy === "at-least-once" && overflow === undefined;
}
