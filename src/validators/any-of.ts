import { _, type CodeKeywordDefinition, type KeywordCxt } from "ajv";
import { isBranch, maxNested } from "./ajv-schema.js";

/**
 * `anyOf` that tries every branch where what they evaluate counts: ajv (8.20) stops at the first valid one unless it
 * tracks what is evaluated itself. Many branches get flat code, since ajv nests each in the one before, and V8 cannot
 * parse that (ajv-validator/ajv#1581).
 */
export function anyOf(original: CodeKeywordDefinition): CodeKeywordDefinition {
  const code = (context: KeywordCxt): void => {
    const schemas = context.schema as readonly unknown[];
    const isOwn = schemas.length > maxNested || schemas.some(isBranch);
    (isOwn ? ownCode : original.code)(context);
  };
  return { ...original, code };
}

function ownCode(context: KeywordCxt): void {
  const { gen, keyword } = context;
  const schemas = context.schema as readonly unknown[];
  const triesAll = schemas.some(isBranch);
  const valid = gen.let("valid", false);
  for (const schemaProp of schemas.keys()) {
    const attempt = (): void => {
      const each = gen.name("_valid");
      context.subschema({ keyword, schemaProp, compositeRule: true }, each);
      gen.assign(valid, _`${valid} || ${each}`);
    };
    if (triesAll) attempt();
    else gen.if(_`!${valid}`, attempt);
  }
  context.result(
    valid,
    () => context.reset(),
    () => context.error(true),
  );
}
