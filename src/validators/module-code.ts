import type { ValidateFunction } from "ajv";
import { escapeUnits, replaceUnsafe } from "../code/unsafe-characters.js";
import type { CompiledValidator } from "./compiled-validator.js";
import type { FunctionTarget } from "./function-target.js";

type Source = NonNullable<ValidateFunction["source"]>;
type ScopeName = Source["validateName"];

/**
 * JavaScript that declares a constant of each name, from functions that an ajv compiled with `code.source`. It calls only
 * what `support-names.ts` lists, and has no `require`.
 */
export function moduleCode(
  functions: readonly CompiledValidator[],
  names: ReadonlyMap<string, CompiledValidator>,
): string {
  const declared = new Set<ScopeName>();
  const parts = functions.map((validate) => {
    const { validateCode, scopeValues } = sourceOf(validate);
    const values = Object.values(scopeValues).flatMap((ofPrefix) => [...(ofPrefix ?? [])]);
    const missing = values.filter((name) => !declared.has(name) && isUsed(name, validateCode));
    for (const name of missing) declared.add(name);
    return [...missing.map(declaration), "", withShortPushes(validateCode)].join("\n");
  });
  const exported = [...names].map(
    ([name, validate]) => `const ${name} = ${sourceOf(validate).validateName};`,
  );
  const code = replaceUnsafe([...parts, exported.join("\n")].join("\n"), escapeUnlessLineEnd);
  return code.replaceAll(/\n{3,}/g, "\n\n").trim();
}

/** ajv makes a constant of each schema, and most functions do not read theirs. */
function isUsed(name: ScopeName, code: string): boolean {
  return name.prefix !== "validate" && (name.prefix !== "schema" || code.includes(name.str));
}

function declaration(name: ScopeName): string {
  const { code, ref } = name.value ?? {};
  if (code !== undefined) {
    if (/^require\(/.test(`${code}`))
      throw new Error("ajv's code asks for a package that the SDK does not have.");
    return `const ${name} = ${code};`;
  }
  const validate = name.prefix === "wrapper" ? (ref as FunctionTarget).validate : undefined;
  if (validate === undefined) throw new Error(`ajv's code uses ${name}, which cannot be printed.`);
  return `const ${name} = {validate: ${sourceOf(validate).validateName}};`;
}

function sourceOf(validate: CompiledValidator): Source {
  const { source } = validate as ValidateFunction;
  if (source === undefined) throw new Error("The function was compiled without its code.");
  return source;
}

/** The code with its errors gathered by `fail`; a schema's text stands in string literals, which never begin a line. */
function withShortPushes(code: string): string {
  const short = code
    .replaceAll(pushLines, "vErrors = fail(vErrors, $1);")
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
