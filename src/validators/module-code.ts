import type { ValidateFunction } from "ajv";
import { escapeUnits, replaceUnsafe } from "../code/unsafe-characters.js";
import type { CompiledValidator } from "./compiled-validator.js";
import { ConstantNames } from "./constant-names.js";
import { type FunctionNames, nameFunctions } from "./function-names.js";
import type { CompiledFunction } from "./function-table.js";
import type { FunctionTarget } from "./function-target.js";
import { schemaConstant } from "./schema-constant.js";
import { withStableNames } from "./stable-names.js";

type Source = NonNullable<ValidateFunction["source"]>;
type ScopeName = Source["validateName"];

/**
 * JavaScript that declares a constant of each name in `exported`, from functions that an ajv compiled with `code.source`.
 * It calls only what `support-names.ts` lists, and has no `require`. A change of one schema changes few of its lines.
 */
export function moduleCode(
  functions: readonly CompiledFunction[],
  exported: ReadonlyMap<string, CompiledValidator>,
  functionNames: FunctionNames,
): string {
  const byFunction = nameFunctions(functions, functionNames);
  const nameOf = (validate: CompiledValidator | undefined): string =>
    (validate && byFunction.get(validate)) ?? "undefined";
  const names = new Map(
    functions.map(({ validate }) => [`${sourceOf(validate).validateName}`, nameOf(validate)]),
  );
  const wrappers = new Map<string, string>();
  const constants = new ConstantNames();
  const parts = functions.map(({ validate }) => {
    const { validateCode, scopeValues } = sourceOf(validate);
    const values = Object.values(scopeValues).flatMap((ofPrefix) => [...(ofPrefix ?? [])]);
    const lines: string[] = [];
    for (const value of values.filter((each) => isUsed(each, validateCode))) {
      if (value.prefix === "wrapper")
        wrappers.set(value.str, nameOf((value.value?.ref as FunctionTarget | undefined)?.validate));
      else {
        const { name, declaration } = constants.declare(
          value.prefix,
          codeOf(value, validateCode),
          nameOf(validate),
        );
        names.set(value.str, name);
        if (declaration !== undefined) lines.push(declaration);
      }
    }
    return [...lines.sort(), "", withStableNames(withShortPushes(validateCode), { names, wrappers })].join(
      "\n",
    );
  });
  const results = [...exported].map(([name, validate]) => `const ${name} = ${nameOf(validate)};`);
  const code = replaceUnsafe([...parts, results.join("\n")].join("\n"), escapeUnlessLineEnd);
  return code.replaceAll(/\n{3,}/g, "\n\n").trim();
}

/** ajv makes a constant of each schema, and most functions do not read theirs. */
function isUsed(name: ScopeName, code: string): boolean {
  return name.prefix !== "validate" && (name.prefix !== "schema" || code.includes(name.str));
}

function codeOf(name: ScopeName, usedBy: string): string {
  const { code, ref } = name.value ?? {};
  if (name.prefix === "schema") return schemaConstant(ref, name.str, usedBy);
  if (code === undefined) throw new Error(`ajv's code uses ${name}, which cannot be printed.`);
  if (/^require\(/.test(`${code}`))
    throw new Error("ajv's code asks for a package that the SDK does not have.");
  return `${code}`;
}

function sourceOf(validate: CompiledValidator): Source {
  const { source } = validate as ValidateFunction;
  if (source === undefined) throw new Error("The function was compiled without its code.");
  return source;
}

/** The code with its errors gathered by `fail`, without names for them; a schema's text stands in string literals, which never begin a line. */
function withShortPushes(code: string): string {
  const short = code
    .replaceAll(pushLines, "vErrors = fail(vErrors, $1);")
    .replaceAll(/^const (err\d+) = (.*);\nvErrors = fail\(vErrors, \1\);$/gm, "vErrors = fail(vErrors, $2);")
    .replaceAll(/^(validate\d+\.errors) = \[(.*)\];$/gm, "$1 = fail(null, $2);");
  if (/^vErrors = \[/m.test(short)) throw new Error("ajv's code gathers its errors in an unknown way.");
  return short;
}

/** ajv leaves in its literals what makes code look like other code, or ends its line. */
function escapeUnlessLineEnd(character: string): string {
  return character === "\n" ? character : escapeUnits(character);
}

/** How ajv (8.20) adds an error to its list: the six lines of which each failing place has a copy (not reported upstream). */
const pushLines =
  /^if\(vErrors === null\)\{\nvErrors = \[(err\d+)\];\n\}\nelse \{\nvErrors\.push\(\1\);\n\}$/gm;
