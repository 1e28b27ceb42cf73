import { _, type Code, type CodeGen, type Name, stringify } from "ajv";
import { useFunc } from "ajv/dist/compile/util.js";
import { EvaluatedParts, type Evaluates } from "../../runtime/validate/values.js";

/** What ajv hands from a schema to its subschemas, with the variable in which this module gathers what is evaluated. */
export interface Tracking {
  trail?: Name;
  /** Where the part of the trail begins that `unevaluated…` of this schema reads. */
  start?: Name;
}

/** A constant of the generated module that answers what a schema evaluates of every value. */
export function partsConstant(gen: CodeGen, certain: Evaluates): Name {
  const text = JSON.stringify(certain);
  const code = _`new EvaluatedParts(${stringify(certain)})`;
  return gen.scopeValue("obj", { key: `EvaluatedParts ${text}`, ref: new EvaluatedParts(certain), code });
}

/** A call of a function of the SDK's runtime, which generated modules import by its name. */
export function supportCall(gen: CodeGen, support: object, ...args: readonly (Code | Name)[]): Code {
  return _`${useFunc(gen, support as never)}(${args.reduce((list, each) => _`${list}, ${each}`)})`;
}
