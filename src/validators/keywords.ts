import { _, type Ajv, type CodeKeywordDefinition, type KeywordCxt } from "ajv";
import { useFunc } from "ajv/dist/compile/util.js";
import ajvLength from "ajv/dist/runtime/ucs2length.js";
import {
  hasDuplicates,
  isMultiple,
  takeEvaluated,
  textLength,
  unevaluatedItems,
  unevaluatedNames,
} from "../../runtime/validate/values.js";
import { anyOf } from "./any-of.js";
import { contains } from "./contains.js";
import { evaluationKeywords } from "./evaluation-keywords.js";
import { uniqueKeyword } from "./keyword-names.js";
import { oneOf } from "./one-of.js";
import { prefixItems } from "./prefix-items.js";
import { reference } from "./reference.js";
import { unevaluatedItemsKeyword, unevaluatedPropertiesKeyword } from "./unevaluated.js";

/** `uniqueItems` in time that grows with the text, not with its square (ajv-validator/ajv#608, in 8.20). */
const distinctItems: CodeKeywordDefinition = {
  keyword: uniqueKeyword,
  type: "array",
  error: { message: "" },
  code: (context: KeywordCxt) =>
    context.fail(_`${useFunc(context.gen, hasDuplicates as never)}(${context.data})`),
};

/**
 * `multipleOf` of decimals; ajv divides doubles, by which 4.35 is not a multiple of 0.01 (ajv-validator/ajv#652, in 8.20).
 */
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
  useSupport(ajv);
  for (const own of [distinctItems, ...evaluationKeywords]) ajv.addKeyword(own);
  for (const own of [multipleOf, prefixItems, unevaluatedItemsKeyword, unevaluatedPropertiesKeyword])
    ajv.removeKeyword(own.keyword as string).addKeyword(own);
  const replaced = { $ref: () => reference, anyOf, contains, oneOf };
  for (const [keyword, own] of Object.entries(replaced)) {
    // in its place, since ajv reads keywords in the order of its rules
    const rule = ajv.RULES.all[keyword] as unknown as { definition: CodeKeywordDefinition };
    rule.definition = own(rule.definition);
  }
}

/** The functions of the SDK's runtime that generated code calls, by the names under which its modules import them. */
function useSupport(ajv: Ajv): void {
  const support = { hasDuplicates, isMultiple, takeEvaluated, unevaluatedItems, unevaluatedNames };
  // ajv's `useFunc` writes a function's property `code` where the module calls it
  for (const [code, called] of Object.entries(support)) Object.assign(called, { code });
  // ajv looks its own function up by this key, and finds ours. Its code would otherwise need `require`, also in modules
  // (ajv-validator/ajv#1976, 8.20). Its equality is replaced by `useSafeEquality`.
  ajv.scope.value("func", { key: commonJsDefault(ajvLength), ref: textLength, code: _`textLength` });
}

/** The default export of a CommonJS module, which Node wraps once more and vitest does not. */
function commonJsDefault(imported: object): unknown {
  return "default" in imported ? imported.default : imported;
}
