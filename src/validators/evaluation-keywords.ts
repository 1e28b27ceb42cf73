import { _, type CodeKeywordDefinition, type KeywordCxt, type Name } from "ajv";
import type { BranchValue, Within } from "./ajv-schema.js";
import { branchKeyword, collectKeyword, countKeyword, withinKeyword } from "./keyword-names.js";
import { partsConstant, type Tracking } from "./trail.js";

/** Makes the trail in which branches note what they evaluate, for `unevaluated…` beside it. */
const within: CodeKeywordDefinition = {
  keyword: withinKeyword,
  schemaType: "object",
  code: (context: KeywordCxt) => {
    const { gen, it } = context;
    const { byValue, joins } = context.schema as Within;
    const tracking = it as Tracking;
    if (!byValue) {
      delete tracking.trail;
      delete tracking.start;
    } else if (joins) tracking.start = gen.const("start", _`${tracking.trail as Name}.length`);
    else {
      tracking.trail = gen.const("trail", _`[]`);
      delete tracking.start;
    }
    const valid = gen.name("valid");
    context.subschema({ keyword: withinKeyword, schemaProp: "schema" }, valid);
    context.ok(valid);
  },
};

/** Notes what a branch evaluates if it is valid, and takes back what its parts noted if it is not. */
const branch: CodeKeywordDefinition = {
  keyword: branchKeyword,
  schemaType: "object",
  code: (context: KeywordCxt) => {
    const { gen, it } = context;
    const { certain } = context.schema as BranchValue;
    const trail = (it as Tracking).trail as Name;
    const start = gen.const("start", _`${trail}.length`);
    const valid = gen.name("valid");
    context.subschema({ keyword: branchKeyword, schemaProp: "schema" }, valid);
    const parts = partsConstant(gen, certain);
    gen.if(
      valid,
      () => gen.code(_`${trail}.push(${parts});`),
      () => gen.assign(_`${trail}.length`, start),
    );
    context.ok(valid);
  },
};

/** Leaves the trail of a whole function where its callers find it. */
const collects: CodeKeywordDefinition = {
  keyword: collectKeyword,
  schemaType: ["object", "boolean"],
  code: (context: KeywordCxt) => {
    const { gen, it } = context;
    const trail = gen.const("trail", _`[]`);
    (it as Tracking).trail = trail;
    const valid = gen.name("valid");
    context.subschema({ keyword: collectKeyword }, valid);
    gen.assign(_`${it.validateName}.evaluated`, trail);
    context.ok(valid);
  },
};

/** Only a mark, which {@link contains} reads. */
const counts: CodeKeywordDefinition = { keyword: countKeyword, schemaType: "boolean", code: () => {} };

/** The keywords that `schema-writer.ts` puts where something depends on what is evaluated. */
export const evaluationKeywords: readonly CodeKeywordDefinition[] = [within, branch, collects, counts];
