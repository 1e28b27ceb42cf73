import { _, type Ajv, type CodeKeywordDefinition, type KeywordCxt } from "ajv";
import { useFunc } from "ajv/dist/compile/util.js";
import { hasDuplicates } from "../../templates/runtime/has-duplicates.js";
import { isMultiple } from "../../templates/runtime/is-multiple.js";
import { uniqueKeyword } from "./ajv-schema.js";
import { branchEvaluation } from "./branch-evaluation.js";
import { prefixItems } from "./prefix-items.js";
import { unevaluatedItems } from "./unevaluated-items.js";

/** `uniqueItems` in time that grows with the text, not with its square. */
const distinctItems: CodeKeywordDefinition = {
  keyword: uniqueKeyword,
  type: "array",
  error: { message: "" },
  code: (context: KeywordCxt) =>
    context.fail(_`${useFunc(context.gen, hasDuplicates as never)}(${context.data})`),
};

/** `multipleOf` of decimals; ajv divides doubles, and takes 4.35 for no multiple of 0.01. */
const multipleOf: CodeKeywordDefinition = {
  keyword: "multipleOf",
  type: "number",
  schemaType: "number",
  error: { message: "", params: ({ schemaCode }) => _`{multipleOf: ${schemaCode}}` },
  code: (context: KeywordCxt) =>
    context.fail(_`!${useFunc(context.gen, isMultiple as never)}(${context.data}, ${context.schemaCode})`),
};

/** Puts our own keywords in the place of ajv's (8.20) that are wrong or slow. */
export function useOwnKeywords(ajv: Ajv): void {
  // `useFunc` writes the function's `code` where the generated module calls it
  Object.assign(hasDuplicates, { code: "hasDuplicates" });
  Object.assign(isMultiple, { code: "isMultiple" });
  ajv.addKeyword(distinctItems).addKeyword(branchEvaluation);
  for (const own of [multipleOf, prefixItems, unevaluatedItems])
    ajv.removeKeyword(own.keyword as string).addKeyword(own);
}
