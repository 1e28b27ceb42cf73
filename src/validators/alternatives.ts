import { _, type CodeKeywordDefinition, type KeywordCxt } from "ajv";
import { Type } from "ajv/dist/compile/util.js";
import { branchKeyword, countKeyword } from "./keyword-names.js";
import type { Tracking } from "./trail.js";

type Definition = CodeKeywordDefinition;

/** ajv nests the code of each alternative in that of the one before: more than these get flat code. */
const maxNested = 40;

/**
 * `anyOf` that tries every branch where what they evaluate counts; ajv (8.20) stops at the first valid one unless it
 * tracks what is evaluated itself.
 */
export function anyOf(original: Definition): Definition {
  const code = (context: KeywordCxt): void => {
    const { gen, keyword } = context;
    const schemas = context.schema as readonly unknown[];
    const evaluates = schemas.some(isBranch);
    if (!evaluates && schemas.length <= maxNested) return original.code(context);
    const valid = gen.let("valid", false);
    for (const schemaProp of schemas.keys()) {
      const attempt = (): void => {
        const each = gen.name("_valid");
        context.subschema({ keyword, schemaProp, compositeRule: true }, each);
        gen.assign(valid, _`${valid} || ${each}`);
      };
      if (evaluates) attempt();
      else gen.if(_`!${valid}`, attempt);
    }
    context.result(
      valid,
      () => context.reset(),
      () => context.error(true),
    );
  };
  return { ...original, code };
}

/** `oneOf` of any number of branches. */
export function oneOf(original: Definition): Definition {
  const code = (context: KeywordCxt): void => {
    const { gen, keyword } = context;
    const schemas = context.schema as readonly unknown[];
    if (schemas.length <= maxNested) return original.code(context);
    const valid = gen.let("valid", false);
    const passing = gen.let("passing", null);
    const several = gen.let("several", false);
    context.setParams({ passing });
    for (const schemaProp of schemas.keys()) {
      gen.if(_`!${several}`, () => {
        const each = gen.name("_valid");
        context.subschema({ keyword, schemaProp, compositeRule: true }, each);
        gen.if(each, () => {
          gen.assign(several, valid);
          gen.assign(passing, _`${valid} ? [${passing}, ${schemaProp}] : ${schemaProp}`);
          gen.assign(valid, true);
        });
      });
    }
    context.result(
      _`${valid} && !${several}`,
      () => context.reset(),
      () => context.error(true),
    );
  };
  return { ...original, code };
}

/** `contains` that tries every item, and notes the accepted ones, where they count as evaluated (Core, 10.3.1.3). */
export function contains(original: Definition): Definition {
  const code = (context: KeywordCxt): void => {
    const { gen, keyword, data, parentSchema, it } = context;
    const { trail } = it as Tracking;
    if (parentSchema[countKeyword] !== true || trail === undefined) return original.code(context);
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
  };
  return { ...original, code };
}

function isBranch(schema: unknown): boolean {
  return typeof schema === "object" && schema !== null && branchKeyword in schema;
}
