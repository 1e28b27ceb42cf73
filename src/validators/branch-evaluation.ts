import { type CodeKeywordDefinition, type KeywordCxt, Name } from "ajv";
import { evaluatedPropsToName } from "ajv/dist/compile/util.js";

/** Stands beside `anyOf` and `oneOf` where something depends on what they evaluate. */
export const evaluationKeyword = "countsEvaluated";

/**
 * Makes ajv (8.20) count what branches evaluate in a variable of the schema that holds them. Otherwise it goes on with
 * the variable of the first branch, and takes what that one evaluates for evaluated even where the branch is invalid.
 */
export const branchEvaluation: CodeKeywordDefinition = {
  keyword: evaluationKeyword,
  schemaType: "boolean",
  before: "not", // the first of those that apply to every type
  code: ({ gen, it }: KeywordCxt) => {
    if (it.props !== true && !(it.props instanceof Name)) it.props = evaluatedPropsToName(gen, it.props);
    if (it.items !== true && !(it.items instanceof Name)) it.items = gen.var("items", it.items ?? 0);
  },
};
