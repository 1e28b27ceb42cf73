import type pc from "picocolors";
import { visible } from "../code/visible.js";
import type { Severity } from "../findings/finding.js";

/** What was found at a broker, as lines for people. */
export function brokerFindingLines(
  findings: readonly {
    readonly severity: Severity;
    readonly rule: string;
    readonly message: string;
    readonly help: string;
  }[],
  paint: ReturnType<typeof pc.createColors>,
): readonly string[] {
  const severities = { error: paint.red, warning: paint.yellow, info: paint.cyan } as const;
  return findings.flatMap(({ severity, rule, message, help }) => [
    `${severities[severity](severity)} ${paint.dim(rule)}  ${visible(message)}`,
    `  ${paint.cyan("help:")} ${visible(help)}`,
  ]);
}
