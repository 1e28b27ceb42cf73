import type { Finding } from "../findings/finding.js";
import type { Contract, Event } from "./contract.js";
import { placeholderSource } from "./placeholder-source.js";
import { placeholdersOf } from "./routing-key.js";
import type { Diagnosis } from "./source-file.js";

/** What is wrong with the placeholders of a routing key: its braces, or a schema that may leave one without a value. */
export function checkPlaceholders(
  { keyTemplate, routingKey, versions }: Event,
  definitions: Contract["definitions"],
  make: (diagnosis: Diagnosis) => Finding,
): readonly Finding[] {
  if (keyTemplate.problem !== undefined) return [make(malformed(routingKey, keyTemplate.problem))];
  return placeholdersOf(keyTemplate).flatMap((placeholder) => {
    for (const version of versions) {
      if (!definitions.has(version.location)) continue;
      const source = placeholderSource(version, placeholder, definitions);
      if (source.kind === "unusable") return [make(unusable(placeholder, source))];
    }
    return [];
  });
}

function malformed(routingKey: string, problem: string): Diagnosis {
  return {
    rule: "routing-key-placeholder",
    severity: "error",
    message: `The routing key ${JSON.stringify(routingKey)} ${problem}.`,
    help: 'Write a placeholder as a property name in braces, such as "order.{region}.paid" or "order.{customer.region}.paid".',
  };
}

function unusable(
  placeholder: string,
  { why, help }: { readonly why: string; readonly help: string },
): Diagnosis {
  return {
    rule: "routing-key-placeholder",
    severity: "error",
    message: `The placeholder {${placeholder}} may not always give one word of a routing key: ${why}.`,
    help,
  };
}
