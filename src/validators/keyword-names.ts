/** Stands for `uniqueItems`, whose own form in ajv compares each item with each. */
export const uniqueKeyword = "distinctItems";

/** Holds a schema whose evaluated names or items `unevaluated…` beside it asks for. */
export const withinKeyword = "within";

/** Holds a branch: what it evaluates counts only where it is valid. */
export const branchKeyword = "branch";

/** Holds the schema of a function that reports what it evaluated to its callers. */
export const collectKeyword = "collects";

/** Written beside a `contains` whose accepted items count as evaluated. */
export const countKeyword = "countsContained";
