/** What generated validators call, and the module of the SDK's runtime that has it. */
export const supportNames = [
  { name: "EvaluatedParts", module: "validate/evaluated" },
  { name: "deepEqual", module: "validate/deep-equal" },
  { name: "fail", module: "validate/failures" },
  { name: "formats", module: "formats/formats" },
  { name: "hasDuplicates", module: "validate/has-duplicates" },
  { name: "isMultiple", module: "validate/is-multiple" },
  { name: "takeEvaluated", module: "validate/evaluated" },
  { name: "textLength", module: "validate/text-length" },
  { name: "unevaluatedItems", module: "validate/evaluated" },
  { name: "unevaluatedNames", module: "validate/evaluated" },
] as const;
