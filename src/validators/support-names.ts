/** What generated validators call, and the module of the SDK's runtime that has it. */
export const supportNames = [
  { name: "EvaluatedParts", module: "evaluated" },
  { name: "deepEqual", module: "deep-equal" },
  { name: "fail", module: "failures" },
  { name: "formats", module: "formats" },
  { name: "hasDuplicates", module: "has-duplicates" },
  { name: "isMultiple", module: "is-multiple" },
  { name: "takeEvaluated", module: "evaluated" },
  { name: "textLength", module: "text-length" },
  { name: "unevaluatedItems", module: "evaluated" },
  { name: "unevaluatedNames", module: "evaluated" },
] as const;
