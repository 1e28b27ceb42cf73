import { _, type CodeKeywordDefinition, type KeywordCxt, type Name } from "ajv";
import { callRef } from "ajv/dist/vocabularies/core/ref.js";
import { takeEvaluated } from "../../runtime/validate/values.js";
import type { FunctionTarget } from "./function-target.js";
import { supportCall, type Tracking } from "./trail.js";

/**
 * `$ref` whose value is a {@link FunctionTarget}: a call of a function that is compiled apart. ajv's own (8.20) compiles
 * the target of each reference while it compiles the schema around it, and runs out of stack on long chains (upstream,
 * such stacks are a known limitation: ajv-validator/ajv#2178).
 */
export const reference: CodeKeywordDefinition = {
  keyword: "$ref",
  type: [],
  schemaType: [],
  code: (context: KeywordCxt) => {
    const { gen, it } = context;
    const target = context.schema as FunctionTarget;
    const { validate } = target;
    const called =
      validate === undefined
        ? _`${gen.scopeValue("wrapper", { ref: target })}.validate`
        : gen.scopeValue("validate", { ref: validate });
    callRef(context, called, undefined, undefined);
    if (target.tracked === "nothing") return;
    const trail = (it as Tracking).trail as Name;
    gen.code(_`${supportCall(gen, takeEvaluated, trail, called)};`);
  },
};
