import { _, type CodeKeywordDefinition, type KeywordCxt } from "ajv";
import { maxNested } from "./ajv-schema.js";

/**
 * `oneOf` whose code is flat where there are many branches: ajv (8.20) nests each in the one before, and V8 cannot parse
 * that (ajv-validator/ajv#1581).
 */
export function oneOf(original: CodeKeywordDefinition): CodeKeywordDefinition {
  const code = (context: KeywordCxt): void => {
    const isOwn = (context.schema as readonly unknown[]).length > maxNested;
    (isOwn ? ownCode : original.code)(context);
  };
  return { ...original, code };
}

function ownCode(context: KeywordCxt): void {
  const { gen, keyword } = context;
  const valid = gen.let("valid", false);
  const passing = gen.let("passing", null);
  const several = gen.let("several", false);
  context.setParams({ passing });
  for (const schemaProp of (context.schema as readonly unknown[]).keys()) {
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
}
