import type { Severity } from "./finding.js";

/** How bad a severity is: a worse one has a larger number. */
export const severityRank: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 };
