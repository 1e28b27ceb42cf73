import { _, type Options } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
import type { Reported } from "../../templates/runtime/failures.js";
import { formats } from "../../templates/runtime/formats.js";
import { escapeUnits, replaceUnsafe } from "../code/unsafe-characters.js";
import { useSafeEquality } from "../contract/ajv-equality.js";
import type { Bundle } from "../contract/bundle.js";
import { TextPattern } from "../patterns/text-pattern.js";
import { ajvSchema } from "./ajv-schema.js";
import { useOwnKeywords } from "./keywords.js";

/** A compiled validator: the function itself, and what ajv says after it returned `false`. */
export interface CompiledValidator {
  (value: unknown): boolean;
  errors?: readonly Reported[] | null;
}

/** The validators of several bundles, and the module text from which the same can be had without ajv. */
export interface CompiledModule {
  readonly validators: ReadonlyMap<string, CompiledValidator>;
  /** JavaScript that declares a constant of each name, and calls only what `support-names.ts` lists. */
  readonly code: string;
}

/**
 * Compiles bundles into one module, under the names that they are given. Throws when ajv does, which the loader's
 * checks should have ruled out.
 */
export function compileValidators(bundles: ReadonlyMap<string, Bundle>): CompiledModule {
  const ajv = newAjv();
  for (const [name, bundle] of bundles) ajv.addSchema(ajvSchema(bundle), name);
  const names = [...bundles.keys()];
  const code = standalone.default(ajv, Object.fromEntries(names.map((name) => [name, name])));
  const validators = names.map((name) => [name, ajv.getSchema(name) as CompiledValidator] as const);
  return { validators: new Map(validators), code: ownSupport(code) };
}

const printable: Options = {
  allErrors: true,
  code: { source: true, esm: true, lines: true, formats: _`formats` },
};

/** An ajv with the SDK's formats and our own keywords, which makes code to print unless told otherwise. */
export function newAjv(settings: Options = printable): Ajv2020 {
  useSafeEquality();
  const ajv = new Ajv2020({
    formats,
    inlineRefs: false,
    logger: false,
    messages: false,
    ownProperties: true,
    strict: false,
    validateSchema: false,
    ...settings,
    code: { ...settings.code, regExp: boundedExpression },
  });
  useOwnKeywords(ajv);
  return ajv;
}

/** What ajv runs in this process; the code that it prints has `new RegExp` all the same. */
const boundedExpression = Object.assign((pattern: string) => new TextPattern(pattern), {
  code: "new RegExp",
});

/**
 * Leads ajv's code to the SDK's own support instead of to ajv's packages, and fails if any `require` is left. Only
 * whole lines are replaced: a schema's text stands inside string literals, which never begin a line.
 */
function ownSupport(code: string): string {
  const own = code
    .replace(/^"use strict";$/m, "")
    .replaceAll(
      /^const (func\d+) = require\("ajv\/dist\/runtime\/ucs2length"\)\.default;$/gm,
      "const $1 = textLength;",
    )
    .replaceAll(
      /^const (func\d+) = require\("ajv\/dist\/runtime\/equal"\)\.default;$/gm,
      "const $1 = deepEqual;",
    )
    .replaceAll(/^export const (\w+) = (validate\d+);$/gm, "const $1 = $2;")
    .replaceAll(pushLines, "vErrors = fail(vErrors, $1);")
    .replaceAll(/^(validate\d+\.errors) = \[(.*)\];$/gm, "$1 = fail(null, $2);");
  if (/^const \w+ = require\(/m.test(own))
    throw new Error("ajv's code asks for a package that the SDK does not have.");
  if (/^vErrors = \[/m.test(own))
    throw new Error("ajv's code gathers its errors in a way that rabbitgen does not know.");
  return replaceUnsafe(own, escapeUnlessLineEnd).trim();
}

/** ajv leaves in its literals what makes code look like other code, or ends its line. */
function escapeUnlessLineEnd(character: string): string {
  return character === "\n" ? character : escapeUnits(character);
}

/** How ajv adds an error to its list: the six lines of which each failing place has a copy. */
const pushLines =
  /^if\(vErrors === null\)\{\nvErrors = \[(err\d+)\];\n\}\nelse \{\nvErrors\.push\(\1\);\n\}$/gm;
