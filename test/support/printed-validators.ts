import { formats } from "../../runtime/formats/formats.js";
import { type Check, fail } from "../../runtime/validate/validator.js";
import * as evaluated from "../../runtime/validate/values.js";
import { deepEqual, hasDuplicates, isMultiple, textLength } from "../../runtime/validate/values.js";
import type { Bundle } from "../../src/contract/bundle.js";
import { compileValidators } from "../../src/validators/compile-validators.js";
import { supportNames } from "../../src/validators/support-names.js";

const runtime: Readonly<Record<string, unknown>> = {
  ...evaluated,
  deepEqual,
  fail,
  formats,
  hasDuplicates,
  isMultiple,
  textLength,
};

/** The functions of a generated module: what an SDK runs, from the text that `generate` writes. */
export function printedValidators(bundles: ReadonlyMap<string, Bundle>): ReadonlyMap<string, Check> {
  const { code } = compileValidators(bundles);
  const parameters = supportNames.map(({ name }) => name);
  const results = [...bundles.keys()];
  const run = new Function(...parameters, `"use strict";\n${code}\nreturn [${results.join()}];`);
  const checks = run(...parameters.map((name) => runtime[name])) as readonly Check[];
  return new Map(results.map((name, index) => [name, checks[index] as Check]));
}
