import { _, type CodeKeywordDefinition, type KeywordCxt, type Name } from "ajv";
import { Type } from "ajv/dist/compile/util.js";
import { countKeyword } from "./keyword-names.js";
import type { Tracking } from "./trail.js";

/**
 * `contains` that tries every item, and notes the accepted ones, where they count as evaluated (2020-12, Core, 10.3.1.3).
 * ajv (8.20) takes all items for evaluated (ajv-validator/ajv#1909).
 */
export function contains(original: CodeKeywordDefinition): CodeKeywordDefinition {
  const code = (context: KeywordCxt): void => {
    const isOwn = context.parentSchema[countKeyword] === true;
    (isOwn ? ownCode : original.code)(context);
  };
  return { ...original, code };
}

function ownCode(context: KeywordCxt): void {
  const { gen, keyword, data, parentSchema, it } = context;
  const trail = (it as Tracking).trail as Name;
  const { minContains: min = 1, maxContains: max } = parentSchema as Record<string, number | undefined>;
  const count = gen.let("count", 0);
  gen.forRange("i", 0, _`${data}.length`, (index) => {
    const valid = gen.name("_valid");
    context.subschema({ keyword, dataProp: index, dataPropType: Type.Num, compositeRule: true }, valid);
    gen.if(valid, () => gen.code(_`${count}++;`).code(_`${trail}.push(${index});`));
  });
  context.setParams({ min, max });
  const atMost = max === undefined ? _`true` : _`${count} <= ${max}`;
  context.result(_`${count} >= ${min} && ${atMost}`, () => context.reset());
}
