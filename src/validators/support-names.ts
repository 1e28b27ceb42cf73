/** What generated validators call, and the module of the SDK's runtime that has it. */
export const supportNames = [
  { name: "EvaluatedParts", module: "validate/values" },
  { name: "deepEqual", module: "validate/values" },
  { name: "fail", module: "validate/validator" },
  { name: "formats", module: "formats/formats" },
  { name: "hasDuplicates", module: "validate/values" },
  { name: "isMultiple", module: "validate/values" },
  { name: "takeEvaluated", module: "validate/values" },
  { name: "textLength", module: "validate/values" },
  { name: "unevaluatedItems", module: "validate/values" },
  { name: "unevaluatedNames", module: "validate/values" },
] as const;
