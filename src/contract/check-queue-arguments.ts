import { type ArgumentFault, judgeQueueArgument } from "../../runtime/topology/judge-queue-arguments.js";
import type { Finding } from "../findings/finding.js";
import { joinPointer } from "../json/pointer.js";
import type { Consumption } from "./contract.js";
import { isReserved } from "./reserved-names.js";
import { bytes, shortString, tooLong } from "./short-string.js";
import { type Diagnosis, findingAt, type SourceFile } from "./source-file.js";

export { expectation } from "../../runtime/topology/queue-arguments.js";

/** What `contract.json` may say as the value of an argument. */
type Value = string | number | boolean | null;

/**
 * What of the arguments of a service's queue RabbitMQ refuses, ignores, or takes for something else. Of a queue that is
 * taken over as it is only what no queue of its type can have.
 */
export function checkQueueArguments(
  { queue }: Consumption,
  pointer: string,
  source: SourceFile,
): readonly Finding[] {
  const findings = argumentFindings(queue, pointer, source);
  return queue?.declare === "check" ? findings.filter(({ severity }) => severity === "error") : findings;
}

function argumentFindings(queue: Consumption["queue"], pointer: string, source: SourceFile): Finding[] {
  const type = queue?.type ?? "quorum";
  return Object.entries(queue?.arguments ?? {}).flatMap(([name, value]) => {
    const at = joinPointer(`${pointer}/queue/arguments`, name);
    const faults = judgeQueueArgument(name, value, type);
    const wrong = faults.length === 0 ? wrongName(name, value) : undefined;
    return [
      ...faults.map((fault) =>
        findingAt(source, at, diagnosisOf(fault), fault.isAboutName ? "key" : "value"),
      ),
      ...(wrong ? [findingAt(source, at, wrong)] : []),
    ];
  });
}

function diagnosisOf({ kind, message, help }: ArgumentFault): Diagnosis {
  const severity = kind === "invalid" ? "error" : "warning";
  return { rule: `queue-argument-${kind}`, severity, message, help };
}

/** The exchange and the routing key of dead letters, which RabbitMQ only reads when it has one. */
function wrongName(name: string, value: Value): Diagnosis | undefined {
  if (typeof value !== "string" || !/^x-dead-letter-(?:exchange|routing-key)$/.test(name)) return undefined;
  if (bytes(value) > shortString) return tooLong(`value of "${name}"`, value);
  if (name !== "x-dead-letter-exchange" || !isReserved(value)) return undefined;
  return {
    rule: "queue-argument-invalid",
    severity: "error",
    message: `Exchange ${JSON.stringify(value)} does not exist and cannot be declared: RabbitMQ reserves names that start with "amq.".`,
    help: "Use your own exchange, or remove this so that dead letters go to the SDK's dead-letter queue.",
  };
}
