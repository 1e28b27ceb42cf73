import { _, type Code, type CodeKeywordDefinition, type KeywordCxt, Name } from "ajv";
import { Type } from "ajv/dist/compile/util.js";

/**
 * `unevaluatedItems` for ajv. Its own (8.20) does not expect that a branch of `anyOf` or `if` evaluates all items, or
 * that none of the branches evaluates any: it compares the array's length with `true` or `undefined` then, and takes
 * invalid arrays for valid ones.
 */
export const unevaluatedItems: CodeKeywordDefinition = {
  keyword: "unevaluatedItems",
  type: "array",
  schemaType: ["boolean", "object"],
  error: { message: "" },
  code: (context: KeywordCxt) => {
    const { gen, schema, data, it } = context;
    if (it.items === true) return;
    const evaluated = it.items;
    it.items = true;
    if (schema === true) return;
    const length = gen.const("len", _`${data}.length`);
    const start = firstUnevaluated(evaluated, length);
    if (schema === false) {
      context.fail(_`${length} > ${start}`);
      return;
    }
    const valid = gen.let("valid", true);
    gen.forRange("i", start, length, (index) => {
      const item = gen.name("item");
      context.subschema({ keyword: "unevaluatedItems", dataProp: index, dataPropType: Type.Num }, item);
      gen.if(_`!${item}`, () => gen.assign(valid, false));
    });
    context.ok(valid);
  },
};

/** Where the items begin that nothing evaluated; known only at run time when branches decide it. */
function firstUnevaluated(evaluated: number | Name | undefined, length: Name): Code | number {
  return evaluated instanceof Name
    ? _`(${evaluated} === true ? ${length} : ${evaluated} || 0)`
    : (evaluated ?? 0);
}
