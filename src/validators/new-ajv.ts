import { _, type Options } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { formats } from "../../runtime/formats/formats.js";
import { useSafeEquality } from "../contract/ajv-equality.js";
import { TextPattern } from "../patterns/text-pattern.js";
import { useOwnKeywords } from "./keywords.js";

/** An ajv with the SDK's formats and our own keywords. */
export function newAjv(settings: Options): Ajv2020 {
  useSafeEquality();
  const ajv = new Ajv2020({
    allErrors: true,
    formats,
    inlineRefs: false,
    logger: false,
    meta: false, // what the loader has checked is not checked again
    messages: false,
    ownProperties: true,
    strict: false,
    validateSchema: false,
    ...settings,
    code: { ...settings.code, regExp: boundedExpression },
  });
  // No code for what nothing here uses: `$dynamicRef` is resolved before, and own keywords track what is evaluated.
  Object.assign(ajv.opts, { dynamicRef: false, unevaluated: false });
  useOwnKeywords(ajv);
  return ajv;
}

/** Settings with which compiled functions keep their code. */
export const printedCode: Options = { code: { source: true, esm: true, lines: true, formats: _`formats` } };

/** What ajv runs in this process; the code that it prints has `new RegExp` all the same. */
const boundedExpression = Object.assign((pattern: string) => new TextPattern(pattern), {
  code: "new RegExp",
});
