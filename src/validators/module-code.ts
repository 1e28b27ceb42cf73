import type { ValidateFunction } from "ajv";
import { compareText } from "../code/compare-text.js";
import { escapeUnits, replaceUnsafe } from "../code/unsafe-characters.js";

import type { CompiledValidator } from "./compiled-validator.js";
import { ConstantNames } from "./constant-names.js";
import { type Imported, nameFunctions, type PrintedNames } from "./function-names.js";
import type { CompiledFunction } from "./function-table.js";
import type { FunctionTarget } from "./function-target.js";
import { schemaConstant } from "./schema-constant.js";
import { withStableNames } from "./stable-names.js";

type Source = NonNullable<ValidateFunction["source"]>;
type ScopeName = Source["validateName"];

/** The text of a module, and what it imports besides the SDK's runtime. */
export interface ModuleCode {
  readonly code: string;
  /** Sorted by name. */
  readonly imports: readonly Imported[];
}

/**
 * JavaScript that declares each name in `exported`, from functions that an ajv compiled with `code.source`. It calls only
 * what `support-names.ts` lists and what it imports, and has no `require`. A change of one schema changes few of its lines.
 */
export function moduleCode(
  functions: readonly CompiledFunction[],
  exported: ReadonlyMap<string, FunctionTarget>,
  printed: PrintedNames,
): ModuleCode {
  const imports = importedBy([...targetsOf(functions), ...exported.values()], printed);
  const foreign = [...imports.keys()].filter((name) => !exported.has(name));
  const byFunction = nameFunctions(functions, printed.functions, foreign);
  const nameOf = (validate: CompiledValidator | undefined): string =>
    (validate && byFunction.get(validate)) ?? "undefined";
  const called = (target: FunctionTarget): string =>
    target.isImported ? importedName(target, printed) : nameOf(target.validate);
  const names = new Map(
    functions.map(({ validate }) => [`${sourceOf(validate).validateName}`, nameOf(validate)]),
  );
  const wrappers = new Map<string, string>();
  const constants = new ConstantNames();
  const parts = functions.map(({ validate }) => {
    const { validateCode } = sourceOf(validate);
    const lines: string[] = [];
    for (const value of scopeNames(validate)) {
      if (!isUsed(value, validateCode)) continue;
      if (value.prefix === "wrapper") {
        wrappers.set(value.str, called(value.value?.ref as FunctionTarget));
      } else {
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
  const results = [...exported].flatMap(([name, target]) =>
    called(target) === name ? [] : [`const ${name} = ${called(target)};`],
  );
  const code = replaceUnsafe([...parts, results.join("\n")].join("\n"), escapeUnlessLineEnd);
  return { code: code.replaceAll(/\n{3,}/g, "\n\n").trim(), imports: [...imports.values()] };
}

/** Functions that others call by an object, since they are not compiled yet or have another module. */
function targetsOf(functions: readonly CompiledFunction[]): readonly FunctionTarget[] {
  return functions
    .flatMap(({ validate }) => scopeNames(validate))
    .flatMap(({ prefix, value }) => (prefix === "wrapper" ? [value?.ref as FunctionTarget] : []));
}

/** The functions of other modules among some, by their names. */
function importedBy(
  targets: readonly FunctionTarget[],
  printed: PrintedNames,
): ReadonlyMap<string, Imported> {
  const imported = targets
    .filter(({ isImported }) => isImported)
    .map((target): [string, Imported] => {
      const name = importedName(target, printed);
      return [name, { name, module: printed.modules.get(target.location ?? "") ?? "" }];
    });
  return new Map(imported.sort(([a], [b]) => compareText(a, b)));
}

function importedName({ location }: FunctionTarget, { functions }: PrintedNames): string {
  return functions.get(location ?? "") ?? "undefined";
}

function scopeNames(validate: CompiledValidator): readonly ScopeName[] {
  return Object.values(sourceOf(validate).scopeValues).flatMap((ofPrefix) => [...(ofPrefix ?? [])]);
}

/** ajv makes a constant of each schema, and most functions do not read theirs. */
function isUsed(name: ScopeName, code: string): boolean {
  return name.prefix !== "validate" && (name.prefix !== "schema" || code.includes(name.str));
}

function codeOf(name: ScopeName, usedBy: string): string {
  const { code, ref } = name.value ?? {};
  if (name.prefix === "schema") return schemaConstant(ref, name.str, usedBy);
  if (code === undefined) throw new Error(`ajv's code uses ${name}, which cannot be serialized.`);
  if (/^require\(/.test(`${code}`))
    throw new Error("ajv's code requires a package that the SDK does not have.");
  return `${code}`;
}

function sourceOf(validate: CompiledValidator): Source {
  const { source } = validate as ValidateFunction;
  if (source === undefined) throw new Error("The function was compiled without its code.");
  return source;
}

/**
 * The code with its errors gathered by `fail`, without names for them; a schema's text is in string literals, which
 * never start a line.
 */
function withShortPushes(code: string): string {
  const short = code
    .replaceAll(pushLines, "vErrors = fail(vErrors, $1);")
    .replaceAll(/^const (err\d+) = (.*);\nvErrors = fail\(vErrors, \1\);$/gm, "vErrors = fail(vErrors, $2);")
    .replaceAll(/^(validate\d+\.errors) = \[(.*)\];$/gm, "$1 = fail(null, $2);");
  if (/^vErrors = \[/m.test(short)) throw new Error("ajv's code collects its errors in an unknown way.");
  return short;
}

/** ajv leaves in its literals what makes code look like other code, or ends its line. */
function escapeUnlessLineEnd(character: string): string {
  return character === "\n" ? character : escapeUnits(character);
}

/** How ajv (8.20) adds an error to its list: the six lines of which each failing place has a copy (not reported upstream). */
const pushLines =
  /^if\(vErrors === null\)\{\nvErrors = \[(err\d+)\];\n\}\nelse \{\nvErrors\.push\(\1\);\n\}$/gm;
