import { _, type CodeKeywordDefinition, type KeywordCxt } from "ajv";
import { alwaysValidSchema } from "ajv/dist/compile/util.js";

/**
 * `prefixItems` for ajv. Its own (8.20, not reported upstream) forgets that an array may be shorter than the prefix: where it stops at the
 * first error, as inside `not` and `if`, it leaves out the other keywords for such an array.
 */
export const prefixItems: CodeKeywordDefinition = {
  keyword: "prefixItems",
  type: "array",
  schemaType: "array",
  before: "uniqueItems",
  code: (context: KeywordCxt) => {
    const { gen, data, it } = context;
    const schemas = context.schema as readonly (boolean | object)[];
    const length = gen.const("len", _`${data}.length`);
    for (const [index, schema] of schemas.entries()) {
      if (alwaysValidSchema(it, schema)) continue;
      const valid = gen.name("valid");
      gen.var(valid, true);
      gen.if(_`${length} > ${index}`, () =>
        context.subschema({ keyword: "prefixItems", schemaProp: index, dataProp: index }, valid),
      );
      context.ok(valid);
    }
  },
};
