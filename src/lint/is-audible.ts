import type { Finding } from "../findings/finding.js";
import { lintRules } from "./lint-rules.js";
import { type LintSettings, levelOf } from "./lint-settings.js";

/** False for a warning of the loader whose rule the settings switch off or lower to "info". */
export function isAudible({ severity, rule }: Finding, settings: LintSettings): boolean {
  if (severity === "error") return true;
  const graded = lintRules.find(({ id }) => id === rule);
  const level = graded === undefined ? severity : levelOf(graded, settings);
  return level !== "off" && level !== "info";
}
