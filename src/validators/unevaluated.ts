import { _, type CodeKeywordDefinition, type KeywordCxt, Name } from "ajv";
import { Type } from "ajv/dist/compile/util.js";
import { unevaluatedItems, unevaluatedNames } from "../../runtime/validate/values.js";
import type { Within } from "./ajv-schema.js";
import { withinKeyword } from "./keyword-names.js";
import { partsConstant, supportCall, type Tracking } from "./trail.js";

/** The variable in which each function of ajv counts its errors. */
const errors = new Name("errors");

/** `unevaluatedProperties` by the trail of `within` beside it. */
export const unevaluatedPropertiesKeyword: CodeKeywordDefinition = {
  keyword: "unevaluatedProperties",
  type: "object",
  schemaType: ["boolean", "object"],
  trackErrors: true,
  error: { message: "", params: ({ params }) => _`{unevaluatedProperty: ${params["name"]}}` },
  code: (context: KeywordCxt) => check(context, "name", Type.Str, unevaluatedNames),
};

/** `unevaluatedItems` by the trail of `within` beside it. */
export const unevaluatedItemsKeyword: CodeKeywordDefinition = {
  keyword: "unevaluatedItems",
  type: "array",
  schemaType: ["boolean", "object"],
  trackErrors: true,
  error: { message: "" },
  code: (context: KeywordCxt) => check(context, "index", Type.Num, unevaluatedItems),
};

function check(context: KeywordCxt, variable: string, dataPropType: Type, support: object): void {
  const { gen, schema, data, it, keyword, errsCount } = context;
  const { certain, byValue } = context.parentSchema[withinKeyword] as Within;
  const { trail, start } = it as Tracking;
  const noted = byValue ? [trail as Name, ...(start === undefined ? [] : [start])] : [];
  const unevaluated = supportCall(gen, support, partsConstant(gen, certain), data, ...noted);
  gen.forOf(variable, unevaluated, (each) => {
    if (schema === false) {
      context.setParams({ [variable]: each });
      context.error();
      // one failure says all of an array; it may have any number of such items
      if (!it.allErrors || dataPropType === Type.Num) gen.break();
      return;
    }
    const valid = gen.name("valid");
    context.subschema({ keyword, dataProp: each, dataPropType }, valid);
    if (!it.allErrors) gen.if(_`!${valid}`, () => gen.break());
  });
  context.ok(_`${errsCount} === ${errors}`);
}
