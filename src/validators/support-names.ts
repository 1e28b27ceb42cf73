/** What generated validators call, and the module of the SDK's runtime that has it. */
export const supportNames = [
  { name: "deepEqual", module: "deep-equal" },
  { name: "fail", module: "failures" },
  { name: "formats", module: "formats" },
  { name: "hasDuplicates", module: "has-duplicates" },
  { name: "isMultiple", module: "is-multiple" },
  { name: "textLength", module: "text-length" },
] as const;
